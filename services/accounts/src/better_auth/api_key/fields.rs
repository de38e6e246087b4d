//! What the fields of several operations mean.

use std::collections::{BTreeMap, BTreeSet};

use auth::Permissions;
use chrono::Duration;
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;
use web::body::Change;

use crate::{
    Accounts,
    better_auth::{
        fresh::proven,
        transport::{Caller, Code, Fields, Refusal},
    },
    store::sessions::SignedIn,
};

const MAX_NAME: usize = 32;
const DAY: f64 = 86_400.0;
/// In days.
const LIFE: std::ops::RangeInclusive<f64> = 1.0..=365.0;

/// Fields of Better Auth that its clients may not set. What a key may do and how often its owner says in fields of ours.
const SERVER_ONLY: [&str; 5] = ["remaining", "refillAmount", "refillInterval", "rateLimitTimeWindow", "rateLimitMax"];

/// Calls a minute.
const CALLS: std::ops::RangeInclusive<f64> = 1.0..=6_000.0;

/// Who may make and change keys: he himself, who has proven his address and signed in within a day. A key outlives his sessions.
pub(super) async fn owner(accounts: &Accounts, caller: &Caller) -> Result<SignedIn, Refusal> {
    let unauthorized = || Refusal::new(StatusCode::UNAUTHORIZED, Code::UnauthorizedSession);
    let me = accounts.session(caller).await?.ok_or_else(unauthorized)?;
    if me.session.impersonated_by.is_some() {
        // A key would outlive the hour that an administrator has.
        let message = "Keys cannot be made or changed while acting as somebody else";
        return Err(Refusal::message(StatusCode::FORBIDDEN, message));
    }
    accounts.fresh(&me)?;
    proven(&me)?;
    Ok(me)
}

/// `scopes`: `["product:read"]`, kept as Better Auth keeps permissions; `null` for all that the owner may. A key never opens
/// more than its owner.
pub(super) fn read_scopes(body: &mut Fields) -> Change<String> {
    let given = match body.take("scopes") {
        None => return Change::Keep,
        Some(Value::Null) => return Change::Clear,
        Some(given) => given,
    };
    let is_scope = |text: &&str| text.contains(':') && Permissions::of([*text]) != Permissions::NONE;
    let texts = given.as_array().filter(|texts| !texts.is_empty());
    let scopes: Option<Vec<&str>> =
        texts.and_then(|texts| texts.iter().map(|text| text.as_str().filter(is_scope)).collect());
    let Some(scopes) = scopes else {
        let text = "Invalid input: expected a list of resource:action, such as [\"product:read\", \"order:*\"], or null for all \
                    that you may";
        body.issue("scopes", text);
        return Change::Keep;
    };
    let mut permissions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (resource, action) in scopes.iter().filter_map(|scope| scope.split_once(':')) {
        permissions.entry(resource).or_default().insert(action);
    }
    Change::Set(json!(permissions).to_string())
}

/// `callsPerMinute`: how often the key may call.
pub(super) fn read_calls(body: &mut Fields) -> Option<i32> {
    let given = body.optional_number("callsPerMinute")?;
    if given.fract() != 0.0 || !CALLS.contains(&given) {
        let text = format!("Invalid input: expected a whole number from {} to {}", CALLS.start(), CALLS.end());
        body.issue("callsPerMinute", &text);
        return None;
    }
    // A whole number that small is one.
    format!("{given}").parse().ok()
}

/// Fields that decide whether a call is refused, once it is known who calls.
#[derive(Debug)]
pub(super) struct Forbidden {
    names_user: bool,
    names_organization: bool,
    server_only: bool,
}

impl Forbidden {
    /// Of a key that is made.
    pub(super) fn of_new(body: &mut Fields) -> Self {
        if body.peek("remaining").is_some_and(Value::is_null) {
            body.take("remaining");
        }
        Self::read(body)
    }

