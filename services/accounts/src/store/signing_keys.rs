//! The keys that sign tokens for other services, as Better Auth keeps them: the public half as JSON, the private one sealed.

use db::Tx;
use entity::ids::SigningKeyId;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::jwt::{Jwk, SigningKey};

/// A key at rest.
#[derive(FromQueryResult)]
pub struct Row {
    pub id: Uuid,
    pub private_key: String,
}

#[derive(FromQueryResult)]
struct Public {
    id: Uuid,
    public_key: String,
}

/// The columns `alg` and `id` say the rest.
#[derive(Serialize, Deserialize)]
struct PublicJwk {
    crv: String,
    x: String,
    kty: String,
}

/// A new key, named by the row it will have.
pub fn generate() -> (Uuid, SigningKey) {
    let id = SigningKeyId::new().0;
    (id, SigningKey::generate(id.to_string()))
}

/// The key that was made last.
pub async fn newest(tx: &Tx) -> db::Result<Option<Row>> {
    let sql = r#"select id, "privateKey" as private_key from auth.jwks
        where alg = 'EdDSA' and crv = 'Ed25519' and ("expiresAt" is null or "expiresAt" > $1)
        order by "createdAt" desc, id desc limit 1"#;
    db::fetch_optional(tx, sql, [tx.now().into()]).await
}

/// One process at a time makes a key.
pub async fn lock(tx: &Tx) -> db::Result<()> {
    db::exec(tx, "select pg_advisory_xact_lock(hashtext('auth.jwks'))", []).await.map(drop)
}

/// Keeps a key.
pub async fn keep(tx: &Tx, id: Uuid, public: &Jwk, sealed: &str) -> db::Result<()> {
    let Jwk { crv, x, kty, .. } = public.clone();
    let public = serde_json::json!(PublicJwk { crv, x, kty }).to_string();
    let sql = r#"insert into auth.jwks (id, "publicKey", "privateKey", "createdAt") values ($1, $2, $3, $4)"#;
    let values: [Value; 4] = [id.into(), public.into(), sealed.into(), tx.now().into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// The public halves of all keys whose tokens may still be about.
pub async fn public(tx: &Tx) -> db::Result<Vec<Jwk>> {
    let sql = r#"select id, "publicKey" as public_key from auth.jwks
        where alg = 'EdDSA' and crv = 'Ed25519' and ("expiresAt" is null or "expiresAt" > $1 - interval '1 day')
        order by "createdAt", id limit 100"#;
    let rows: Vec<Public> = db::fetch_all(tx, sql, [tx.now().into()]).await?;
    Ok(rows.into_iter().filter_map(Public::jwk).collect())
}

impl Public {
    fn jwk(self) -> Option<Jwk> {
        let PublicJwk { crv, x, kty } = serde_json::from_str(&self.public_key).ok()?;
        Some(Jwk { alg: "EdDSA".to_owned(), crv, x, kty, kid: self.id.to_string() })
    }
}
