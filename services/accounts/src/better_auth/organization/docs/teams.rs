//! The documentation of teams.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::SignedIn,
        Operation,
        examples::{team, team_member},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post("/organization/create-team", SignedIn, "Makes a team.")
            .must("name", "How it is called.", "Ann's shop")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(team())
            .strangers_silently()
            .refuses(400, &[Code::NoActiveOrganization, Code::YouHaveReachedTheMaximumNumberOfTeams])
            .refuses(
                403,
                &[
                    Code::YouAreNotAllowedToCreateTeamsInThisOrganization,
                    Code::YouAreNotAllowedToInviteUsersToThisOrganization,
                ],
            ),
        post("/organization/update-team", SignedIn, "Calls a team something else.")
            .must("teamId", "Which team.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .must(
                "data",
                "What changes: `name`; `organizationId` says of which shop the team is.",
                json!({ "name": "Ann" }),
            )
            .answers(team())
            .refuses(400, &[Code::NoActiveOrganization, Code::TeamNotFound])
            .refuses(403, &[Code::YouAreNotAllowedToUpdateThisTeam]),
        post(
            "/organization/remove-team",
            SignedIn,
            "Dissolves a team: not the one in which the caller works, and not the last one.",
        )
        .must("teamId", "Which team.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!({ "message": "Team removed successfully." }))
        .strangers_silently()
        .refuses(400, &[Code::NoActiveOrganization, Code::TeamNotFound, Code::UnableToRemoveLastTeam])
        .refuses(403, &[Code::YouAreNotAllowedToDeleteTeamsInThisOrganization, Code::YouAreNotAllowedToDeleteThisTeam]),
        get("/organization/list-teams", SignedIn, "The teams of a shop, for its members.")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!([team()]))
            .refuses(400, &[Code::NoActiveOrganization])
            .refuses(403, &[Code::YouAreNotAllowedToAccessThisOrganization]),
        get(
            "/organization/list-user-teams",
            SignedIn,
            "The caller's teams, of one shop or of all, or those of a member whom he may \
                change.",
        )
        .may("userId", "Whose teams; the caller's own without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!([team()]))
        .refuses(400, &[Code::NoActiveOrganization, Code::UserIsNotAMemberOfTheOrganization])
        .refuses(403, &[Code::YouAreNotAllowedToUpdateThisMember, Code::YouAreNotAMemberOfThisOrganization]),
        post(
            "/organization/set-active-team",
            SignedIn,
            "Chooses the team in which this session works; `null` for none.",
        )
        .may("teamId", "Which team; `null` for none.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(team())
        .refuses(400, &[Code::NoActiveOrganization, Code::TeamNotFound])
        .refuses(403, &[Code::UserIsNotAMemberOfTheTeam]),
        get("/organization/list-team-members", SignedIn, "Who is in a team, for those who are in it.")
            .may("teamId", "Which team; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!([team_member()]))
            .refuses(400, &[Code::TeamNotFound, Code::UserIsNotAMemberOfTheTeam, Code::YouDoNotHaveAnActiveTeam]),
        post("/organization/add-team-member", SignedIn, "Puts a member into a team; once is enough.")
            .must("teamId", "Which team.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(team_member())
            .refuses(400, &[Code::NoActiveOrganization, Code::TeamNotFound, Code::UserIsNotAMemberOfTheOrganization])
            .refuses(403, &[Code::YouAreNotAllowedToCreateANewTeamMember]),
        post("/organization/remove-team-member", SignedIn, "Takes somebody out of a team.")
            .must("teamId", "Which team.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "message": "Team member removed successfully." }))
            .refuses(
                400,
                &[
                    Code::NoActiveOrganization,
                    Code::TeamNotFound,
                    Code::UserIsNotAMemberOfTheOrganization,
                    Code::UserIsNotAMemberOfTheTeam,
                ],
            )
            .refuses(403, &[Code::YouAreNotAllowedToRemoveATeamMember]),
    ]
}
