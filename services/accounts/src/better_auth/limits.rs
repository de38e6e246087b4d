//! How often one address may call: Better Auth's numbers, on by default, counted before anything else is looked at.

use std::time::Duration;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use limits::Rule;

use super::transport::Refusal;
use crate::{Accounts, vouched::vouch};

const fn rule(name: &'static str, most: u32, seconds: u64) -> Rule {
    Rule { name, most, window: Duration::from_secs(seconds) }
}

pub(crate) const ALL: Rule = rule("auth", 100, 10);
pub(crate) const CREDENTIALS: Rule = rule("auth.credentials", 3, 10);
pub(crate) const MAILS: Rule = rule("auth.mails", 3, 60);
const MAGIC_LINK: Rule = rule("auth.magic-link", 5, 60);

/// Paths by how they begin; the first one that fits counts.
const RULES: [(&str, Rule); 14] = [
    ("/sign-in/magic-link", MAGIC_LINK),
    ("/magic-link/", MAGIC_LINK),
    ("/sign-in", CREDENTIALS),
    ("/sign-up", CREDENTIALS),
    ("/change-password", CREDENTIALS),
    ("/change-email", CREDENTIALS),
    ("/two-factor/", CREDENTIALS),
    ("/request-password-reset", MAILS),
    ("/send-verification-email", MAILS),
    ("/forget-password", MAILS),
    ("/email-otp/send-verification-otp", MAILS),
    ("/email-otp/request-password-reset", MAILS),
    ("/email-otp/request-email-change", MAILS),
    ("/email-otp/reset-password", MAILS),
];

fn rule_of(path: &str) -> Rule {
    RULES.iter().find(|(beginning, _)| path.starts_with(beginning)).map_or(ALL, |(_, rule)| *rule)
}

/// Middleware of all routes. By path and by network: the /64 of an IPv6 address is one customer.
pub(super) async fn limit(State(accounts): State<Accounts>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Err(error) = vouch(&accounts, &mut parts).await {
        return Refusal::from(error).into_response();
    }
    let address = web::client_address(&parts, &accounts.app.config.server.trusted_proxies);
    // Only in tests without a socket there is none; they share a counter.
    let network = address.map(web::network_of).map_or_else(|| "nowhere".to_owned(), |network| network.to_string());
    // Not as it was written: a token in a path would give each try a counter of its own.
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let path = route.strip_prefix(super::BASE).unwrap_or(route);
    if let Err(exceeded) = accounts.limits.take(rule_of(path), &format!("{network}|{path}")).await {
        return Refusal::too_many(exceeded.seconds()).into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_rule_counts() {
        for (path, name) in [
            ("/sign-in/email", "auth.credentials"),
            ("/sign-in/magic-link", "auth.magic-link"),
            ("/two-factor/verify-totp", "auth.credentials"),
            ("/request-password-reset", "auth.mails"),
            ("/get-session", "auth"),
        ] {
            assert_eq!(rule_of(path).name, name, "{path}");
        }
    }
}
