//! Ways in: passwords as they are hashed, and the subjects of providers with their tokens.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use vault::better_auth::looks_encrypted;

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, NO_USER, Outcome, plain, read, unopened, whole};
use crate::{
    import::better_auth::{ids::map, values::Time},
    seal::columns::{ACCESS_TOKEN, Column, ID_TOKEN, REFRESH_TOKEN, subject},
};

pub(super) const KIND: Kind = Kind {
    theirs: "account",
    more: None,
    ours: "auth.account",
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("accountId"),
        plain("providerId"),
        plain("userId"),
        plain("accessToken"),
        plain("refreshToken"),
        plain("idToken"),
        plain("accessTokenExpiresAt"),
        plain("refreshTokenExpiresAt"),
        plain("scope"),
        plain("password"),
        plain("createdAt"),
        plain("updatedAt"),
    ],
    checks: &[
        NO_USER,
        Check {
            fails: r#"exists (select from auth.account o where o."userId" = g."userId" and o.id <> g.id
                and o."providerId" = 'credential' and g."providerId" = 'credential')"#,
            why: "its person has another password already",
            remedy: "remove the one there that is not used",
        },
        Check {
            fails: r#"exists (select from auth.account o
                where o."providerId" = g."providerId" and o."accountId" = g."accountId" and o.id <> g.id)"#,
            why: "this account at the provider is linked already, and can be linked once",
            remedy: "remove one of the two links there",
        },
    ],
    convert,
};

const PASSWORD: &str = "credential";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    account_id: String,
    provider_id: String,
    user_id: String,
    access_token: Option<String>,
    refresh_token: Option<String>,
    id_token: Option<String>,
    access_token_expires_at: Option<Time>,
    refresh_token_expires_at: Option<Time>,
    scope: Option<String>,
    password: Option<String>,
    created_at: Option<Time>,
    updated_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let mut account: Theirs = read(row)?;
    let (id, user) = (map(&account.id), map(&account.user_id));
    let is_password = account.provider_id == PASSWORD;
    let name = if is_password { "a password".to_owned() } else { account.provider_id.clone() };
    if account.provider_id.is_empty() || account.account_id.is_empty() {
        return Err(Bad::new("it names no provider or no account there", "remove it there").named(&name));
    }
    if account.password.as_deref().is_some_and(|hash| !vault::password::is_verifiable(hash)) {
        let why = "its hash is neither Better Auth's scrypt nor Argon2id, so no password can be compared with it";
        return Err(Bad::new(why, "its person asks for a new password here").named(&name));
    }
    let tokens = [
        (ACCESS_TOKEN, account.access_token.take()),
        (REFRESH_TOKEN, account.refresh_token.take()),
        (ID_TOKEN, account.id_token.take()),
    ];
    let mut missing = None;
    let bound = subject(&account.provider_id, &account.account_id);
    let tokens = tokens.map(|(column, token)| match seal(desk, &column, &bound, token) {
        Ok(sealed) => sealed,
        Err(why) => {
            missing = Some(why);
            None
        }
    });
    let [access, refresh, id_token] = tokens;
    let created = account.created_at.unwrap_or(Time(desk.now));
    let columns = json!({
        // The subject of a password is its person, whose id may be another one here.
        "accountId": if is_password { user.to_string() } else { account.account_id },
        "providerId": account.provider_id,
        "userId": user,
        "accessToken": access,
        "refreshToken": refresh,
        "idToken": id_token,
        "accessTokenExpiresAt": account.access_token_expires_at,
        "refreshTokenExpiresAt": account.refresh_token_expires_at,
        "scope": account.scope,
        "password": account.password,
        "createdAt": created,
        "updatedAt": account.updated_at.unwrap_or(created),
    });
    let mut taken = whole(id, Some(name), columns);
    taken.missing = missing;
    Ok(Outcome::Taken(taken))
}

/// A provider's token, which is encrypted there only if that was switched on.
fn seal(
    desk: &Desk<'_>,
    column: &Column,
    row: &str,
    token: Option<String>,
) -> Result<Option<String>, (String, String)> {
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let token = if looks_encrypted(&token) {
        desk.secrets.open(&token).map_err(|error| unopened("a token of the provider", &error))?
    } else {
        SecretString::from(token)
    };
    let sealed = desk.keys.seal(&token, &column.of(row));
    sealed
        .map(Some)
        .map_err(|error| (format!("a token of the provider cannot be sealed: {error}"), "link it anew here".to_owned()))
}
