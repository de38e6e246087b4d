//! What administrators do with people. Whatever changes what somebody may, or how he proves who he is, ends his sessions.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::SessionId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::body::Change;

use super::{
    sessions::{Origin, Session},
    users::User,
};

/// How long somebody can be acted for.
pub const IMPERSONATION: chrono::Duration = chrono::Duration::hours(1);

/// What is changed of a person; what is `None` stays.
#[derive(Debug, Default)]
pub struct Changes {
    pub name: Option<String>,
    /// In lower case.
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    pub image: Change<String>,
    pub role: Option<String>,
    pub banned: Option<bool>,
    pub ban_reason: Change<String>,
    pub ban_expires: Change<DateTime<Utc>>,
}

/// Finds people and keeps them as they are until the transaction ends.
pub async fn lock(tx: &Tx, ids: &[Uuid]) -> db::Result<Vec<User>> {
    // In the order of ids, so that two administrators do not wait for each other.
    let sql =
        format!(r#"select {} from auth."user" u where u.id = any($1) order by u.id for no key update"#, User::COLUMNS);
    db::fetch_all(tx, &sql, [ids.to_vec().into()]).await
}

/// Changes a person. An address that somebody else has is refused by `user_email_key`.
pub async fn change(tx: &Tx, id: Uuid, changes: Changes) -> db::Result<Option<User>> {
    let sql = format!(
        r#"update auth."user" u set name = coalesce($2, u.name), email = coalesce($3, u.email),
             "emailVerified" = coalesce($4, u."emailVerified"), image = case when $5 then $6 else u.image end,
             role = coalesce($7, u.role), banned = coalesce($8, u.banned),
             "banReason" = case when $9 then $10 else u."banReason" end,
             "banExpires" = case when $11 then $12 else u."banExpires" end, "updatedAt" = $13
           where u.id = $1 returning {}"#,
        User::COLUMNS
    );
    let values: [Value; 13] = [
        id.into(),
        changes.name.into(),
        changes.email.into(),
        changes.email_verified.into(),
        (!changes.image.is_keep()).into(),
        changes.image.given().into(),
        changes.role.into(),
        changes.banned.into(),
        (!changes.ban_reason.is_keep()).into(),
        changes.ban_reason.given().into(),
        (!changes.ban_expires.is_keep()).into(),
        changes.ban_expires.given().into(),
        tx.now().into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// Ends all sessions of a person, and those in which he acts as somebody else.
pub async fn end_sessions(tx: &Tx, user: Uuid) -> db::Result<u64> {
    let sql = r#"delete from auth.session where "userId" = $1 or "impersonatedBy" = $1"#;
    db::exec(tx, sql, [user.into()]).await
}

/// Ends one session, whoever's it is.
pub async fn end_session(tx: &Tx, id: Uuid) -> db::Result<u64> {
    db::exec(tx, "delete from auth.session where id = $1", [id.into()]).await
}

/// All sessions of a person that are not over, those in which somebody acts as him too.
pub async fn sessions_of(tx: &Tx, user: Uuid) -> db::Result<Vec<Session>> {
    let sql = format!(
        r#"select {} from auth.session s where s."userId" = $1 and s."expiresAt" > $2 and s."createdAt" > $3
           order by s."createdAt", s.id limit 1000"#,
        Session::COLUMNS
    );
    let now = tx.now();
    db::fetch_all(tx, &sql, [user.into(), now.into(), (now - super::sessions::ABSOLUTE_LIFE).into()]).await
}

/// Begins a session in which an administrator acts as somebody else; it ends with the browser and is never prolonged.
pub async fn impersonate(tx: &Tx, user: Uuid, admin: Uuid, origin: Origin) -> db::Result<(Session, String)> {
    let token = vault::random::alphanumeric(32);
    let sql = format!(
        r#"insert into auth.session as s (id, token, "userId", "impersonatedBy", remember, "expiresAt", "createdAt",
             "updatedAt", "ipAddress", "userAgent")
           values ($1, $2, $3, $4, false, $5, $6, $6, $7, $8) returning {}"#,
        Session::COLUMNS
    );
    let values: [Value; 8] = [
        SessionId::new().0.into(),
        vault::token::hash(&token).into(),
        user.into(),
        admin.into(),
        (tx.now() + IMPERSONATION).into(),
        tx.now().into(),
        origin.address.into(),
        origin.user_agent.into(),
    ];
    Ok((db::fetch_one(tx, &sql, values).await?, token))
}

/// Whoever takes an administrator away does so alone, so that of two who remove each other one is left.
pub async fn lock_administrators(tx: &Tx) -> db::Result<()> {
    const LOCK: i64 = 0x6164_6d69_6e73_2121;
    db::exec(tx, "select pg_advisory_xact_lock($1)", [LOCK.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Remains {
    remains: bool,
}

/// Whether somebody administers the installation who is not kept out.
pub async fn administrators_remain(tx: &Tx) -> db::Result<bool> {
    let sql = r#"select exists (select from auth."user" u
        where u.role <> 'user' and 'admin' = any (string_to_array(u.role, ',')) and not u.banned) as remains"#;
    db::fetch_one(tx, sql, []).await.map(|Remains { remains }| remains)
}
