//! Personal keys: programs call with them as their owner. Only the hash of a key is kept.

mod usage;

use db::Tx;
use entity::{Timestamp, ids::PersonalKeyId};
use sea_orm::{FromQueryResult, QueryResult, Value};
use secrecy::ExposeSecret;
use serde::Serialize;
use uuid::Uuid;
use vault::api_key::ApiKey;
use web::body::Change;

pub use self::usage::{KeyRefusal, UsedKey, use_key};

/// A key, as clients of Better Auth see it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonalKey {
    pub config_id: String,
    pub name: Option<String>,
    /// Its first characters, to be recognised by.
    pub start: Option<String>,
    pub reference_id: Uuid,
    pub prefix: Option<String>,
    /// The whole key, when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub refill_interval: Option<i32>,
    pub refill_amount: Option<i32>,
    pub last_refill_at: Option<Timestamp>,
    pub enabled: bool,
    pub rate_limit_enabled: bool,
    /// In milliseconds.
    pub rate_limit_time_window: i32,
    pub rate_limit_max: i32,
    pub request_count: i32,
    pub remaining: Option<i32>,
    pub last_request: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub permissions: Option<serde_json::Value>,
    pub metadata: Option<serde_json::Value>,
    pub id: Uuid,
}

const COLUMNS: &str = r#"k."configId", k.name, k.start, k."referenceId", k.prefix, k."refillInterval", k."refillAmount",
    k."lastRefillAt", k.enabled, k."rateLimitEnabled", k."rateLimitTimeWindow", k."rateLimitMax", k."requestCount",
    k.remaining, k."lastRequest", k."expiresAt", k."createdAt", k."updatedAt", k.permissions, k.metadata, k.id"#;

impl FromQueryResult for PersonalKey {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        use entity::cell::read;
        let json = |at| {
            let text: Option<String> = read(row, at)?;
            Ok::<_, sea_orm::DbErr>(text.and_then(|text| serde_json::from_str(&text).ok()))
        };
        Ok(Self {
            config_id: read(row, 0)?,
            name: read(row, 1)?,
            start: read(row, 2)?,
            reference_id: read(row, 3)?,
            prefix: read(row, 4)?,
            key: None,
            refill_interval: read(row, 5)?,
            refill_amount: read(row, 6)?,
            last_refill_at: read(row, 7)?,
            enabled: read(row, 8)?,
            rate_limit_enabled: read(row, 9)?,
            rate_limit_time_window: read(row, 10)?,
            rate_limit_max: read(row, 11)?,
            request_count: read(row, 12)?,
            remaining: read(row, 13)?,
            last_request: read(row, 14)?,
            expires_at: read(row, 15)?,
            created_at: read(row, 16)?,
            updated_at: read(row, 17)?,
            permissions: json(18)?,
            metadata: json(19)?,
            id: read(row, 20)?,
        })
    }
}

/// What its owner says of a new key.
#[derive(Debug, Default)]
pub struct NewKey {
    pub name: Option<String>,
    pub prefix: Option<String>,
    /// An object, as JSON.
    pub metadata: Option<String>,
    pub lives: Option<chrono::Duration>,
    /// What it is good for, as JSON of actions by resource; all that its owner may when there is none.
    pub permissions: Option<String>,
    /// How often it may call in a minute.
    pub calls: Option<i32>,
}

/// As many as one person can have.
pub const MOST: i64 = 100;
/// How often a key may call in a minute when nobody has said how often.
pub const CALLS: i32 = 300;
const MINUTE: i32 = 60_000;

/// Keeps a key that was just made; the answer has its text, once. `None` when its owner has as many as he can have, or is gone.
pub async fn create(tx: &Tx, owner: Uuid, made: &ApiKey, new: NewKey) -> db::Result<Option<PersonalKey>> {
    // One at a time, so that they are counted.
    db::exec(tx, r#"select from auth."user" where id = $1 for update"#, [owner.into()]).await?;
    let sql = format!(
        r#"insert into auth.apikey as k (id, name, start, "referenceId", prefix, key, "expiresAt", metadata, "createdAt",
             "updatedAt", permissions, "rateLimitMax", "rateLimitTimeWindow")
           select $1, $2, $3, u.id, $5, $6, $7, $8, $9, $9, $10, $11, $12 from auth."user" u
           where u.id = $4 and (select count(*) from auth.apikey o where o."referenceId" = $4) < $13
           returning {COLUMNS}"#
    );
    let values: [Value; 13] = [
        PersonalKeyId::new().0.into(),
        new.name.into(),
        made.start.as_str().into(),
        owner.into(),
        new.prefix.into(),
        made.hash.as_str().into(),
        new.lives.map(|lives| tx.now() + lives).into(),
        new.metadata.into(),
        tx.now().into(),
        new.permissions.into(),
        new.calls.unwrap_or(CALLS).into(),
        MINUTE.into(),
        MOST.into(),
    ];
    let key: Option<PersonalKey> = db::fetch_optional(tx, &sql, values).await?;
    Ok(key.map(|key| PersonalKey { key: Some(made.text.expose_secret().to_owned()), ..key }))
}

