//! How often one network may call, with the numbers of `/api/auth`.

use std::time::Duration;

use axum::{
    extract::{FromRequestParts, MatchedPath, Request},
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

/// What counts for a route, and under which name.
fn rule_of(route: &str) -> (Rule, &str) {
    let parts: Vec<&str> = route.trim_start_matches("/auth/").split('/').collect();
    match parts.as_slice() {
        ["session"] | ["token", "refresh"] | [_, "providers"] | ["mfa", "factors"] => (ALL, route),
        ["mfa", ..] => (CREDENTIALS, "mfa"),
        ["privacy", "requests", ..] => (ALL, "privacy"),
        ["privacy", ..] => (PRIVACY, "privacy"),
        ["verification", "request"] | [_, _, "reset-password"] => (MAILS, route),
        _ => (CREDENTIALS, route),
    }
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
    // Not as it was written: `%65mailpass` would have a counter of its own, and so would each id.
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let (rule, name) = rule_of(route);
    if let Err(exceeded) = accounts.limits.take(rule, &format!("{network}|/auth|{name}")).await {
        return too_often(exceeded.seconds()).into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_a_route() {
        for (route, rule) in [
            ("/auth/{actor_type}/{auth_provider}", "auth.credentials"),
            ("/auth/{actor_type}/{auth_provider}/register", "auth.credentials"),
            ("/auth/{actor_type}/{auth_provider}/reset-password", "auth.mails"),
            ("/auth/{actor_type}/providers", "auth"),
            ("/auth/verification/request", "auth.mails"),
            ("/auth/mfa/challenges/{id}/verify", "auth.credentials"),
            ("/auth/mfa/factors", "auth"),
            ("/auth/token/refresh", "auth"),
            ("/auth/privacy/export", "auth.privacy"),
            ("/auth/privacy/requests/{id}/file", "auth"),
        ] {
            assert_eq!(rule_of(route).0.name, rule, "{route}");
        }
        assert_eq!(rule_of("/auth/mfa/factors/{id}/verify").1, rule_of("/auth/mfa/challenges/{id}/verify").1);
    }
}
