//! HS256: whoever can verify can sign, so the key stays here.

use secrecy::SecretString;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Error, Rules, claims,
    compact::{self, NewHeader, Token},
};
use crate::{SecretError, mac::MacKeys};

const ALGORITHM: &str = "HS256";

/// Signs with one secret and verifies with all. The bytes of the text are the key.
#[derive(Debug, Clone)]
pub struct SharedKey {
    keys: MacKeys,
}

impl SharedKey {
    /// A key of secrets of at least 32 bytes. The first one signs.
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Result<Self, SecretError> {
        Ok(Self { keys: MacKeys::new(secrets)? })
    }

    /// A token that says this. The claims are an object and have an `exp`.
    pub fn sign<T: Serialize>(&self, claims: &T) -> Result<String, Error> {
        compact::make(&NewHeader { alg: ALGORITHM, kid: None }, claims, |signed| self.keys.sign(signed))
    }

    /// What a token says, if one of the secrets signed it and it holds.
    pub fn verify<T: DeserializeOwned>(&self, token: &str, rules: &Rules<'_>) -> Result<T, Error> {
        let token = Token::parse(token, ALGORITHM)?;
        if !self.keys.verify(token.signed, &token.signature) {
            return Err(Error::Signature);
        }
        claims::check(&token.payload()?, rules)
    }
}
