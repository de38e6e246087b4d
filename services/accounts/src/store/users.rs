//! People.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{Timestamp, ids::UserId};
use sea_orm::{FromQueryResult, QueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// A person, as clients of Better Auth see him.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub name: String,
    pub email: String,
    pub email_verified: bool,
    pub image: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub role: String,
    pub banned: bool,
    pub ban_reason: Option<String>,
    pub ban_expires: Option<Timestamp>,
    pub two_factor_enabled: bool,
    pub id: Uuid,
}

impl User {
    /// The select list of a table that is called `u`.
    pub const COLUMNS: &'static str = r#"u.name, u.email, u."emailVerified", u.image, u."createdAt", u."updatedAt", u.role,
        u.banned, u."banReason", u."banExpires", u."twoFactorEnabled", u.id"#;
    pub const WIDTH: usize = 12;

    /// Reads a row in which the select list begins at column `first`.
    pub fn read_at(row: &QueryResult, first: usize) -> Result<Self, sea_orm::DbErr> {
        use entity::cell::read;
        Ok(Self {
            name: read(row, first)?,
            email: read(row, first + 1)?,
            email_verified: read(row, first + 2)?,
            image: read(row, first + 3)?,
            created_at: read(row, first + 4)?,
            updated_at: read(row, first + 5)?,
            role: read(row, first + 6)?,
            banned: read(row, first + 7)?,
            ban_reason: read(row, first + 8)?,
            ban_expires: read(row, first + 9)?,
            two_factor_enabled: read(row, first + 10)?,
            id: read(row, first + 11)?,
        })
    }

    /// Whether he is kept out at this time.
    pub fn is_banned(&self, now: DateTime<Utc>) -> bool {
        self.banned && self.ban_expires.is_none_or(|until| until.0 > now)
    }
}

impl FromQueryResult for User {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        Self::read_at(row, 0)
    }
}

/// Finds a person by his address, which must be in lower case.
pub async fn by_email(tx: &Tx, email: &str) -> db::Result<Option<User>> {
    let sql = format!(r#"select {} from auth."user" u where u.email = $1"#, User::COLUMNS);
    db::fetch_optional(tx, &sql, [email.into()]).await
}

/// Finds a person.
pub async fn by_id(tx: &Tx, id: Uuid) -> db::Result<Option<User>> {
    let sql = format!(r#"select {} from auth."user" u where u.id = $1"#, User::COLUMNS);
    db::fetch_optional(tx, &sql, [id.into()]).await
}

/// The same, for whoever changes how he gets in: one change at a time.
pub async fn lock(tx: &Tx, id: Uuid) -> db::Result<Option<User>> {
    let sql = format!(r#"select {} from auth."user" u where u.id = $1 for update"#, User::COLUMNS);
    db::fetch_optional(tx, &sql, [id.into()]).await
}

/// Makes a person; `None` when the address is taken.
pub async fn create(tx: &Tx, name: &str, email: &str, image: Option<&str>) -> db::Result<Option<User>> {
    let sql = format!(
        r#"insert into auth."user" as u (id, name, email, image, "createdAt", "updatedAt") values ($1, $2, $3, $4, $5, $5)
           on conflict (email) do nothing returning {}"#,
        User::COLUMNS
    );
    let values: [Value; 5] =
        [UserId::new().0.into(), name.into(), email.into(), image.map(str::to_owned).into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}

/// His address is his own. False when somebody else has it by now, or it is proven already.
pub async fn prove_email(tx: &Tx, id: Uuid, email: &str) -> db::Result<Option<User>> {
    let sql = format!(
        r#"update auth."user" u set "emailVerified" = true, "updatedAt" = $3
           where u.id = $1 and u.email = $2 and not u."emailVerified" returning {}"#,
        User::COLUMNS
    );
    db::fetch_optional(tx, &sql, [id.into(), email.into(), tx.now().into()]).await
}

/// Gives him another name.
pub async fn rename(tx: &Tx, id: Uuid, name: &str) -> db::Result<()> {
    let sql = r#"update auth."user" set name = $2, "updatedAt" = $3 where id = $1"#;
    db::exec(tx, sql, [id.into(), name.into(), tx.now().into()]).await.map(drop)
}

/// Gives him another picture, or none.
pub async fn set_image(tx: &Tx, id: Uuid, url: Option<String>) -> db::Result<()> {
    let sql = r#"update auth."user" set image = $2, "updatedAt" = $3 where id = $1"#;
    db::exec(tx, sql, [id.into(), url.into(), tx.now().into()]).await.map(drop)
}

/// Gives him another address, which he has proven. False when he has not the old one any more, or the new one is taken.
pub async fn change_email(tx: &Tx, id: Uuid, old: &str, new: &str) -> db::Result<bool> {
    let sql = r#"update auth."user" u set email = $3, "emailVerified" = true, "updatedAt" = $4
        where u.id = $1 and u.email = $2 and not exists (select from auth."user" o where o.email = $3)"#;
    match db::exec(tx, sql, [id.into(), old.into(), new.into(), tx.now().into()]).await {
        Ok(changed) => Ok(changed > 0),
        // Somebody took it in this very moment.
        Err(db::Error::Constraint { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}