    /// Of a key that is changed.
    pub(super) fn of_old(body: &mut Fields) -> Self {
        if body.peek("permissions").is_some_and(Value::is_null) {
            body.take("permissions");
        }
        Self::read(body)
    }

    fn read(body: &mut Fields) -> Self {
        let mut server_only = false;
        for name in SERVER_ONLY {
            server_only |= body.optional_number(name).is_some();
        }
        server_only |= body.optional_boolean("rateLimitEnabled").is_some();
        match body.take("permissions") {
            None => {}
            Some(Value::Object(permissions)) => {
                server_only = true;
                for (resource, actions) in permissions.iter().filter(|(_, actions)| !actions.is_array()) {
                    body.expected(&format!("permissions.{resource}"), "array", Some(actions));
                }
            }
            Some(other) => body.expected("permissions", "record", Some(&other)),
        }
        let names_user = body.take("userId").is_some();
        let names_organization = body.take("organizationId").is_some();
        Self { names_user, names_organization, server_only }
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.names_user {
            return Err(Refusal::new(StatusCode::UNAUTHORIZED, Code::UnauthorizedSession));
        }
        if self.names_organization {
            // Organizations have no keys of this kind.
            return Err(Refusal::forbidden(Code::UserNotMemberOfOrganization));
        }
        if self.server_only { Err(Refusal::bad_request(Code::ServerOnlyProperty)) } else { Ok(()) }
    }
}

/// There is one configuration.
pub(super) fn read_config(fields: &mut Fields) -> Option<String> {
    fields.optional_text("configId")
}

/// Whether it is that one.
pub(super) fn check_config(config: Option<&str>) -> Result<(), Refusal> {
    match config {
        None | Some("default") => Ok(()),
        Some(_) => Err(Refusal::bad_request(Code::NoDefaultApiKeyConfigurationFound)),
    }
}

pub(super) fn check_name(name: Option<&str>) -> Result<(), Refusal> {
    match name.map(|name| name.encode_utf16().count()) {
        None | Some(1..=MAX_NAME) => Ok(()),
        Some(_) => Err(Refusal::bad_request(Code::InvalidNameLength)),
    }
}

/// An object as JSON; `null` is none.
pub(super) fn metadata(given: Option<&Value>) -> Result<Change<String>, Refusal> {
    match given {
        None => Ok(Change::Keep),
        Some(Value::Null) => Ok(Change::Clear),
        Some(object @ Value::Object(_)) => Ok(Change::Set(object.to_string())),
        Some(_) => Err(Refusal::bad_request(Code::InvalidMetadataType)),
    }
}

/// `expiresIn`, in seconds: absent, `null`, or a number of at least 1.
pub(super) fn read_expires_in(body: &mut Fields) -> Change<f64> {
    if body.peek("expiresIn").is_some_and(Value::is_null) {
        body.take("expiresIn");
        return Change::Clear;
    }
    let Some(seconds) = body.optional_number("expiresIn") else {
        return Change::Keep;
    };
    if seconds < 1.0 {
        body.issue("expiresIn", "Too small: expected number to be >=1");
    }
    Change::Set(seconds)
}

/// Between a day and a year.
pub(super) fn life(seconds: f64) -> Result<Duration, Refusal> {
    let days = seconds / DAY;
    if days < *LIFE.start() {
        return Err(Refusal::bad_request(Code::ExpiresInIsTooSmall));
    }
    // Also what is no number at all.
    if !LIFE.contains(&days) {
        return Err(Refusal::bad_request(Code::ExpiresInIsTooLarge));
    }
    let life = std::time::Duration::from_secs_f64(seconds);
    Duration::from_std(life).map_err(|error| web::ApiError::internal(error).into())
}

/// The id of a key; what is none belongs to no key.
pub(super) fn key_id(text: &str) -> Result<Uuid, Refusal> {
    text.parse().map_err(|_| not_found())
}

/// No key of the caller's.
pub(super) fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, Code::KeyNotFound)
}
