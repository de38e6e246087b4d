//! The documentation of links that sign in.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::Anybody,
        Operation,
        examples::{session, user},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post(
            "/sign-in/magic-link",
            Anybody,
            "Mails a link. Whoever follows it is signed in, with a new account if the address \
                has none: so the answer says nothing.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .may(
            "callbackURL",
            "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
            "/welcome",
        )
        .may("newUserCallbackURL", "Where the browser is led instead if the account is new.", "/hello")
        .may("name", "How the person is called, if the account is new.", "Ann")
        .may("errorCallbackURL", "Where the browser is led if the link is none any more.", "/sorry")
        .may("metadata", "What programs want to remember: any object.", json!({ "plan": "pro" }))
        .answers(json!({ "status": true })),
        get("/magic-link/verify", Anybody, "A link of a mail is followed: once. It proves the address and signs in.")
            .must("token", "The token of the link.", "q7Yk2mVd0sWcXe4rTb9uHnLz")
            .may(
                "callbackURL",
                "Where the browser is led afterwards: a path of this site, or a page of a trusted \
                origin.",
                "/welcome",
            )
            .may("newUserCallbackURL", "Where the browser is led instead if the account is new.", "/hello")
            .may("errorCallbackURL", "Where the browser is led if the link is none any more.", "/sorry")
            .leads_or_answers(json!({
                "session": session(),
                "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "user": user(),
            }))
            .refuses(403, &[Code::BannedUser, Code::OtpNotConfigured]),
    ]
}
