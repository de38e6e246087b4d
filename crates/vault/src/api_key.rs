//! API keys: a prefix and 64 letters, 365 random bits.
//!
//! The format is that of `@better-auth/api-key` 1.7: `key` is stored as its [`token::hash`], and `start`, the first six
//! characters with the prefix, is stored in clear so that people know their keys apart.

use secrecy::{ExposeSecret, SecretString};

use crate::{random, token};

/// A key that was just made. Its text is shown once.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// The whole text.
    pub text: SecretString,
    /// What is stored, and what it is found by.
    pub hash: String,
    /// What is shown later.
    pub start: String,
}

/// A prefix may only have characters that no header, URL or shell treats specially.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the prefix of an API key has at most {MAX_PREFIX} characters of a-z, A-Z, 0-9, - and _")]
pub struct PrefixError;

/// The longest prefix.
pub const MAX_PREFIX: usize = 32;
const LETTERS: usize = 64;
const START: usize = 6;

/// Makes a key, with a prefix such as `sk_`, or none.
pub fn generate(prefix: &str) -> Result<ApiKey, PrefixError> {
    let is_plain = prefix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if prefix.len() > MAX_PREFIX || !is_plain {
        return Err(PrefixError);
    }
    let text = SecretString::from(format!("{prefix}{}", random::letters(LETTERS)));
    Ok(ApiKey { hash: token::hash(text.expose_secret()), start: start(text.expose_secret()), text })
}

/// The first six characters.
pub fn start(key: &str) -> String {
    key.chars().take(START).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from Better Auth 1.7.24.
    #[test]
    fn keys_are_stored_as_better_auth_does() {
        let key = "sk_ZVLODBYkRrQdgSZwYNeDNBKtilyOQlBdaLahTkhDNmnTuIdZrGJUswEcpYcJacGg";
        assert_eq!(token::hash(key), "qBjcqYXco8n1pNHCaEZx_Lq83wHCz8G_3rkFDpLVaXk");
        assert_eq!(start(key), "sk_ZVL");
    }

    #[test]
    fn a_key_is_its_prefix_and_letters() {
        for prefix in ["", "sk_", "my-shop_2_"] {
            let key = generate(prefix).unwrap();
            let text = key.text.expose_secret();
            let letters = text.strip_prefix(prefix).unwrap();
            assert!(letters.len() == 64 && letters.bytes().all(|b| b.is_ascii_alphabetic()), "{text}");
            assert_eq!(key.hash, token::hash(text));
            assert!(text.starts_with(&key.start) && key.start.len() == 6);
            assert!(!format!("{key:?}").contains(text));
        }
    }

    #[test]
    fn prefixes_are_plain() {
        for prefix in ["sk ", "ü", "a/b", "x".repeat(33).as_str()] {
            assert_eq!(generate(prefix).unwrap_err(), PrefixError);
        }
    }
}
