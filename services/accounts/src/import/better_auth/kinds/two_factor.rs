//! Second factors: opened with the secret of that installation, and sealed with the key of this one.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use vault::totp::Secret;

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, NO_USER, Outcome, plain, read, taken, unopened};
use crate::{
    backup_codes,
    import::better_auth::{ids::map, values::Time},
    seal::columns::TOTP_SECRET,
};

pub(super) const KIND: Kind = Kind {
    theirs: "twoFactor",
    more: Some(
        r#"jsonb_build_object('twoFactorEnabled', (select to_jsonb(u) -> 'twoFactorEnabled' from {user} as u where u.id = t."userId"))"#,
    ),
    ours: r#"auth."twoFactor""#,
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("secret"),
        plain("backupCodes"),
        plain("userId"),
        plain("verified"),
        plain("failedVerificationCount"),
        plain("lockedUntil"),
    ],
    checks: &[
        NO_USER,
        Check {
            fails: r#"exists (select from auth."twoFactor" o where o."userId" = g."userId" and o.id <> g.id)"#,
            why: "its person has another second factor already, here or there",
            remedy: "end the one that is not used, and import again",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    secret: String,
    backup_codes: Option<String>,
    user_id: String,
    verified: Option<bool>,
    two_factor_enabled: Option<bool>,
    failed_verification_count: Option<i32>,
    locked_until: Option<Time>,
}

/// Until he has an app again, codes come by mail: so says `twoFactorEnabled`, which is taken.
const MEANWHILE: &str = "; until then this person's codes come by mail";

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let factor: Theirs = read(row)?;
    let user = map(&factor.user_id);
    let of = format!("of user {}", factor.user_id);
    let refuse = |what: &str, error: &vault::better_auth::Error| {
        let (why, remedy) = unopened(what, error);
        Bad::new(why, remedy + MEANWHILE).named(&of)
    };
    let no_secret = || Bad::new("its secret is none of an authenticator app", "enrol the app anew here").named(&of);

    let secret = desk.secrets.open(&factor.secret).map_err(|error| refuse("the secret of the app", &error))?;
    let secret = Secret::from_stored(secret).map_err(|_| no_secret())?;
    let sealed = desk.keys.seal(secret.stored(), &TOTP_SECRET.of(&user.to_string())).map_err(|_| no_secret())?;

    let codes = match factor.backup_codes.as_deref().map(str::trim) {
        None | Some("") => Vec::new(),
        Some(plain) if plain.starts_with('[') => parse(&SecretString::from(plain))?,
        Some(stored) => parse(&desk.secrets.open(stored).map_err(|error| refuse("the list of backup codes", &error))?)?,
    };
    let hashes: Vec<String> = codes.iter().map(|code| backup_codes::hash(user, code)).collect();
    let backup_codes = backup_codes::seal(desk.keys, user, &hashes).map_err(|_| no_secret())?;
    let columns = json!({
        "secret": sealed,
        "backupCodes": backup_codes,
        "userId": user,
        // Older versions say it of the person alone.
        "verified": factor.verified.or(factor.two_factor_enabled).unwrap_or(false),
        "failedVerificationCount": factor.failed_verification_count.unwrap_or(0).max(0),
        "lockedUntil": factor.locked_until,
    });
    Ok(taken(map(&factor.id), Some(of), columns))
}

/// The parser's message would show a code.
fn parse(list: &SecretString) -> Result<Vec<String>, Bad> {
    let codes = serde_json::from_str(list.expose_secret());
    codes.map_err(|_| Bad::new("its backup codes are no list of texts", "make new backup codes there and import again"))
}
