//! Whose account is called.

use secrecy::SecretString;

/// The account at a provider that money goes through: a shop's own, or the installation's.
#[derive(Debug, Clone)]
pub struct Account {
    /// The key that opens it.
    pub secret_key: SecretString,
}

impl Account {
    /// The account of a key.
    pub fn new(secret_key: impl Into<SecretString>) -> Self {
        Self { secret_key: secret_key.into() }
    }
}
