//! Secrets for one purpose each, derived from the one secret of an installation: HKDF-SHA256 (RFC 5869) without a salt.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret of 64 hexadecimal digits that says nothing of the others or of what it is derived from.
pub fn derive(secret: &SecretString, purpose: &str) -> SecretString {
    let extracted = hmac(&[0; 32], &[secret.expose_secret().as_bytes()]);
    let key = hmac(&*extracted, &[purpose.as_bytes(), &[1]]);
    hex::encode(*key).into()
}

fn hmac(key: &[u8], message: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in message {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869, test case 3: no salt, no info.
    #[test]
    fn as_the_rfc_says() {
        let secret = SecretString::from("\u{b}".repeat(22));
        let derived = derive(&secret, "");
        assert_eq!(derived.expose_secret(), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
        assert_ne!(derived.expose_secret(), derive(&secret, "other").expose_secret());
    }
}
