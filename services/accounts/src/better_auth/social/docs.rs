//! The documentation of accounts at providers.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Anybody, Fresh, Himself},
        Operation,
        examples::user,
        get, post,
    },
    transport::Code,
};

const ACCOUNT: &str = "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70";

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![sign_in(), callback(get), callback(post), link(), unlink(), refresh(), access(), info()]
}

/// What both ways to a provider take.
fn question(operation: Operation) -> Operation {
    operation
        .must("provider", "Its name: `google`, `github`, or what AUTH_OIDC calls it.", "google")
        .may(
            "callbackURL",
            "Where the browser is led afterwards: a path of this site, or a page of a trusted origin.",
            "/me",
        )
        .may("newUserCallbackURL", "Where the browser is led instead if the account is new.", "/hello")
        .may("errorCallbackURL", "Where the browser is led, with `?error=`, if it does not work out.", "/sorry")
        .may("disableRedirect", "Whether the browser stays where it is: `redirect` is then false.", true)
        .may("scopes", "Further scopes to ask the provider for.", json!(["calendar.readonly"]))
        .may("requestSignUp", "Whether an account may be made, where the provider does not sign up by itself.", true)
        .may("loginHint", "The address that the provider suggests.", "ann@example.com")
        .may("additionalParams", "Further parameters of the provider's page.", json!({ "prompt": "consent" }))
        .may("additionalData", "What programs want to remember: any object.", json!({ "plan": "pro" }))
        .may(
            "idToken",
            "An ID token that an app has had from the provider, with its nonce; nobody is led anywhere then.",
            json!({ "token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "nonce": "n-0S6_WzA2Mj" }),
        )
        .refuses(404, &[Code::ProviderNotFound, Code::IdTokenNotSupported])
        .refuses(424, &[Code::ProviderUnavailable])
}

fn sign_in() -> Operation {
    let words = "Leads somebody to a provider to sign in, or up, with his account there. The answer names the page; a \
        browser is led there.";
    question(post("/sign-in/social", Anybody, words))
        .answers(json!({ "url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…", "redirect": true }))
        .or_answers(json!({ "redirect": false, "token": ACCOUNT, "user": user() }))
        .refuses(401, &[Code::InvalidToken, Code::UserEmailNotFound, Code::OauthLinkError])
        .refuses(403, &[Code::BannedUser, Code::OtpNotConfigured])
}

fn callback(method: fn(&'static str, super::super::docs::Access, &'static str) -> Operation) -> Operation {
    let words = "Somebody comes back from a provider. He is led on: to where the call wanted, or with `?error=` to its \
        errorCallbackURL or this server's own page.";
    method("/callback/{id}", Anybody, words)
        .at("id", "The provider's name.", "google")
        .may_ask("state", "Belongs to this browser, and is good once.", "f3q7Yk2mVd0sWcXe4rTb9uHnLz")
        .may_ask("code", "What the provider gives for tokens (RFC 6749, 4.1.2).", "4/0AbCd")
        .may_ask("error", "Why it gave none.", "access_denied")
        .may_ask("iss", "Who says so (RFC 9207).", "https://accounts.google.com")
        .leads()
}

fn link() -> Operation {
    let words = "Leads the caller to a provider to join his account there to this one, or takes an ID token.";
    question(post("/link-social", Himself, words))
        .answers(json!({ "url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…", "redirect": true }))
        .or_answers(json!({ "url": "", "status": true, "redirect": false }))
        .refuses(401, &[Code::InvalidToken, Code::LinkingNotAllowed, Code::LinkingDifferentEmailsNotAllowed])
        .refuses(409, &[Code::SocialAccountAlreadyLinked])
}

fn unlink() -> Operation {
    post("/unlink-account", Fresh, "Takes one of the caller's ways in away; the last one stays. He is told by mail.")
        .must("accountId", "The `id` of the account in `/list-accounts`.", ACCOUNT)
        .answers(json!({ "status": true }))
        .refuses(400, &[Code::AccountNotFound, Code::FailedToUnlinkLastAccount])
}

/// What the three calls about tokens take and refuse.
fn selection(operation: Operation) -> Operation {
    operation
        .may("accountId", "The `id` of the account in `/list-accounts`.", ACCOUNT)
        .may("useAccountCookie", "Not used here: accounts are kept in no cookie.", true)
        .instead()
        .may("userId", "Not used here: it is always the caller's.", ACCOUNT)
        .refuses(400, &[Code::AccountNotFound])
        .strangers_silently()
}

fn refresh() -> Operation {
    selection(post("/refresh-token", Himself, "New tokens of one of the caller's accounts."))
        .answers(json!({
            "accessToken": "ya29.a0AfH6SM",
            "refreshToken": "1//0gdH",
            "accessTokenExpiresAt": "2026-01-01T12:00:00.000Z",
            "refreshTokenExpiresAt": null,
            "scope": "openid,email",
            "idToken": null,
            "providerId": "google",
            "accountId": ACCOUNT,
        }))
        .refuses(400, &[Code::ProviderNotSupported, Code::RefreshTokenNotFound, Code::FailedToRefreshAccessToken])
        .refuses(424, &[Code::ProviderUnavailable])
}

fn access() -> Operation {
    let words = "The access token of one of the caller's accounts, a new one if the old has run out.";
    selection(post("/get-access-token", Himself, words))
        .answers(json!({
            "accessToken": "ya29.a0AfH6SM",
            "accessTokenExpiresAt": "2026-01-01T12:00:00.000Z",
            "scopes": ["openid", "email"],
            "idToken": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        }))
        .refuses(400, &[Code::ProviderNotSupported, Code::FailedToGetAccessToken])
        .refuses(424, &[Code::ProviderUnavailable])
}

fn info() -> Operation {
    selection(get("/account-info", Himself, "What a provider says now of the caller."))
        .answers(json!({
            "user": { "email": "ann@example.com", "emailVerified": true, "image": null, "name": "Ann" },
            "data": {
                "id": "1078",
                "sub": "1078",
                "email": "ann@example.com",
                "email_verified": true,
                "emailVerified": true,
                "name": "Ann",
                "picture": "https://example.com/ann.png",
                "image": null,
            },
            "account": { "id": ACCOUNT, "providerId": "google", "accountId": "1078" },
        }))
        .refuses(400, &[Code::ProviderNotConfigured, Code::AccessTokenNotFound, Code::FailedToGetAccessToken])
        .refuses(401, &[Code::FailedToGetUserInfo])
        .refuses(424, &[Code::ProviderUnavailable])
}
