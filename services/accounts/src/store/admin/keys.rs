//! The keys of a shop. Of a secret key the hash is kept, and what it can be recognised by. Runs as Kontor itself.

use auth::{Token, TokenKind};
use chrono::{DateTime, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{ApiKeyId, UserId},
};
use resource::{Param, Row, Set, Table, links::Link, names, of_owners, row};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many};

use super::channels::Channel;

row! {
    /// A key.
    pub struct Key from "k" {
        id: ApiKeyId,
        title: String,
        r#type: String = "k.type",
        // A secret key's text is answered once, when it is made.
        token: String = "coalesce(k.token, k.redacted)",
        redacted: String,
        scopes: Vec<String>,
        rate_limit: Option<i32>,
        expires_at: Option<Timestamp>,
        last_used_at: Option<Timestamp> = "u.last_used_at",
        created_by: Option<UserId>,
        created_at: Timestamp,
        revoked_by: Option<UserId>,
        revoked_at: Option<Timestamp>,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        sales_channels: Vec<Channel>,
    }
}

impl View for Key {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("sales_channels", |s| many(s, |key: &Self| &key.sales_channels))];
}

impl Table for Key {
    type Id = ApiKeyId;

    const ONE: &'static str = "api_key";
    const MANY: &'static str = "api_keys";
    const NAME: &'static str = "API key";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] =
        &["id", "title", "type", "revoked_at", "expires_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["k.title", "k.redacted"];
    const FROM: &'static str = "public.api_keys k
        left join public.api_key_uses u on u.organization_id = k.organization_id and u.api_key_id = k.id";
    const ALIAS: &'static str = "k";
    const FILTERS: &'static [Param] = &[
        Param::text("title", "Exact titles."),
        Param::text("type", "`publishable`, `secret`."),
        Param::keys("token", hashes, "Whole texts of keys.").when("k.token_sha256 = any(?)"),
        Param::time("revoked_at", "When it was revoked."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("sales_channels", names::<Channel>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if !selection.has("sales_channels") {
            return Ok(());
        }
        let owners = page.iter().map(|key| key.id.0).collect();
        let join = "join public.api_key_sales_channels l on l.organization_id = s.organization_id
            and l.sales_channel_id = s.id";
        let mut channels = of_owners::<Channel>(tx, join, "l.api_key_id", owners).await?;
        for key in page {
            key.sales_channels = channels.remove(&key.id.0).unwrap_or_default();
        }
        Ok(())
    }
}

fn hashes(texts: &[String]) -> Value {
    texts.iter().map(|text| auth::sha256(text).to_vec()).collect::<Vec<_>>().into()
}

/// The channels that a key shows.
pub const SHOWS: Link = Link { table: "public.api_key_sales_channels", one: "api_key_id", other: "sales_channel_id" };

/// What a new key is to be.
#[derive(Debug)]
pub struct NewKey<'a> {
    pub title: &'a str,
    pub kind: TokenKind,
    pub scopes: Vec<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub rate_limit: Option<i32>,
    pub by: Option<Uuid>,
}

/// Keeps a key that was just made.
pub async fn create(tx: &Tx, token: &Token, new: NewKey<'_>) -> db::Result<Uuid> {
    let NewKey { title, kind, scopes, expires_at, rate_limit, by } = new;
    let sql = "insert into public.api_keys (organization_id, id, type, title, token_sha256, token, redacted, scopes,
          expires_at, rate_limit, created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
    let id = ApiKeyId::new().0;
    let shown = (kind == TokenKind::Publishable).then(|| token.text.clone());
    let values: [Value; 12] = [
        tx.organization()?.into(),
        id.into(),
        kind.name().into(),
        title.into(),
        token.sha256.to_vec().into(),
        shown.into(),
        token.redacted.as_str().into(),
        scopes.into(),
        expires_at.into(),
        rate_limit.into(),
        by.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// What decides what may be done with a key.
#[derive(Debug, FromQueryResult)]
pub struct State {
    pub is_secret: bool,
    pub scopes: Vec<String>,
    /// It was revoked, or its time is over.
    pub is_over: bool,
}

/// A key's state, which nobody else changes before this transaction ends.
pub async fn lock(tx: &Tx, id: Uuid) -> db::Result<Option<State>> {
    let sql = "select type = 'secret' as is_secret, scopes,
          revoked_at is not null or coalesce(expires_at <= $3, false) as is_over
        from public.api_keys where organization_id = $1 and id = $2 and deleted_at is null for no key update";
    db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await
}

/// Gives a key another title.
pub async fn rename(tx: &Tx, id: Uuid, title: &str) -> db::Result<bool> {
    let mut set = Set::new(tx, id)?;
    set.to("title", title);
    set.run(tx, "public.api_keys").await
}

/// Ends a key now. It stays ended by whoever was first.
pub async fn revoke(tx: &Tx, id: Uuid, by: Option<Uuid>) -> db::Result<()> {
    let sql = "update public.api_keys set revoked_at = $3, revoked_by = $4, updated_at = $3
        where organization_id = $1 and id = $2 and revoked_at is null and deleted_at is null";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into(), by.into()]).await.map(drop)
}

/// Lets a key hold until a time, no longer than it would have.
pub async fn end_at(tx: &Tx, id: Uuid, at: DateTime<Utc>) -> db::Result<()> {
    let sql = "update public.api_keys set expires_at = least(expires_at, $4), updated_at = $3
        where organization_id = $1 and id = $2 and deleted_at is null";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into(), at.into()]).await.map(drop)
}

/// Takes a key that is over off the list.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<()> {
    let sql = "update public.api_keys set deleted_at = $3, revoked_at = coalesce(revoked_at, $3), updated_at = $3
        where organization_id = $1 and id = $2 and deleted_at is null";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await.map(drop)
}
