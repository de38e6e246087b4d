//! Passkeys: what is kept of them is public, the secret never leaves the authenticator.

use db::Tx;
use entity::{Timestamp, ids::PasskeyId};
use sea_orm::{FromQueryResult, QueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// As many as one person can have.
pub const MOST: i64 = 50;

/// A passkey, as clients of Better Auth see it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    pub name: Option<String>,
    /// COSE, in base64.
    pub public_key: String,
    pub user_id: Uuid,
    /// Chosen by the authenticator, in base64url.
    #[serde(rename = "credentialID")]
    pub credential_id: String,
    pub counter: i64,
    pub device_type: String,
    pub backed_up: bool,
    pub transports: Option<String>,
    pub created_at: Timestamp,
    /// The make of the authenticator.
    pub aaguid: Option<String>,
    pub id: Uuid,
    /// What webauthn-rs has made of it; nothing of those that Better Auth made.
    #[serde(skip)]
    pub credential: Option<serde_json::Value>,
}

const COLUMNS: &str = r#"p.name, p."publicKey", p."userId", p."credentialID", p.counter, p."deviceType", p."backedUp",
    p.transports, p."createdAt", p.aaguid, p.id, p.credential"#;

const SINGLE: &str = "singleDevice";
const MULTI: &str = "multiDevice";

impl Passkey {
    /// Whether its authenticator may copy it to others.
    pub fn may_be_backed_up(&self) -> bool {
        self.device_type == MULTI
    }
}

const fn device_type(may_be_backed_up: bool) -> &'static str {
    if may_be_backed_up { MULTI } else { SINGLE }
}

impl FromQueryResult for Passkey {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        use entity::cell::read;
        Ok(Self {
            name: read(row, 0)?,
            public_key: read(row, 1)?,
            user_id: read(row, 2)?,
            credential_id: read(row, 3)?,
            counter: read(row, 4)?,
            device_type: read(row, 5)?,
            backed_up: read(row, 6)?,
            transports: read(row, 7)?,
            created_at: read(row, 8)?,
            aaguid: read(row, 9)?,
            id: read(row, 10)?,
            credential: read(row, 11)?,
        })
    }
}

/// What an authenticator says of a key that it has made.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    pub public_key: String,
    pub credential_id: String,
    pub counter: i64,
    pub may_be_backed_up: bool,
    pub backed_up: bool,
    pub transports: String,
    pub aaguid: String,
    pub credential: serde_json::Value,
}

/// Keeps a passkey. `None` when somebody has that credential already, or this person has as many as he can have, or is gone.
pub async fn create(tx: &Tx, owner: Uuid, name: Option<String>, new: NewPasskey) -> db::Result<Option<Passkey>> {
    // One registration of a person at a time, so that they are counted.
    db::exec(tx, r#"select from auth."user" where id = $1 for update"#, [owner.into()]).await?;
    let sql = format!(
        r#"insert into auth.passkey as p (id, name, "publicKey", "userId", "credentialID", counter, "deviceType",
             "backedUp", transports, aaguid, credential, "createdAt")
           select $1, $2, $3, u.id, $5, $6, $7, $8, $9, $10, $11, $12 from auth."user" u
           where u.id = $4 and (select count(*) from auth.passkey o where o."userId" = $4) < $13
           on conflict ("credentialID") do nothing returning {COLUMNS}"#
    );
    let values: [Value; 13] = [
        PasskeyId::new().0.into(),
        name.into(),
        new.public_key.into(),
        owner.into(),
        new.credential_id.into(),
        new.counter.into(),
        device_type(new.may_be_backed_up).into(),
        new.backed_up.into(),
        new.transports.into(),
        new.aaguid.into(),
        new.credential.into(),
        tx.now().into(),
        MOST.into(),
    ];
    db::fetch_optional(tx, &sql, values).await
}

/// A person's passkeys, the oldest first.
pub async fn of_user(tx: &Tx, owner: Uuid) -> db::Result<Vec<Passkey>> {
    let sql = format!(
        r#"select {COLUMNS} from auth.passkey p where p."userId" = $1 order by p."createdAt", p.id limit 1000"#
    );
    db::fetch_all(tx, &sql, [owner.into()]).await
}

/// How many passkeys a person has: each is a way in.
pub async fn count_of(tx: &Tx, owner: Uuid) -> db::Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        total: i64,
    }
    let sql = r#"select count(*) as total from auth.passkey where "userId" = $1"#;
    db::fetch_one::<Count>(tx, sql, [owner.into()]).await.map(|count| count.total)
}

/// The passkey with the credential of an authenticator.
pub async fn by_credential(tx: &Tx, credential_id: &str) -> db::Result<Option<Passkey>> {
    let sql = format!(r#"select {COLUMNS} from auth.passkey p where p."credentialID" = $1"#);
    db::fetch_optional(tx, &sql, [credential_id.into()]).await
}

/// Any passkey, whosever it is.
pub async fn by_id(tx: &Tx, id: Uuid) -> db::Result<Option<Passkey>> {
    let sql = format!("select {COLUMNS} from auth.passkey p where p.id = $1");
    db::fetch_optional(tx, &sql, [id.into()]).await
}

/// What changes with each use.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    pub counter: i64,
    pub may_be_backed_up: bool,
    pub backed_up: bool,
}

/// Keeps that a passkey was used. False when its counter has not grown, so that there are two of it, or when it is gone;
/// authenticators that do not count always say 0.
pub async fn use_once(tx: &Tx, id: Uuid, used: Use) -> db::Result<bool> {
    let sql = r#"update auth.passkey set counter = $2, "deviceType" = $3, "backedUp" = $4
        where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))"#;
    let values: [Value; 4] =
        [id.into(), used.counter.into(), device_type(used.may_be_backed_up).into(), used.backed_up.into()];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// Gives one of a person's passkeys another name.
pub async fn rename(tx: &Tx, owner: Uuid, id: Uuid, name: &str) -> db::Result<Option<Passkey>> {
    let sql = format!(r#"update auth.passkey p set name = $3 where p.id = $1 and p."userId" = $2 returning {COLUMNS}"#);
    db::fetch_optional(tx, &sql, [id.into(), owner.into(), name.into()]).await
}

/// Removes one of a person's passkeys.
pub async fn delete(tx: &Tx, owner: Uuid, id: Uuid) -> db::Result<Option<Passkey>> {
    let sql = format!(r#"delete from auth.passkey p where p.id = $1 and p."userId" = $2 returning {COLUMNS}"#);
    db::fetch_optional(tx, &sql, [id.into(), owner.into()]).await
}
