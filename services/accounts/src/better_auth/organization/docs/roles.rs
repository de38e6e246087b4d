//! The documentation of the roles of a shop.

use serde_json::json;

use crate::better_auth::{
    docs::{Access::SignedIn, Operation, examples::role, get, post},
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post("/organization/create-role", SignedIn, "Makes a role. Nobody gives what he has not.")
            .must("role", "How the role is called.", "buyer")
            .must("permission", "What it allows: actions by resource.", json!({ "member": ["create", "update"] }))
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({
                "roleData": role(),
                "statements": { "invitation": ["create"], "member": ["create", "update"] },
                "success": true,
            }))
            .refuses(
                400,
                &[
                    Code::InvalidResource,
                    Code::RoleNameIsAlreadyTaken,
                    Code::TooManyRoles,
                    Code::YouMustBeInAnOrganizationToCreateARole,
                ],
            )
            .refuses(403, &[Code::YouAreNotAllowedToCreateARole, Code::YouAreNotAMemberOfThisOrganization]),
        post(
            "/organization/update-role",
            SignedIn,
            "Changes what a role allows or how it is called; its members keep it.",
        )
        .may("roleName", "Which role, by its name.", "buyer")
        .may("roleId", "Which role.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .instead()
        .may(
            "data",
            "What changes: `permission`, `roleName`.",
            json!({
                "permission": {
                    "member": ["create"],
                    "team": ["create"],
                },
                "roleName": "purchaser",
            }),
        )
        .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!({ "roleData": role(), "success": true }))
        .refuses(
            400,
            &[Code::InvalidResource, Code::NoActiveOrganization, Code::RoleNameIsAlreadyTaken, Code::RoleNotFound],
        )
        .refuses(403, &[Code::YouAreNotAllowedToUpdateARole, Code::YouAreNotAMemberOfThisOrganization]),
        post("/organization/delete-role", SignedIn, "Removes a role that no member has.")
            .may("roleName", "Which role, by its name.", "buyer")
            .may("roleId", "Which role.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .instead()
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "success": true }))
            .refuses(
                400,
                &[
                    Code::CannotDeleteAPreDefinedRole,
                    Code::NoActiveOrganization,
                    Code::RoleIsAssignedToMembers,
                    Code::RoleNotFound,
                ],
            )
            .refuses(403, &[Code::YouAreNotAllowedToDeleteARole, Code::YouAreNotAMemberOfThisOrganization]),
        get("/organization/list-roles", SignedIn, "The roles that a shop made.")
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!([role()]))
            .refuses(400, &[Code::NoActiveOrganization])
            .refuses(403, &[Code::YouAreNotAllowedToListARole, Code::YouAreNotAMemberOfThisOrganization]),
        get("/organization/get-role", SignedIn, "One of them.")
            .may("roleName", "Which role, by its name.", "buyer")
            .may("roleId", "Which role.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .instead()
            .may("organizationId", "Which shop; the active one without it.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(role())
            .refuses(400, &[Code::NoActiveOrganization, Code::RoleNotFound])
            .refuses(403, &[Code::YouAreNotAllowedToReadARole, Code::YouAreNotAMemberOfThisOrganization]),
    ]
}
