//! The key that signs, kept in memory for a while: a session is asked for far more often than a key changes.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Duration, Utc};
use vault::jwt::SigningKey;

use crate::{
    Accounts,
    seal::columns::SIGNING_KEY,
    store::signing_keys::{self, Row},
};

/// How long a process uses a key before it looks for a newer one.
const FOR: Duration = Duration::minutes(5);

/// The present key of this process.
#[derive(Debug, Default)]
pub struct KeptKey(RwLock<Option<(Arc<SigningKey>, DateTime<Utc>)>>);

impl KeptKey {
    fn get(&self, now: DateTime<Utc>) -> Option<Arc<SigningKey>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(_, until)| *until > now).map(|(key, _)| Arc::clone(key))
    }

    fn set(&self, key: &Arc<SigningKey>, until: DateTime<Utc>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(key), until));
    }
}

impl Accounts {
    /// The key that signs: the newest that opens, or a new one.
    pub(crate) async fn signing_key(&self) -> Result<Arc<SigningKey>, web::ApiError> {
        let now = self.app.db.clock().now();
        if let Some(key) = self.signing_key.get(now) {
            return Ok(key);
        }
        let tx = self.app.db.begin_system("find the key that signs").await?;
        let mut found = self.open(signing_keys::newest(&tx).await?);
        if found.is_none() {
            signing_keys::lock(&tx).await?;
            found = self.open(signing_keys::newest(&tx).await?);
        }
        let key = if let Some(key) = found {
            key
        } else {
            let (id, key) = signing_keys::generate();
            let sealed =
                self.seal(&key.private_jwk(), &SIGNING_KEY.of(&id.to_string())).map_err(web::ApiError::internal)?;
            signing_keys::keep(&tx, id, &key.public().jwk(), &sealed).await?;
            key
        };
        tx.commit().await?;
        let key = Arc::new(key);
        self.signing_key.set(&key, now + FOR);
        Ok(key)
    }

    /// A key that was sealed with another secret is as good as none: its public half still verifies what it signed.
    fn open(&self, row: Option<Row>) -> Option<SigningKey> {
        let row = row?;
        let kid = row.id.to_string();
        let opened = self.unseal(&row.private_key, &SIGNING_KEY.of(&kid)).map_err(|error| error.to_string());
        let key = opened.and_then(|jwk| SigningKey::from_private_jwk(&*kid, &jwk).map_err(|error| error.to_string()));
        key.inspect_err(|error| tracing::warn!(kid, error, "a signing key does not open, a new one is made")).ok()
    }
}
