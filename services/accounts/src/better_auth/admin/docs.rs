//! The documentation of what administrators do.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Admin, SignedIn},
        Operation,
        examples::{session, user, with},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post(
            "/admin/create-user",
            Admin,
            "Makes an account for somebody. His address is not proven by it, unless the \
                administrator says that it is.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .must("name", "How the person is called.", "Ann")
        .may("password", "8 to 128 characters; without one the person comes in by mail.", "a long enough passphrase")
        .may("role", "One role or several.", "user")
        .also(json!(["admin"]))
        .may(
            "data",
            "What else is said of the person: `emailVerified`, `image`.",
            json!({
                "emailVerified": true,
                "image": "https://example.com/ann.png",
            }),
        )
        .answers(json!({
            "user": with(user(), json!({
                "emailVerified": false,
                "image": "https://example.com/ann.png",
                "role": "user,admin",
            })),
        }))
        .strangers_silently()
        .refuses(
            400,
            &[
                Code::InvalidEmail,
                Code::InvalidRoleType,
                Code::PasswordTooLong,
                Code::PasswordTooShort,
                Code::UserAlreadyExistsUseAnotherEmail,
                Code::YouAreNotAllowedToSetNonExistentValue,
            ],
        )
        .refuses(403, &[Code::YouAreNotAllowedToCreateUsers]),
        get("/admin/get-user", Admin, "One person.")
            .must("id", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(user())
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToGetUser])
            .refuses(404, &[Code::UserNotFound]),
        get("/admin/list-users", Admin, "People, a part of those who fit.")
            .may("searchValue", "What to look for.", "ann")
            .may("sortBy", "What the list is sorted by.", "createdAt")
            .may("sortDirection", "`asc` or `desc`.", "desc")
            .may("limit", "At most so many.", "10")
            .may("offset", "So many are left out at the beginning.", "20")
            .may("searchField", "`email` or `name`.", "name")
            .may("searchOperator", "`contains`, `starts_with` or `ends_with`.", "contains")
            .may("filterField", "What is compared.", "name")
            .may(
                "filterOperator",
                "How it is compared: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`, `in`, `contains` and the \
                like.",
                "eq",
            )
            .may("filterValue", "What it is compared with.", "Ann")
            .answers(json!({
                "limit": 2,
                "offset": 1,
                "total": 3,
                "users": [with(user(), json!({ "emailVerified": false }))],
            }))
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToListUsers]),
        post(
            "/admin/update-user",
            Admin,
            "Changes somebody. Who gets another role or is banned is signed out everywhere.",
        )
        .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .must(
            "data",
            "What changes: `name`, `email`, `emailVerified`, `image`, `role`, `banned` and the \
                like.",
            json!({
                "name": "Ann",
                "email": "ann@example.com",
                "image": "https://example.com/ann.png",
                "role": "admin",
                "banned": true,
            }),
        )
        .answers(with(user(), json!({ "image": "https://example.com/ann.png", "role": "admin" })))
        .strangers_silently()
        .refuses(
            400,
            &[
                Code::InvalidEmail,
                Code::InvalidRoleType,
                Code::NoDataToUpdate,
                Code::PasswordCannotBeUpdatedViaUpdateUser,
                Code::UserAlreadyExistsUseAnotherEmail,
                Code::UserIdCannotBeUpdated,
                Code::YouAreNotAllowedToSetNonExistentValue,
                Code::YouCannotBanYourself,
            ],
        )
        .refuses(403, &[Code::YouAreNotAllowedToUpdateUsers])
        .refuses(404, &[Code::UserNotFound]),
        post(
            "/admin/set-role",
            Admin,
            "Gives somebody a role, or several. With other rights come other sessions: his \
                present ones end.",
        )
        .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .must("role", "One role or several.", "admin")
        .also(json!(["admin"]))
        .answers(json!({ "user": with(user(), json!({ "role": "admin" })) }))
        .strangers_silently()
        .refuses(400, &[Code::YouAreNotAllowedToSetNonExistentValue])
        .refuses(403, &[Code::YouAreNotAllowedToChangeUsersRole])
        .refuses(404, &[Code::UserNotFound]),
        post(
            "/admin/ban-user",
            Admin,
            "Keeps somebody out, for some seconds or for ever: his sessions end, his keys open \
                nothing.",
        )
        .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .may("banReason", "Why; the person is not told.", "Spam")
        .may("banExpiresIn", "For how many seconds; for ever without it.", 3600)
        .answers(json!({
            "user": with(user(), json!({
                "banExpires": "2026-01-01T12:00:00.000Z",
                "banReason": "Spam",
                "banned": true,
            })),
        }))
        .strangers_silently()
        .refuses(400, &[Code::YouCannotBanYourself])
        .refuses(403, &[Code::YouAreNotAllowedToBanUsers])
        .refuses(404, &[Code::UserNotFound]),
        post("/admin/unban-user", Admin, "Lets somebody in again.")
            .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "user": user() }))
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToBanUsers])
            .refuses(404, &[Code::UserNotFound]),
        post("/admin/set-user-password", Admin, "Sets somebody's password, ends his sessions and tells him.")
            .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .must(
                "newPassword",
                "The new password: 8 to 128 characters, and none that has leaked.",
                "another long passphrase",
            )
            .answers(json!({ "status": true }))
            .strangers_silently()
            .refuses(400, &[Code::PasswordTooLong, Code::PasswordTooShort])
            .refuses(403, &[Code::YouAreNotAllowedToSetUsersPassword])
            .refuses(404, &[Code::UserNotFound]),
        post("/admin/remove-user", Admin, "Removes somebody: his account, his sessions, his keys, his memberships.")
            .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "success": true }))
            .strangers_silently()
            .refuses(400, &[Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner, Code::YouCannotRemoveYourself])
            .refuses(403, &[Code::YouAreNotAllowedToDeleteUsers])
            .refuses(404, &[Code::UserNotFound]),
        post("/admin/list-user-sessions", Admin, "Where somebody is signed in, and who acts as him.")
            .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({
                "sessions": [with(session(), json!({ "impersonatedBy": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70" }))],
            }))
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToListUsersSessions]),
        post("/admin/revoke-user-session", Admin, "Ends a session, by the name that the list gives it.")
            .must(
                "sessionToken",
                "Which session, by the name that the list gives it.",
                "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            )
            .answers(json!({ "success": true }))
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToRevokeUsersSessions]),
        post("/admin/revoke-user-sessions", Admin, "Ends all sessions of somebody.")
            .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "success": true }))
            .strangers_silently()
            .refuses(403, &[Code::YouAreNotAllowedToRevokeUsersSessions]),
        post(
            "/admin/impersonate-user",
            Admin,
            "Begins to act as somebody who is no administrator. The way back is a cookie with \
                the administrator's own session.",
        )
        .must("userId", "Which person.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!({
            "session": with(session(), json!({ "impersonatedBy": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70" })),
            "user": user(),
        }))
        .strangers_silently()
        .refuses(403, &[Code::UserBanned, Code::YouAreNotAllowedToImpersonateUsers, Code::YouCannotImpersonateAdmins])
        .refuses(404, &[Code::UserNotFound]),
        post("/admin/stop-impersonating", SignedIn, "Ends to act as somebody else.")
            .answers(json!({ "session": session(), "user": with(user(), json!({ "role": "admin" })) }))
            .strangers_silently()
            .refuses_in_words(400, "You are not impersonating anyone")
            .refuses_in_words(400, "Failed to find admin session"),
        post("/admin/has-permission", SignedIn, "Whether the caller may do all of it.")
            .may("permissions", "What is asked about: actions by resource.", json!({ "user": ["create", "list"] }))
            .may("role", "Not looked at: the answer is about the caller.", "admin")
            .may("userId", "Not looked at: the answer is about the caller.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("permission", "The old name of `permissions`, which does not count.", json!({ "user": ["list"] }))
            .answers(json!({ "error": null, "success": true }))
            .strangers_silently()
            .refuses_in_words(400, "invalid permission check. no permission(s) were passed."),
    ]
}
