//! A key is used: found, measured and counted by one statement, so that of many calls at once exactly as many pass as may.

use chrono::{DateTime, Duration, Utc};
use db::{Actor, Cause, Tx};
use entity::cell::read;
use sea_orm::{FromQueryResult, QueryResult, Value};
use uuid::Uuid;

use crate::store::users::User;

/// Why a key does not open.
#[derive(Debug, thiserror::Error)]
pub enum KeyRefusal {
    /// There is none of this text.
    #[error("the key is not known")]
    Unknown,
    /// Its owner switched it off.
    #[error("the key is disabled")]
    Disabled,
    /// Its time is over.
    #[error("the key has expired")]
    Expired,
    /// Its owner is kept out.
    #[error("the owner of the key is banned")]
    Banned,
    /// It was used too often; again in so many seconds.
    #[error("the key was used too often")]
    RateLimited {
        /// At least 1.
        retry_after: u64,
    },
    /// It may not be used any more.
    #[error("the key is used up")]
    UsedUp,
    /// The database did not answer.
    #[error(transparent)]
    Failed(#[from] db::Error),
}

/// A key that opened.
#[derive(Debug)]
pub struct UsedKey {
    /// Whose it is.
    pub owner: User,
    /// The key.
    pub id: Uuid,
    /// What it is good for, as JSON of actions by resource; all that its owner may when there is none.
    pub permissions: Option<String>,
}

impl FromQueryResult for UsedKey {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        let owner = User::read_at(row, 0)?;
        Ok(Self { owner, id: read(row, User::WIDTH)?, permissions: read(row, User::WIDTH + 1)? })
    }
}

/// Opens a key: its owner, or why not. `rateLimitMax` uses in `rateLimitTimeWindow`, which begins with the first one (in Better
/// Auth it is over once no use has come for so long, so a program that calls steadily would be stopped by the fewest calls);
/// and `remaining` uses in all, which `refillAmount` renews every `refillInterval`. Commit soon: the key's row is locked.
pub async fn use_key(tx: &Tx, text: &str) -> Result<UsedKey, KeyRefusal> {
    let hash = vault::token::hash(text);
    let values: [Value; 2] = [hash.as_str().into(), tx.now().into()];
    let used: Option<UsedKey> = db::fetch_optional(tx, &spend(), values).await?;
    match used {
        Some(used) => {
            Cause::note(Actor { user: Some(used.owner.id), personal_key: Some(used.id), ..Actor::default() });
            Ok(used)
        }
        None => Err(why_not(tx, &hash).await?),
    }
}

/// Keys that were imported have only been used.
const BEGAN: &str = r#"coalesce(k."windowStart", k."lastRequest")"#;
const WINDOW: &str = r#"k."rateLimitTimeWindow" * interval '1 millisecond'"#;
const REFILLS: &str = r#"coalesce(k."refillAmount" > 0
    and coalesce(k."lastRefillAt", k."createdAt") <= $2::timestamptz - k."refillInterval" * interval '1 millisecond', false)"#;

fn in_window() -> String {
    format!("coalesce({BEGAN} > $2::timestamptz - {WINDOW}, false)")
}

fn spend() -> String {
    let (columns, in_window) = (User::COLUMNS, in_window());
    format!(
        r#"update auth.apikey k set
             "requestCount" = case when {in_window} then k."requestCount" + 1 else 1 end,
             "windowStart" = case when {in_window} then {BEGAN} else $2 end,
             remaining = case when k.remaining is not null
               then case when {REFILLS} then k."refillAmount" else k.remaining end - 1 end,
             "lastRefillAt" = case when k.remaining is not null and {REFILLS} then $2 else k."lastRefillAt" end,
             "lastRequest" = $2
           from auth."user" u
           where k.key = $1 and u.id = k."referenceId" and k.enabled and coalesce(k."expiresAt" > $2, true)
             and not (u.banned and coalesce(u."banExpires" > $2, true))
             and not (k."rateLimitEnabled" and {in_window} and k."requestCount" >= k."rateLimitMax")
             and (k.remaining is null or k.remaining > 0 or {REFILLS})
           returning {columns}, k.id, k.permissions"#
    )
}

#[derive(FromQueryResult)]
struct Row {
    enabled: bool,
    expired: bool,
    banned: bool,
    limited_until: Option<DateTime<Utc>>,
}

async fn why_not(tx: &Tx, hash: &str) -> db::Result<KeyRefusal> {
    let in_window = in_window();
    let sql = format!(
        r#"select k.enabled, coalesce(k."expiresAt" <= $2, false) as expired,
             u.banned and coalesce(u."banExpires" > $2, true) as banned,
             case when k."rateLimitEnabled" and {in_window} and k."requestCount" >= k."rateLimitMax"
               then {BEGAN} + {WINDOW} end as limited_until
           from auth.apikey k join auth."user" u on u.id = k."referenceId" where k.key = $1"#
    );
    let now = tx.now();
    let row: Option<Row> = db::fetch_optional(tx, &sql, [hash.into(), now.into()]).await?;
    Ok(match row {
        None => KeyRefusal::Unknown,
        Some(Row { enabled: false, .. }) => KeyRefusal::Disabled,
        Some(Row { expired: true, .. }) => KeyRefusal::Expired,
        Some(Row { banned: true, .. }) => KeyRefusal::Banned,
        Some(Row { limited_until: Some(until), .. }) => {
            KeyRefusal::RateLimited { retry_after: seconds_until(until - now) }
        }
        Some(Row { limited_until: None, .. }) => KeyRefusal::UsedUp,
    })
}

fn seconds_until(wait: Duration) -> u64 {
    u64::try_from(wait.num_seconds()).unwrap_or_default() + 1
}
