//! The documentation of signing up, in and out, and of sessions.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Anybody, SignedIn},
        Operation,
        examples::{session, user, with},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        get("/ok", Anybody, "It is there.").answers(json!({ "ok": true })),
        post("/sign-up/email", Anybody, "Makes an account.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .must("password", "8 to 128 characters, and none that has leaked.", "a long enough passphrase")
            .must("name", "How the person is called.", "Ann")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .may("image", "The address of a picture; `null` for none.", "https://example.com/ann.png")
            .may("rememberMe", "Whether the session outlives the browser.", true)
            .answers(json!({ "token": null, "user": with(user(), json!({ "emailVerified": false })) }))
            .refuses(
                400,
                &[Code::FieldNotAllowed, Code::PasswordCompromised, Code::PasswordTooLong, Code::PasswordTooShort],
            ),
        post("/sign-in/email", Anybody, "Begins a session for who knows the password.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .must("password", "The password.", "a long enough passphrase")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .may("rememberMe", "Whether the session outlives the browser.", true)
            .answers(json!({
                "redirect": true,
                "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "url": "/welcome",
                "user": user(),
            }))
            .or_answers(json!({ "twoFactorMethods": ["totp", "otp"], "twoFactorRedirect": true }))
            .refuses(400, &[Code::InvalidEmail])
            .refuses(401, &[Code::InvalidEmailOrPassword])
            .refuses(403, &[Code::BannedUser, Code::EmailNotVerified]),
        post(
            "/sign-out",
            Anybody,
            "Ends the caller's session; without one there is nothing to end, and that is no \
                error.",
        )
        .may(
            "callbackURL",
            "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
            "/welcome",
        )
        .may("disableRedirect", "Whether the browser stays where it is: `redirect` is then false.", true)
        .may("state", "What the provider gives back, if he is signed out there too.", "any")
        .answers(json!({ "success": true }))
        .or_answers(json!({
            "success": true,
            "url": "https://login.example.com/logout?id_token_hint=…",
            "redirect": true,
        })),
        get(
            "/get-session",
            Anybody,
            "Who is calling: `null` for nobody. A session that is used is prolonged once a day.",
        )
        .answers(json!({
            "session": with(session(), json!({ "impersonatedBy": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70" })),
            "user": with(user(), json!({ "image": "https://example.com/ann.png", "role": "admin" })),
        })),
        post(
            "/get-session",
            Anybody,
            "Always refused: it belongs to a way of prolonging sessions that is not used here.",
        )
        .never_answers()
        .refuses(405, &[Code::MethodNotAllowedDeferSessionRequired]),
        get("/list-sessions", SignedIn, "Where the caller is signed in.").answers(json!([session()])),
        post(
            "/revoke-session",
            SignedIn,
            "Ends one of the caller's sessions, by the name that `list-sessions` gives it. One \
                that is not his is left alone, and nothing is said of it.",
        )
        .must(
            "token",
            "Which session, by the name that `list-sessions` gives it.",
            "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        )
        .answers(json!({ "status": true })),
        post("/revoke-sessions", SignedIn, "Ends all of the caller's sessions, this one included.")
            .answers(json!({ "status": true })),
        post("/revoke-other-sessions", SignedIn, "Ends all of the caller's sessions but this one.")
            .answers(json!({ "status": true })),
        get("/error", Anybody, "A page without scripts that says what went wrong.")
            .may("error", "What went wrong, as a code.", "INVALID_TOKEN")
            .shows_a_page(),
        post("/update-session", SignedIn, "Always refused.")
            .never_answers()
            .refuses_in_words(400, "No fields to update")
            .refuses(400, &[Code::FieldNotAllowed]),
    ]
}
