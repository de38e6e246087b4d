//! Sessions. The cookie carries a token, the table its hash; what answers call `token` is the row's id, by which a session
//! can be named and ended, but not used.
//!
//! Whoever is found, begins or ends a session is from then on the one whose request it is: in the log of calls, and in what the
//! same transaction writes into the security log.

use chrono::{DateTime, Duration, Utc};
use db::{Actor, Cause, Db, Tx};
use entity::{Timestamp, ids::SessionId};
use sea_orm::{FromQueryResult, QueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

use super::users::User;
use crate::door::SessionRef;

/// How long a session lives without being used.
pub const LIFE: Duration = Duration::days(7);
/// How long one lives that ends with the browser.
pub const SHORT_LIFE: Duration = Duration::days(1);
/// A session that is used is prolonged once a day.
pub const PROLONG_AFTER: Duration = Duration::days(1);
/// However much it is used, it ends (OWASP ASVS 5.0, 7.3.2).
pub const ABSOLUTE_LIFE: Duration = Duration::days(90);

/// A session, as clients of Better Auth see it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub expires_at: Timestamp,
    /// Names the session; no secret.
    pub token: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub user_id: Uuid,
    pub active_organization_id: Option<Uuid>,
    pub active_team_id: Option<Uuid>,
    pub impersonated_by: Option<Uuid>,
    pub id: Uuid,
    #[serde(skip)]
    pub remember: bool,
}

impl Session {
    /// The select list of a table that is called `s`.
    pub const COLUMNS: &'static str = r#"s."expiresAt", s."createdAt", s."updatedAt", s."ipAddress", s."userAgent",
        s."userId", s."activeOrganizationId", s."activeTeamId", s."impersonatedBy", s.id, s.remember"#;
    const WIDTH: usize = 11;

    fn read(row: &QueryResult) -> Result<Self, sea_orm::DbErr> {
        use entity::cell::read;
        let id: Uuid = read(row, 9)?;
        Ok(Self {
            expires_at: read(row, 0)?,
            token: id.to_string(),
            created_at: read(row, 1)?,
            updated_at: read(row, 2)?,
            ip_address: read(row, 3)?,
            user_agent: read(row, 4)?,
            user_id: read(row, 5)?,
            active_organization_id: read(row, 6)?,
            active_team_id: read(row, 7)?,
            impersonated_by: read(row, 8)?,
            id,
            remember: read(row, 10)?,
        })
    }

    /// When it is to be prolonged.
    pub fn prolong_at(&self) -> DateTime<Utc> {
        self.expires_at.0 - LIFE + PROLONG_AFTER
    }
}

impl FromQueryResult for Session {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        Self::read(row)
    }
}

/// A session with its person.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub session: Session,
    pub user: User,
}

impl FromQueryResult for SignedIn {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { session: Session::read(row)?, user: User::read_at(row, Session::WIDTH)? })
    }
}

/// Where a session was begun.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub address: Option<String>,
    pub user_agent: Option<String>,
}

/// Begins a session; answers it and the token for the cookie, which is not kept.
pub async fn begin(tx: &Tx, user: Uuid, remember: bool, origin: Origin) -> db::Result<(Session, String)> {
    let token = vault::random::alphanumeric(32);
    let expires = tx.now() + if remember { LIFE } else { SHORT_LIFE };
    let sql = format!(
        r#"insert into auth.session as s (id, token, "userId", remember, "expiresAt", "createdAt", "updatedAt", "ipAddress",
             "userAgent")
           values ($1, $2, $3, $4, $5, $6, $6, $7, $8) returning {}{}"#,
        Session::COLUMNS,
        telling(tx)
    );
    let values: [Value; 8] = [
        SessionId::new().0.into(),
        vault::token::hash(&token).into(),
        user.into(),
        remember.into(),
        expires.into(),
        tx.now().into(),
        origin.address.into(),
        origin.user_agent.into(),
    ];
    let session: Session = db::fetch_one(tx, &sql, values).await?;
    known(&session);
    Ok((session, token))
}

/// Begins another session of the same person, for another of his programs. It ends when the first one must.
pub async fn begin_beside(tx: &Tx, session: &Session, origin: Origin) -> db::Result<(Session, String)> {
    let (begun, token) = begin(tx, session.user_id, session.remember, origin).await?;
    let sql = format!(
        r#"update auth.session s set "createdAt" = $2, "expiresAt" = least(s."expiresAt", $3) where s.id = $1 returning {}"#,
        Session::COLUMNS
    );
    let since = session.created_at.0;
    let values: [Value; 3] = [begun.id.into(), since.into(), (since + ABSOLUTE_LIFE).into()];
    Ok((db::fetch_one(tx, &sql, values).await?, token))
}

