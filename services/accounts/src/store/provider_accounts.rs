//! Accounts at providers: whose a subject is, and the sealed tokens.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::AccountId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// What is kept of a provider's tokens; the tokens are sealed.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// The access token.
    pub access: Option<String>,
    /// The refresh token.
    pub refresh: Option<String>,
    /// The ID token.
    pub id: Option<String>,
    /// When the access token runs out.
    pub access_expires_at: Option<DateTime<Utc>>,
    /// When the refresh token runs out.
    pub refresh_expires_at: Option<DateTime<Utc>>,
    /// What they are for, joined by commas.
    pub scope: Option<String>,
}

/// A person's account at a provider, or his password.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ProviderAccount {
    /// Its key.
    pub id: Uuid,
    /// The provider.
    pub provider_id: String,
    /// Who the person is there.
    pub account_id: String,
    /// The sealed access token.
    pub access_token: Option<String>,
    /// The sealed refresh token.
    pub refresh_token: Option<String>,
    /// The sealed ID token.
    pub id_token: Option<String>,
    /// When the access token runs out.
    pub access_expires_at: Option<DateTime<Utc>>,
    /// When the refresh token runs out.
    pub refresh_expires_at: Option<DateTime<Utc>>,
    /// What they are for, joined by commas.
    pub scope: Option<String>,
}

const COLUMNS: &str = r#"a.id, a."providerId" as provider_id, a."accountId" as account_id, a."accessToken" as access_token,
    a."refreshToken" as refresh_token, a."idToken" as id_token, a."accessTokenExpiresAt" as access_expires_at,
    a."refreshTokenExpiresAt" as refresh_expires_at, a.scope"#;

#[derive(FromQueryResult)]
struct Owner {
    user_id: Uuid,
}

/// Whose a provider's subject is.
pub async fn owner(tx: &Tx, provider: &str, subject: &str) -> db::Result<Option<Uuid>> {
    let sql = r#"select "userId" as user_id from auth.account where "providerId" = $1 and "accountId" = $2"#;
    let owner: Option<Owner> = db::fetch_optional(tx, sql, [provider.into(), subject.into()]).await?;
    Ok(owner.map(|owner| owner.user_id))
}

/// Makes a provider's subject a person's, or takes newer tokens if it is already. False when it is somebody else's.
pub async fn keep(tx: &Tx, user: Uuid, provider: &str, subject: &str, kept: Kept) -> db::Result<bool> {
    // A provider that gives no new refresh token, as Google from the second time on, lets the old one live.
    let sql = r#"insert into auth.account as a (id, "accountId", "providerId", "userId", "accessToken", "refreshToken",
          "idToken", "accessTokenExpiresAt", "refreshTokenExpiresAt", scope, "createdAt", "updatedAt")
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
        on conflict ("providerId", "accountId") do update set
          "accessToken" = coalesce(excluded."accessToken", a."accessToken"),
          "accessTokenExpiresAt" = case when excluded."accessToken" is null then a."accessTokenExpiresAt"
            else excluded."accessTokenExpiresAt" end,
          "refreshToken" = coalesce(excluded."refreshToken", a."refreshToken"),
          "refreshTokenExpiresAt" = case when excluded."refreshToken" is null then a."refreshTokenExpiresAt"
            else excluded."refreshTokenExpiresAt" end,
          "idToken" = coalesce(excluded."idToken", a."idToken"),
          scope = coalesce(excluded.scope, a.scope),
          "updatedAt" = excluded."updatedAt"
        where a."userId" = excluded."userId""#;
    let values: [Value; 11] = [
        AccountId::new().0.into(),
        subject.into(),
        provider.into(),
        user.into(),
        kept.access.into(),
        kept.refresh.into(),
        kept.id.into(),
        kept.access_expires_at.into(),
        kept.refresh_expires_at.into(),
        kept.scope.into(),
        tx.now().into(),
    ];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// One way in of a person.
pub async fn of_user(tx: &Tx, user: Uuid, id: Uuid) -> db::Result<Option<ProviderAccount>> {
    let sql = format!(r#"select {COLUMNS} from auth.account a where a.id = $1 and a."userId" = $2"#);
    db::fetch_optional(tx, &sql, [id.into(), user.into()]).await
}

/// A person's accounts at providers, the one that was used last first.
pub async fn by_use(tx: &Tx, user: Uuid) -> db::Result<Vec<ProviderAccount>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.account a where a."userId" = $1 and a."providerId" <> 'credential'
           order by a."updatedAt" desc, a.id limit 100"#
    );
    db::fetch_all(tx, &sql, [user.into()]).await
}

/// Takes refreshed tokens, if the refresh token that they were had for is still the one that is kept: a sign-in may have
/// brought newer ones meanwhile. What they are for stays as it was: an answer may name less.
pub async fn renew(tx: &Tx, old: &ProviderAccount, new: Kept) -> db::Result<bool> {
    let sql = r#"update auth.account set "accessToken" = $3, "refreshToken" = coalesce($4, "refreshToken"),
          "idToken" = coalesce($5, "idToken"), "accessTokenExpiresAt" = $6,
          "refreshTokenExpiresAt" = coalesce($7, "refreshTokenExpiresAt"), "updatedAt" = $8
        where id = $1 and "refreshToken" = $2"#;
    let values: [Value; 8] = [
        old.id.into(),
        old.refresh_token.clone().into(),
        new.access.into(),
        new.refresh.into(),
        new.id.into(),
        new.access_expires_at.into(),
        new.refresh_expires_at.into(),
        tx.now().into(),
    ];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// What became of a way in that was to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlinked {
    /// It is gone; it was one of this provider.
    Gone(String),
    /// It is the only one, and stays.
    Last,
    /// The person has none of this key.
    Unknown,
}

#[derive(FromQueryResult)]
struct Way {
    id: Uuid,
    provider_id: String,
}

/// Takes a way in away, unless it is the last. Whoever does it locks the person, so that of two at once the second sees what
/// the first has left.
pub async fn unlink(tx: &Tx, user: Uuid, id: Uuid) -> db::Result<Unlinked> {
    db::exec(tx, r#"select from auth."user" where id = $1 for no key update"#, [user.into()]).await?;
    let sql = r#"select id, "providerId" as provider_id from auth.account where "userId" = $1"#;
    let ways: Vec<Way> = db::fetch_all(tx, sql, [user.into()]).await?;
    let Some(way) = ways.iter().find(|way| way.id == id) else {
        return Ok(Unlinked::Unknown);
    };
    if ways.len() == 1 {
        return Ok(Unlinked::Last);
    }
    db::exec(tx, "delete from auth.account where id = $1", [id.into()]).await?;
    Ok(Unlinked::Gone(way.provider_id.clone()))
}
