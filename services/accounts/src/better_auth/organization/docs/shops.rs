//! The documentation of shops.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::SignedIn,
        Operation,
        examples::{invitation, member, member_with_user, organization, with},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post(
            "/organization/create",
            SignedIn,
            "Makes a shop with a first team, whose owner the caller is and in which he works \
                from now on.",
        )
        .must("name", "How it is called.", "Ann's shop")
        .must("slug", "How the shop is called in addresses.", "anns-shop")
        .may("logo", "The address of a picture.", "https://example.com/logo.png")
        .may("metadata", "What programs want to remember: any object.", json!({ "plan": "pro" }))
        .may("keepCurrentActiveOrganization", "Whether the session goes on to work in the shop it works in.", true)
        .answers(json!({
            "createdAt": "2026-01-01T12:00:00.000Z",
            "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            "logo": "https://example.com/logo.png",
            "members": [member()],
            "metadata": { "plan": "pro" },
            "name": "Ann",
            "slug": "anns-shop",
        }))
        .strangers_silently()
        .refuses(400, &[Code::OrganizationAlreadyExists])
        .refuses(
            403,
            &[Code::YouAreNotAllowedToCreateANewOrganization, Code::YouHaveReachedTheMaximumNumberOfOrganizations],
        ),
        post("/organization/update", SignedIn, "Changes what is said of a shop.")
            .may(
                "data",
                "What changes: `name`, `slug`, `logo`, `metadata`.",
                json!({
                    "name": "Ann",
                    "slug": "anns-shop",
                    "logo": "https://example.com/logo.png",
                    "metadata": { "plan": "free", "seats": 3 },
                }),
            )
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(with(organization(), json!({ "metadata": { "plan": "free", "seats": 3 } })))
            .strangers_in_words("User not found")
            .refuses(
                400,
                &[
                    Code::OrganizationNotFound,
                    Code::OrganizationSlugAlreadyTaken,
                    Code::UserIsNotAMemberOfTheOrganization,
                ],
            )
            .refuses(403, &[Code::YouAreNotAllowedToUpdateThisOrganization]),
        post("/organization/delete", SignedIn, "Deletes a shop and everything in it.")
            .must("organizationId", "Which shop.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(organization())
            .strangers_silently()
            .refuses(400, &[Code::UserIsNotAMemberOfTheOrganization])
            .refuses(403, &[Code::YouAreNotAllowedToDeleteThisOrganization, Code::SessionNotFresh]),
        post("/organization/set-active", SignedIn, "Chooses the shop in which this session works; `null` for none.")
            .may("organizationId", "Which shop; `null` for none.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationSlug", "Which shop, by its slug.", "anns-shop")
            .answers(organization())
            .refuses(400, &[Code::OrganizationNotFound])
            .refuses(403, &[Code::UserIsNotAMemberOfTheOrganization]),
        get("/organization/get-organization", SignedIn, "A shop of the caller's; the active one when none is named.")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("organizationSlug", "Which shop, by its slug.", "anns-shop")
            .may("membersLimit", "At most so many members are answered.", "10")
            .answers(with(organization(), json!({ "metadata": "{\"plan\":\"free\",\"seats\":3}" })))
            .refuses(400, &[Code::OrganizationNotFound])
            .refuses(403, &[Code::UserIsNotAMemberOfTheOrganization]),
        get(
            "/organization/get-full-organization",
            SignedIn,
            "The same with its people and teams. Open invitations are for those who may invite.",
        )
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .may("organizationSlug", "Which shop, by its slug.", "anns-shop")
        .may("membersLimit", "At most so many members are answered.", "10")
        .answers(json!({
            "createdAt": "2026-01-01T12:00:00.000Z",
            "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            "invitations": [with(invitation(), json!({ "status": "accepted" }))],
            "logo": null,
            "members": [member_with_user()],
            "metadata": "{\"plan\":\"pro\"}",
            "name": "Ann",
            "slug": "anns-shop",
            "teams": [{
                "createdAt": "2026-01-01T12:00:00.000Z",
                "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "memberCount": 1,
                "name": "Ann",
                "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "updatedAt": null,
            }],
        }))
        .refuses(400, &[Code::OrganizationNotFound])
        .refuses(403, &[Code::UserIsNotAMemberOfTheOrganization]),
        get("/organization/list", SignedIn, "The caller's shops.").answers(json!([organization()])),
        post("/organization/check-slug", SignedIn, "Whether a slug can be had.")
            .must("slug", "How the shop is called in addresses.", "anns-shop")
            .answers(json!({ "status": true }))
            .refuses(400, &[Code::OrganizationSlugAlreadyTaken]),
        post("/organization/has-permission", SignedIn, "Whether the caller may do all of something.")
            .must("permissions", "What is asked about: actions by resource.", json!({ "member": ["create", "update"] }))
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "error": null, "success": true }))
            .refuses(400, &[Code::NoActiveOrganization])
            .refuses(401, &[Code::UserIsNotAMemberOfTheOrganization]),
    ]
}
