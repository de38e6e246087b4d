//! How often one network may call, with the numbers of `/api/auth`.

use std::time::Duration;

use axum::{
    extract::{FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use limits::Rule;

use crate::{
    Accounts,
    better_auth::{
        limits::{ALL, CREDENTIALS, MAILS},
        transport::too_often,
    },
    vouched::vouch,
};

/// Each sets a job going that walks through whole logs.
const PRIVACY: Rule = Rule { name: "auth.privacy", most: 20, window: Duration::from_mins(1) };

/// What counts for a path, and under which name: ids in paths have no counters of their own.
fn rule_of(path: &str) -> (Rule, String) {
    let parts: Vec<&str> = path.trim_start_matches("/auth/").split('/').collect();
    let (rule, name) = match parts.as_slice() {
        ["session"] | ["token", "refresh"] | [_, "providers"] | ["mfa", "factors"] => (ALL, path),
        ["mfa", ..] => (CREDENTIALS, "mfa"),
        ["privacy", "requests", ..] => (ALL, "privacy"),
        ["privacy", ..] => (PRIVACY, "privacy"),
        ["verification", "request"] | [_, _, "reset-password"] => (MAILS, path),
        _ => (CREDENTIALS, path),
    };
    (rule, name.chars().take(100).collect())
}

/// Middleware of all routes.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let accounts = match Accounts::from_request_parts(&mut parts, &()).await {
        Ok(accounts) => accounts,
        Err(error) => return error.into_response(),
    };
    if let Err(error) = vouch(&accounts, &mut parts).await {
        return error.into_response();
    }
    let address = web::client_address(&parts, &accounts.app.config.server.trusted_proxies);
    let network = address.map(web::network_of).map_or_else(|| "nowhere".to_owned(), |network| network.to_string());
    let (rule, name) = rule_of(parts.uri.path());
    if let Err(exceeded) = accounts.limits.take(rule, &format!("{network}|/auth|{name}")).await {
        return too_often(exceeded.seconds()).into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_a_path() {
        for (path, rule) in [
            ("/auth/customer/emailpass", "auth.credentials"),
            ("/auth/customer/emailpass/register", "auth.credentials"),
            ("/auth/user/emailpass/reset-password", "auth.mails"),
            ("/auth/verification/request", "auth.mails"),
            ("/auth/mfa/challenges/authmfac_1/verify", "auth.credentials"),
            ("/auth/mfa/factors", "auth"),
            ("/auth/token/refresh", "auth"),
            ("/auth/privacy/export", "auth.privacy"),
            ("/auth/privacy/requests/privreq_1/file", "auth"),
        ] {
            assert_eq!(rule_of(path).0.name, rule, "{path}");
        }
        assert_eq!(rule_of("/auth/mfa/factors/1/verify").1, rule_of("/auth/mfa/factors/2/verify").1);
    }
}
