//! The documentation of what people do with their own account.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Anybody, Himself, SignedIn},
        Operation,
        examples::{account, user},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        get(
            "/verify-email",
            Anybody,
            "Proves an address. Following a link again changes nothing and is no error; nobody \
                is signed in by it.",
        )
        .must("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
        .may(
            "callbackURL",
            "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
            "/welcome",
        )
        .leads_or_answers(json!({ "status": true, "user": null }))
        .refuses(401, &[Code::InvalidToken]),
        post(
            "/send-verification-email",
            Anybody,
            "Mails the link once more. A stranger is answered alike for every address.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .may(
            "callbackURL",
            "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
            "/welcome",
        )
        .answers(json!({ "status": true }))
        .refuses(400, &[Code::EmailAlreadyVerified, Code::EmailMismatch]),
        post(
            "/request-password-reset",
            Anybody,
            "Mails a link to set a new password, if the address has an account; the answer is \
                the same if not.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .may("redirectTo", "The page that the link leads to, with the token in `token`.", "/new-password")
        .answers(json!({
            "message": "If this email exists in our system, check your email for the reset link",
            "status": true,
        })),
        post(
            "/reset-password",
            Anybody,
            "Sets a new password, once per token, ends all sessions and switches personal keys off: \
                whoever had the old one is out.",
        )
        .must(
            "newPassword",
            "The new password: 8 to 128 characters, and none that has leaked.",
            "another long passphrase",
        )
        .may("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
        .may_ask("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
        .answers(json!({ "status": true }))
        .refuses(400, &[Code::InvalidToken, Code::PasswordTooLong, Code::PasswordTooShort]),
        get("/reset-password/{token}", Anybody, "Leads on with the token, or with an error when it is none.")
            .at("token", "What the mail has brought.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
            .must(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .leads(),
        post(
            "/change-password",
            Himself,
            "Changes the password of who knows the old one. With `revokeOtherSessions` all \
                sessions end and a new one begins.",
        )
        .must("currentPassword", "The password so far.", "a long enough passphrase")
        .must(
            "newPassword",
            "The new password: 8 to 128 characters, and none that has leaked.",
            "another long passphrase",
        )
        .may("revokeOtherSessions", "Whether all sessions end and a new one begins.", true)
        .answers(json!({ "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70", "user": user() }))
        .refuses(
            400,
            &[Code::CredentialAccountNotFound, Code::InvalidPassword, Code::PasswordTooLong, Code::PasswordTooShort],
        ),
        post("/verify-password", Himself, "Whether the caller knows his password.")
            .must("password", "The password.", "a long enough passphrase")
            .answers(json!({ "status": true }))
            .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword]),
        post("/change-email", Himself, "Mails the old address a link.")
            .must("newEmail", "The new address.", "ann@example.org")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .answers(json!({ "status": true }))
            .refuses_in_words(400, "Email is the same")
            .refuses(403, &[Code::EmailNotVerified]),
        post("/delete-user", Himself, "Mails the link; with the token of one, deletes at once.")
            .may("password", "The password.", "a long enough passphrase")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .may("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
            .answers(json!({ "message": "Verification email sent", "success": true }))
            .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword])
            .refuses(404, &[Code::InvalidToken]),
        get("/delete-user/callback", Anybody, "The link that deletes an account was followed, by its owner.")
            .must("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .leads_or_answers(json!({ "message": "User deleted", "success": true }))
            .refuses(404, &[Code::FailedToGetUserInfo, Code::InvalidToken]),
        get("/list-accounts", SignedIn, "The ways in that the caller has, without their secrets.")
            .answers(json!([account()])),
        post("/update-user", SignedIn, "Changes the caller's name and picture.")
            .may("name", "How the person is called.", "Ann")
            .may("image", "The address of a picture; `null` for none.", "https://example.com/ann.png")
            .answers(json!({ "status": true }))
            .refuses_in_words(400, "No fields to update")
            .refuses(400, &[Code::EmailCanNotBeUpdated, Code::FieldNotAllowed]),
    ]
}
