//! The documentation of the people of a shop and who is invited.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::SignedIn,
        Operation,
        examples::{invitation, member, member_with_user, with},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post("/organization/invite-member", SignedIn, "Invites an address into a shop, by mail.")
            .must("email", "The address, in any case of letters.", "ben@example.com")
            .must("role", "One role or several.", "admin")
            .also(json!(["admin"]))
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("resend", "Whether somebody who is invited already is mailed again.", true)
            .may(
                "teamId",
                "The team or the teams that the invited joins.",
                json!(["0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70"]),
            )
            .also(json!("0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70"))
            .answers(with(
                invitation(),
                json!({
                    "teamId": "01a1fecb-1140-7040-9aa1-37f81372e0b1,01a1fecb-116c-71e9-b592-2dce806b5f3b",
                }),
            ))
            .refuses_in_words(400, "ROLE_NOT_FOUND: nonsense")
            .refuses(
                400,
                &[
                    Code::InvalidEmail,
                    Code::InvalidTeamId,
                    Code::MemberNotFound,
                    Code::OrganizationNotFound,
                    Code::RoleNotFound,
                    Code::TeamNotFound,
                    Code::UserIsAlreadyAMemberOfThisOrganization,
                    Code::UserIsAlreadyInvitedToThisOrganization,
                ],
            )
            .refuses(
                403,
                &[
                    Code::InvitationLimitReached,
                    Code::YouAreNotAllowedToInviteUsersToThisOrganization,
                    Code::YouAreNotAllowedToInviteUserWithThisRole,
                ],
            ),
        post(
            "/organization/cancel-invitation",
            SignedIn,
            "Takes an invitation back. One that is over already is answered as it is.",
        )
        .must("invitationId", "Which invitation.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(with(invitation(), json!({ "status": "canceled" })))
        .refuses(400, &[Code::InvitationNotFound, Code::MemberNotFound])
        .refuses(403, &[Code::YouAreNotAllowedToCancelThisInvitation]),
        post(
            "/organization/accept-invitation",
            SignedIn,
            "Makes the invited a member, once, and lets his session work in the shop. What the \
                inviter could not give now, nobody gets of him.",
        )
        .must("invitationId", "Which invitation.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!({
            "invitation": with(invitation(), json!({
                "status": "accepted",
                "teamId": "01a1fecb-1140-7040-9aa1-37f81372e0b1,01a1fecb-116c-71e9-b592-2dce806b5f3b",
            })),
            "member": member(),
        }))
        .refuses(400, &[Code::InvitationNotFound, Code::InviterIsNoLongerAMemberOfTheOrganization])
        .refuses(
            403,
            &[
                Code::EmailVerificationRequiredBeforeAcceptingOrRejectingInvitation,
                Code::OrganizationMembershipLimitReached,
                Code::YouAreNotTheRecipientOfTheInvitation,
            ],
        ),
        post("/organization/reject-invitation", SignedIn, "Says no to an invitation.")
            .must("invitationId", "Which invitation.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({
                "invitation": with(invitation(), json!({ "status": "rejected" })),
                "member": null,
            }))
            .refuses(400, &[Code::InvitationNotFound])
            .refuses(
                403,
                &[
                    Code::EmailVerificationRequiredBeforeAcceptingOrRejectingInvitation,
                    Code::YouAreNotTheRecipientOfTheInvitation,
                ],
            ),
        get("/organization/get-invitation", SignedIn, "An open invitation of the caller's, into what, and of whom.")
            .must("id", "Which invitation.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({
                "createdAt": "2026-01-01T12:00:00.000Z",
                "email": "ann@example.com",
                "expiresAt": "2026-01-01T12:00:00.000Z",
                "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "inviterEmail": "ann@example.com",
                "inviterId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "organizationName": "Shop",
                "organizationSlug": "anns-shop",
                "role": "admin,member",
                "status": "pending",
                "teamId": null,
            }))
            .strangers_in_words("Not authenticated")
            .refuses(
                400,
                &[
                    Code::InvitationNotFound,
                    Code::InviterIsNoLongerAMemberOfTheOrganization,
                    Code::OrganizationNotFound,
                ],
            )
            .refuses(403, &[Code::EmailVerificationRequiredForInvitation, Code::YouAreNotTheRecipientOfTheInvitation]),
        get(
            "/organization/list-invitations",
            SignedIn,
            "The invitations of a shop, also those that are over, for those who may invite. Only \
                owners see who may become one.",
        )
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!([invitation()]))
        .refuses_in_words(400, "Organization ID is required")
        .refuses_in_words(403, "You are not a member of this organization")
        .refuses(403, &[Code::YouAreNotAllowedToListInvitations]),
        get("/organization/list-user-invitations", SignedIn, "What the caller is invited to.")
            .answers(json!([{
                "createdAt": "2026-01-01T12:00:00.000Z",
                "email": "ann@example.com",
                "expiresAt": "2026-01-01T12:00:00.000Z",
                "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "inviterId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "organizationName": "Shop",
                "role": "admin,member",
                "status": "pending",
                "teamId": null,
            }]))
            .refuses_in_words(400, "Missing session headers, or email query parameter.")
            .refuses_in_words(400, "User email cannot be passed for client side API calls.")
            .refuses(403, &[Code::EmailVerificationRequiredForInvitation]),
        get("/organization/list-members", SignedIn, "Who is in a shop, for its members.")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationSlug", "Which shop, by its slug.", "anns-shop")
            .may("sortBy", "What the list is sorted by.", "createdAt")
            .may("sortDirection", "`asc` or `desc`.", "desc")
            .may("limit", "At most so many.", "10")
            .may("offset", "So many are left out at the beginning.", "20")
            .may("filterField", "What is compared.", "name")
            .may(
                "filterOperator",
                "How it is compared: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`, `in`, `contains` and the \
                like.",
                "eq",
            )
            .may("filterValue", "What it is compared with.", "Ann")
            .answers(json!({ "members": [member_with_user()], "total": 5 }))
            .refuses(400, &[Code::NoActiveOrganization, Code::OrganizationNotFound])
            .refuses(403, &[Code::YouAreNotAMemberOfThisOrganization]),
        get("/organization/get-active-member", SignedIn, "What the caller is in the active shop.")
            .answers(member_with_user())
            .refuses(400, &[Code::MemberNotFound, Code::NoActiveOrganization]),
        get("/organization/get-active-member-role", SignedIn, "The caller's role, or that of another member.")
            .may("userId", "Whose role; the caller's own without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationSlug", "Which shop, by its slug.", "anns-shop")
            .answers(json!({ "role": "admin" }))
            .refuses(400, &[Code::NoActiveOrganization, Code::OrganizationNotFound])
            .refuses(403, &[Code::YouAreNotAMemberOfThisOrganization]),
        post(
            "/organization/update-member-role",
            SignedIn,
            "Gives a member other roles: none above one's own, and never so that nobody owns the \
                shop.",
        )
        .must("memberId", "Which member.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .must("role", "One role or several.", "admin")
        .also(json!(["admin"]))
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(member())
        .refuses_silently(400)
        .refuses(
            400,
            &[
                Code::MemberNotFound,
                Code::NoActiveOrganization,
                Code::RoleNotFound,
                Code::YouCannotLeaveTheOrganizationWithoutAnOwner,
            ],
        )
        .refuses(403, &[Code::YouAreNotAllowedToUpdateThisMember]),
        post("/organization/remove-member", SignedIn, "Takes somebody out of a shop. Owners are removed by owners.")
            .must("memberIdOrEmail", "Which member, by id or address.", "ben@example.com")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "member": member_with_user() }))
            .refuses(
                400,
                &[Code::MemberNotFound, Code::NoActiveOrganization, Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner],
            )
            .refuses(401, &[Code::YouAreNotAllowedToDeleteThisMember]),
        post("/organization/leave", SignedIn, "Leaves a shop.")
            .must("organizationId", "Which shop.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(member_with_user())
            .refuses(400, &[Code::MemberNotFound, Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner]),
    ]
}
