//! People.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, Outcome, plain, read, taken};
use crate::{
    better_auth::transport::is_email,
    import::better_auth::{
        ids::map,
        values::{Time, roles},
    },
};

pub(super) const KIND: Kind = Kind {
    theirs: "user",
    more: None,
    ours: r#"auth."user""#,
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("name"),
        plain("email"),
        plain("emailVerified"),
        plain("image"),
        plain("createdAt"),
        plain("updatedAt"),
        plain("role"),
        plain("banned"),
        plain("banReason"),
        plain("banExpires"),
        plain("twoFactorEnabled"),
    ],
    checks: &[Check {
        fails: r#"exists (select from auth."user" o where o.email = g.email and o.id <> g.id)"#,
        why: "somebody else here has this address, in whatever case it is written",
        remedy: "give one of the two another address, or remove one, and import again",
    }],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    name: Option<String>,
    email: String,
    #[serde(default)]
    email_verified: Option<bool>,
    image: Option<String>,
    created_at: Option<Time>,
    updated_at: Option<Time>,
    role: Option<String>,
    banned: Option<bool>,
    ban_reason: Option<String>,
    ban_expires: Option<Time>,
    two_factor_enabled: Option<bool>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let user: Theirs = read(row)?;
    let email = user.email.trim().to_lowercase();
    if !is_email(&email) {
        let bad = Bad::new("its address is no mail address", "give it one there and import again");
        return Err(bad.named(&user.email));
    }
    let created = user.created_at.unwrap_or(Time(desk.now));
    let role = user.role.as_deref().map(roles).filter(|role| !role.is_empty());
    let columns = json!({
        "name": user.name.unwrap_or_default(),
        "email": email,
        "emailVerified": user.email_verified.unwrap_or(false),
        "image": user.image,
        "createdAt": created,
        "updatedAt": user.updated_at.unwrap_or(created),
        "role": role.as_deref().unwrap_or("user"),
        "banned": user.banned.unwrap_or(false),
        "banReason": user.ban_reason,
        "banExpires": user.ban_expires,
        "twoFactorEnabled": user.two_factor_enabled.unwrap_or(false),
    });
    Ok(taken(map(&user.id), Some(email), columns))
}
