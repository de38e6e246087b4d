//! Keys as JSON (RFC 7517, RFC 8037): public ones for `/jwks`, private ones to be sealed and stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub(super) const ALGORITHM: &str = "EdDSA";
pub(super) const CURVE: &str = "Ed25519";
pub(super) const KEY_TYPE: &str = "OKP";

/// A public key as `/jwks` shows it, in Better Auth's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `EdDSA`.
    pub alg: String,
    /// `Ed25519`.
    pub crv: String,
    /// The key, 32 bytes in base64url without padding.
    pub x: String,
    /// `OKP`.
    pub kty: String,
    /// Its name, which tokens carry.
    pub kid: String,
}

/// The answer of `/jwks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    /// The keys.
    pub keys: Vec<Jwk>,
}

/// A private key as `jose` exports it. `alg` and `kid` stand in other columns.
#[derive(Deserialize)]
pub(super) struct PrivateJwk {
    pub(super) crv: String,
    pub(super) d: String,
    pub(super) x: String,
    pub(super) kty: String,
}

/// Why JSON is no key. Never contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// No JSON of a key, or not of an Ed25519 key.
    #[error("this is no Ed25519 key as JSON")]
    Format,
    /// Its numbers are no key, or the public part belongs to another private one.
    #[error("the numbers of the key are wrong")]
    Key,
}

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn decode(text: &str) -> Result<Zeroizing<[u8; 32]>, JwkError> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| JwkError::Key)?);
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(JwkError::Key);
    }
    key.copy_from_slice(&bytes);
    Ok(key)
}
