//! The text of a key: `pk_` or `sk_` and 64 hexadecimal digits.

use rand::Rng;
use sha2::{Digest, Sha256};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Opens the Store API of a shop; no secret.
    Publishable,
    /// Opens the Admin API.
    Secret,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Publishable => "pk_",
            Self::Secret => "sk_",
        }
    }

    /// The value of `api_keys.type`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publishable => "publishable",
            Self::Secret => "secret",
        }
    }
}

/// A key that was just made. Its text is shown once.
#[derive(Clone)]
pub struct Token {
    /// The whole text.
    pub text: String,
    /// What is stored.
    pub sha256: [u8; 32],
    /// What is shown later: `pk_1a2***9f0`.
    pub redacted: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Token").field(&self.redacted).finish()
    }
}

impl Token {
    /// A new key of 256 random bits.
    pub fn generate(kind: TokenKind) -> Self {
        let mut random = [0; 32];
        rand::rng().fill_bytes(&mut random);
        let text = format!("{}{}", kind.prefix(), hex::encode(random));
        let redacted = format!("{}***{}", &text[..6], &text[text.len() - 3..]);
        Self { sha256: sha256(&text), redacted, text }
    }
}

/// Whether a text could be a key of this kind at all; what could not is refused without asking the database.
pub(crate) fn is_well_formed(text: &str, kind: TokenKind) -> bool {
    text.strip_prefix(kind.prefix()).is_some_and(|rest| rest.len() == 64 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The hash under which a key is stored.
pub fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
