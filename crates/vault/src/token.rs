//! Tokens at rest: only their hash is stored, and they are found by it.
//!
//! The hash is base64url without padding of SHA-256, 43 characters, as Better Auth 1.7 stores API keys. It is fast and has no
//! salt, which is right for tokens of 128 random bits and more, and wrong for anything that people choose or that is short
//! enough to try: those belong to [`crate::password`], or get attempts that are counted.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What is stored of a token.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2, appendix B.1.
    #[test]
    fn hashes_are_sha256_in_base64url() {
        assert_eq!(hash("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        assert_eq!(hash("").len(), 43);
    }
}
