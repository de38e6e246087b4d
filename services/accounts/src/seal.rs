//! What the service keeps sealed: secrets that it has to read again, in columns of type text.
//!
//! The key is derived from `AUTH_SECRET` (HKDF-SHA256 with a purpose of its own, so it is no key of cookies or links): an
//! installation has one secret to guard. With another secret, sealed values do not open any more.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use vault::seal::{Context, Error, Keyring, KeyringError};

use crate::Accounts;

/// The id of the key in sealed values.
const KEY: &str = "auth-secret-1";
const PURPOSE: &str = "kontor: sealed columns of schema auth";

/// The keys of an installation with this secret.
pub(crate) fn keyring(secret: &SecretString) -> Result<Keyring, KeyringError> {
    Keyring::derived(KEY, secret, PURPOSE)
}

impl Accounts {
    /// Seals a secret for its place.
    pub fn seal(&self, secret: &SecretString, context: &Context<'_>) -> Result<String, Error> {
        let sealed = self.keyring.seal(secret.expose_secret().as_bytes(), context)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this place.
    pub fn unseal(&self, sealed: &str, context: &Context<'_>) -> Result<SecretString, Error> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Error::Format)?;
        self.keyring.open_text(&sealed, context)
    }
}
