//! Personal keys, which are hashed there as they are here.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, Outcome, plain, read, taken};
use crate::import::better_auth::{
    ids::map,
    values::{Time, object},
};

pub(super) const KIND: Kind = Kind {
    theirs: "apikey",
    more: None,
    ours: "auth.apikey",
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("configId"),
        plain("name"),
        plain("start"),
        plain("referenceId"),
        plain("prefix"),
        plain("key"),
        plain("refillInterval"),
        plain("refillAmount"),
        plain("lastRefillAt"),
        plain("enabled"),
        plain("rateLimitEnabled"),
        plain("rateLimitTimeWindow"),
        plain("rateLimitMax"),
        plain("requestCount"),
        plain("remaining"),
        plain("lastRequest"),
        plain("expiresAt"),
        plain("createdAt"),
        plain("updatedAt"),
        plain("permissions"),
        plain("metadata"),
    ],
    checks: &[
        Check {
            fails: r#"not exists (select from auth."user" u where u.id = g."referenceId")"#,
            why: "its owner is no person who is here; keys of organizations are not taken",
            remedy: "make a key anew here, or see why the person was refused",
        },
        Check {
            fails: "exists (select from auth.apikey o where o.key = g.key and o.id <> g.id)",
            why: "another key here is the same",
            remedy: "remove one of the two there",
        },
    ],
    convert,
};

const HASH: usize = 43;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    config_id: Option<String>,
    name: Option<String>,
    start: Option<String>,
    reference_id: Option<String>,
    /// What `referenceId` was called before 1.4.
    user_id: Option<String>,
    prefix: Option<String>,
    key: String,
    refill_interval: Option<i32>,
    refill_amount: Option<i32>,
    last_refill_at: Option<Time>,
    enabled: Option<bool>,
    rate_limit_enabled: Option<bool>,
    rate_limit_time_window: Option<i32>,
    rate_limit_max: Option<i32>,
    request_count: Option<i32>,
    remaining: Option<i32>,
    last_request: Option<Time>,
    expires_at: Option<Time>,
    created_at: Option<Time>,
    updated_at: Option<Time>,
    permissions: Option<String>,
    metadata: Option<String>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let key: Theirs = read(row)?;
    let name = key.name.clone().or_else(|| key.start.clone());
    let Some(owner) = key.reference_id.or(key.user_id).filter(|id| !id.is_empty()) else {
        return Err(Bad { name, ..Bad::new("it has no owner", "remove it there") });
    };
    if key.key.is_empty() {
        return Err(Bad { name, ..Bad::new("it has no hash", "remove it there") });
    }
    // Better Auth can be told not to hash keys.
    let hash = if key.key.len() == HASH { key.key } else { vault::token::hash(&key.key) };
    let created = key.created_at.unwrap_or(Time(desk.now));
    let columns = json!({
        "configId": key.config_id.unwrap_or_else(|| "default".to_owned()),
        "name": key.name,
        "start": key.start,
        "referenceId": map(&owner),
        "prefix": key.prefix,
        "key": hash,
        "refillInterval": key.refill_interval,
        "refillAmount": key.refill_amount,
        "lastRefillAt": key.last_refill_at,
        "enabled": key.enabled.unwrap_or(true),
        "rateLimitEnabled": key.rate_limit_enabled.unwrap_or(true),
        "rateLimitTimeWindow": key.rate_limit_time_window.filter(|window| *window > 0).unwrap_or(86_400_000),
        "rateLimitMax": key.rate_limit_max.filter(|most| *most > 0).unwrap_or(10),
        "requestCount": key.request_count.unwrap_or(0),
        "remaining": key.remaining,
        "lastRequest": key.last_request,
        "expiresAt": key.expires_at,
        "createdAt": created,
        "updatedAt": key.updated_at.unwrap_or(created),
        "permissions": key.permissions.as_deref().and_then(object),
        "metadata": key.metadata.as_deref().and_then(object),
    });
    Ok(taken(map(&key.id), name, columns))
}
