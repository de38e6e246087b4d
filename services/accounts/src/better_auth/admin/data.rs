//! What an administrator says of a person: the roles and the open `data` of two operations.

use chrono::{DateTime, Datelike, Utc};
use http::StatusCode;
use serde_json::{Map, Value};
use web::body::Change;

use super::rights;
use crate::{
    better_auth::transport::{Code, Fields, Refusal, is_email},
    store::admin_users::Changes,
};

/// `role`: a text or several. What it says is looked at once it is known who says it.
pub(super) fn read_roles(body: &mut Fields) -> Option<Vec<String>> {
    let roles = match body.take("role")? {
        Value::String(role) => Some(vec![role]),
        Value::Array(roles) => texts(&roles),
        _ => None,
    };
    if roles.is_none() {
        body.issue("role", "Invalid input");
    }
    roles
}

fn texts(values: &[Value]) -> Option<Vec<String>> {
    values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// `data`: an object. What is in it is looked at once it is known who says it.
pub(super) fn read_data(body: &mut Fields) -> Option<Map<String, Value>> {
    match body.take("data")? {
        Value::Object(data) => Some(data),
        other => {
            body.expected("data", "record", Some(&other));
            None
        }
    }
}

/// The changes that `data` asks for. A field that is not an administrator's to set is refused.
pub(super) fn changes(data: Map<String, Value>) -> Result<Changes, Refusal> {
    let mut changes = Changes::default();
    for (name, value) in data {
        match (name.as_str(), value) {
            (name, Value::String(text)) if text.contains('\0') => {
                return Err(invalid(name, "Invalid input: unexpected U+0000"));
            }
            ("password", _) => return Err(Refusal::bad_request(Code::PasswordCannotBeUpdatedViaUpdateUser)),
            ("id", _) => return Err(Refusal::bad_request(Code::UserIdCannotBeUpdated)),
            ("role", value) => changes.role = Some(roles(&value)?),
            ("name", Value::String(text)) => changes.name = Some(text),
            ("email", Value::String(text)) => changes.email = Some(email(&text)?),
            ("email", _) => return Err(Refusal::bad_request(Code::InvalidEmail)),
            ("emailVerified", Value::Bool(flag)) => changes.email_verified = Some(flag),
            ("image", Value::Null) => changes.image = Change::Clear,
            ("image", Value::String(text)) => changes.image = Change::Set(text),
            ("banned", Value::Bool(flag)) => changes.banned = Some(flag),
            ("banReason", Value::Null) => changes.ban_reason = Change::Clear,
            ("banReason", Value::String(text)) => changes.ban_reason = Change::Set(text),
            ("banExpires", Value::Null) => changes.ban_expires = Change::Clear,
            ("banExpires", Value::String(text)) => {
                let time = text.parse().ok().filter(|time: &DateTime<Utc>| time.year() <= 9999);
                changes.ban_expires = Change::Set(time.ok_or_else(|| invalid("banExpires", "Invalid ISO datetime"))?);
            }
            (known @ ("name" | "emailVerified" | "image" | "banned" | "banReason" | "banExpires"), _) => {
                return Err(invalid(known, "Invalid input"));
            }
            (other, _) => {
                let shown: String = other.chars().take(60).collect();
                let message = format!("{shown} is not allowed to be set");
                return Err(Refusal::worded(StatusCode::BAD_REQUEST, Code::FieldNotAllowed, message));
            }
        }
    }
    Ok(changes)
}

/// An address as it is kept.
pub(super) fn email(text: &str) -> Result<String, Refusal> {
    let email = text.to_lowercase();
    if is_email(&email) { Ok(email) } else { Err(Refusal::bad_request(Code::InvalidEmail)) }
}

fn roles(value: &Value) -> Result<String, Refusal> {
    let roles = match value {
        Value::String(role) => Some(vec![role.clone()]),
        Value::Array(roles) => texts(roles),
        _ => None,
    };
    rights::join(&roles.ok_or_else(|| Refusal::bad_request(Code::InvalidRoleType))?)
}

fn invalid(name: &str, text: &str) -> Refusal {
    Refusal::worded(StatusCode::BAD_REQUEST, Code::ValidationError, format!("[body.data.{name}] {text}"))
}