/// The session that is named, unless it is over or its person is kept out.
pub async fn find(tx: &Tx, session: impl Into<SessionRef>) -> db::Result<Option<SignedIn>> {
    let told = tx.telling("f.user_id", "f.id", "f.impersonated_by");
    let (sql, values) = finding(&session.into(), &told, tx.now());
    let found: Option<SignedIn> = db::fetch_optional(tx, &sql, values).await?;
    if let Some(found) = &found {
        known(&found.session);
    }
    Ok(found)
}

/// The same in one round trip, for a call that has begun nothing yet.
pub async fn look_up(db: &Db, session: &SessionRef) -> db::Result<Option<SignedIn>> {
    let (sql, values) = finding(session, "", db.clock().now());
    let found: Option<SignedIn> = db.look_up(&sql, values).await?;
    if let Some(found) = &found {
        known(&found.session);
    }
    Ok(found)
}

/// The columns stand as [`SignedIn`] reads them.
fn finding(session: &SessionRef, told: &str, now: DateTime<Utc>) -> (String, [Value; 4]) {
    let sql = format!("select f.*, f.user_id{told} from auth.find_session($1, $2, $3, $4) f");
    let (hash, id) = match session {
        SessionRef::Token(token) => (Some(vault::token::hash(token)), None),
        SessionRef::Signed { id, .. } => (None, Some(*id)),
    };
    (sql, [hash.into(), id.into(), now.into(), (now - ABSOLUTE_LIFE).into()])
}

/// What tells the database whose session `s` is.
fn telling(tx: &Tx) -> String {
    tx.telling(r#"s."userId""#, "s.id", r#"s."impersonatedBy""#)
}

/// From here on it is known whose request this is.
fn known(session: &Session) {
    Cause::note(Actor {
        user: Some(session.user_id),
        session: Some(session.id),
        impersonated_by: session.impersonated_by,
        ..Actor::default()
    });
}

/// Gives a session another week, but not beyond its absolute life.
pub async fn prolong(tx: &Tx, id: Uuid) -> db::Result<Option<Session>> {
    let sql = format!(
        r#"update auth.session s set "expiresAt" = least($2, s."createdAt" + $3 * interval '1 second'), "updatedAt" = $4
           where s.id = $1 returning {}"#,
        Session::COLUMNS
    );
    let values: [Value; 4] = [id.into(), (tx.now() + LIFE).into(), ABSOLUTE_LIFE.num_seconds().into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// Gives a session a new token, and with it an end to the old one: what it may do has changed.
pub async fn renew(tx: &Tx, id: Uuid) -> db::Result<Option<(Session, String)>> {
    let token = vault::random::alphanumeric(32);
    let sql = format!(
        r#"update auth.session s set token = $2, "updatedAt" = $3 where s.id = $1 returning {}"#,
        Session::COLUMNS
    );
    let values: [Value; 3] = [id.into(), vault::token::hash(&token).into(), tx.now().into()];
    let session: Option<Session> = db::fetch_optional(tx, &sql, values).await?;
    Ok(session.map(|session| (session, token)))
}

/// All sessions of a person that are not over, the youngest last; impersonations are not his.
pub async fn of_user(tx: &Tx, user: Uuid) -> db::Result<Vec<Session>> {
    let sql = format!(
        r#"select {} from auth.session s
           where s."userId" = $1 and s."expiresAt" > $2 and s."createdAt" > $3 and s."impersonatedBy" is null
           order by s."createdAt", s.id limit 1000"#,
        Session::COLUMNS
    );
    db::fetch_all(tx, &sql, [user.into(), tx.now().into(), (tx.now() - ABSOLUTE_LIFE).into()]).await
}

/// Ends one session of a person.
pub async fn end(tx: &Tx, user: Uuid, id: Uuid) -> db::Result<u64> {
    db::exec(tx, r#"delete from auth.session where id = $1 and "userId" = $2"#, [id.into(), user.into()]).await
}

/// Ends the session that is named; whoever names it has it.
pub async fn end_named(tx: &Tx, session: &SessionRef) -> db::Result<u64> {
    let (is_named, name) = condition(session);
    let sql = format!("delete from auth.session s where {is_named} returning {}{}", Session::COLUMNS, telling(tx));
    let ended: Option<Session> = db::fetch_optional(tx, &sql, [name]).await?;
    // One that was over says nothing of who calls now.
    if let Some(ended) = ended.as_ref().filter(|ended| ended.expires_at.0 > tx.now()) {
        known(ended);
    }
    Ok(u64::from(ended.is_some()))
}

/// The condition on `auth.session s` that it is the one that is named, and its value.
pub(super) fn condition(session: &SessionRef) -> (&'static str, Value) {
    match session {
        SessionRef::Token(token) => ("s.token = $1", vault::token::hash(token).into()),
        SessionRef::Signed { id, .. } => ("s.id = $1", (*id).into()),
    }
}

/// Ends all sessions of a person, except one.
pub async fn end_all(tx: &Tx, user: Uuid, except: Option<Uuid>) -> db::Result<u64> {
    let sql = r#"delete from auth.session where "userId" = $1 and id is distinct from $2"#;
    db::exec(tx, sql, [user.into(), except.into()]).await
}