/// One of a person's keys.
pub async fn of_user(tx: &Tx, owner: Uuid, id: Uuid) -> db::Result<Option<PersonalKey>> {
    let sql = format!(r#"select {COLUMNS} from auth.apikey k where k.id = $1 and k."referenceId" = $2"#);
    db::fetch_optional(tx, &sql, [id.into(), owner.into()]).await
}

/// What a list of keys can be sorted by.
#[derive(Debug, Clone, Copy, Default)]
pub enum SortBy {
    #[default]
    CreatedAt,
    UpdatedAt,
    ExpiresAt,
    LastRequest,
    Name,
}

impl SortBy {
    /// By the name that clients give it; by the time of making, if they give another.
    pub fn named(name: &str) -> Self {
        match name {
            "updatedAt" => Self::UpdatedAt,
            "expiresAt" => Self::ExpiresAt,
            "lastRequest" => Self::LastRequest,
            "name" => Self::Name,
            _ => Self::CreatedAt,
        }
    }

    const fn column(self) -> &'static str {
        match self {
            Self::CreatedAt => r#"k."createdAt""#,
            Self::UpdatedAt => r#"k."updatedAt""#,
            Self::ExpiresAt => r#"k."expiresAt""#,
            Self::LastRequest => r#"k."lastRequest""#,
            Self::Name => "k.name",
        }
    }
}

/// A part of a person's keys.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub sort_by: SortBy,
    pub descending: bool,
    pub limit: i64,
    pub offset: i64,
}

/// A part of a person's keys.
pub async fn list(tx: &Tx, owner: Uuid, page: Page) -> db::Result<Vec<PersonalKey>> {
    let (column, direction) = (page.sort_by.column(), if page.descending { "desc" } else { "asc" });
    let sql = format!(
        r#"select {COLUMNS} from auth.apikey k where k."referenceId" = $1
           order by {column} {direction}, k.id {direction} limit $2 offset $3"#
    );
    db::fetch_all(tx, &sql, [owner.into(), page.limit.into(), page.offset.into()]).await
}

/// How many keys a person has.
pub async fn count(tx: &Tx, owner: Uuid) -> db::Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        total: i64,
    }
    let sql = r#"select count(*) as total from auth.apikey where "referenceId" = $1"#;
    db::fetch_one::<Count>(tx, sql, [owner.into()]).await.map(|count| count.total)
}

/// What its owner changes of a key; what is `None` stays.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub name: Option<String>,
    pub enabled: Option<bool>,
    pub metadata: Change<String>,
    pub lives: Change<chrono::Duration>,
    pub permissions: Change<String>,
    pub calls: Option<i32>,
}

/// Changes one of a person's keys.
pub async fn update(tx: &Tx, owner: Uuid, id: Uuid, changes: Changes) -> db::Result<Option<PersonalKey>> {
    let sql = format!(
        r#"update auth.apikey k set name = coalesce($3, k.name), enabled = coalesce($4, k.enabled),
             metadata = case when $5 then $6 else k.metadata end,
             "expiresAt" = case when $7 then $8 else k."expiresAt" end, "updatedAt" = $9,
             permissions = case when $10 then $11 else k.permissions end,
             "rateLimitMax" = coalesce($12, k."rateLimitMax"),
             "rateLimitTimeWindow" = case when $12 is null then k."rateLimitTimeWindow" else $13 end
           where k.id = $1 and k."referenceId" = $2 returning {COLUMNS}"#
    );
    let Changes { name, enabled, metadata, lives, permissions, calls } = changes;
    let values: [Value; 13] = [
        id.into(),
        owner.into(),
        name.into(),
        enabled.into(),
        (!metadata.is_keep()).into(),
        metadata.given().into(),
        (!lives.is_keep()).into(),
        lives.given().map(|lives| tx.now() + lives).into(),
        tx.now().into(),
        (!permissions.is_keep()).into(),
        permissions.given().into(),
        calls.into(),
        MINUTE.into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Removes one of a person's keys.
pub async fn delete(tx: &Tx, owner: Uuid, id: Uuid) -> db::Result<u64> {
    let sql = r#"delete from auth.apikey where id = $1 and "referenceId" = $2"#;
    db::exec(tx, sql, [id.into(), owner.into()]).await
}

/// Switches all keys of a person off. He can switch each on again.
pub async fn disable_all(tx: &Tx, owner: Uuid) -> db::Result<u64> {
    let sql = r#"update auth.apikey set enabled = false, "updatedAt" = $2 where "referenceId" = $1 and enabled"#;
    db::exec(tx, sql, [owner.into(), tx.now().into()]).await
}
