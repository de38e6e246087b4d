//! Values that a client keeps and cannot change: signed cookies and bearer tokens.
//!
//! A signed value is `value + "." + base64(HMAC-SHA256(secret, value))`, with the padded standard alphabet, so the signature
//! is 44 characters and ends in `=`. In a cookie it is percent-encoded as `encodeURIComponent` does it. The format is that of
//! Better Auth 1.7 (`dist/cookies/`, `better-call`'s signed cookies).
//!
//! The name of a cookie is not signed. Values of different meaning therefore have to look different (`2fa-…`).

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::SecretString;

use crate::{SecretError, mac::MacKeys};

/// Signs with one secret and verifies with all, so that a secret can be changed while cookies of the old one live.
#[derive(Debug, Clone)]
pub struct Signer {
    keys: MacKeys,
}

/// What `encodeURIComponent` encodes: all but letters, digits and `- _ . ! ~ * ' ( )`.
pub(crate) const URI_COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

const SIGNATURE_LENGTH: usize = 44;

impl Signer {
    /// A signer with secrets of at least 32 bytes. The first one signs.
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Result<Self, SecretError> {
        Ok(Self { keys: MacKeys::new(secrets)? })
    }

    /// The value with its signature.
    pub fn sign(&self, value: &str) -> String {
        format!("{value}.{}", STANDARD.encode(self.keys.sign(value.as_bytes())))
    }

    /// The value, if one of the secrets signed it. It is what stands before the last dot, and never empty.
    pub fn verify<'a>(&self, signed: &'a str) -> Option<&'a str> {
        let (value, signature) = signed.rsplit_once('.')?;
        if value.is_empty() || signature.len() != SIGNATURE_LENGTH || !signature.ends_with('=') {
            return None;
        }
        // The decoder takes only the one spelling that the encoder writes.
        let mac = STANDARD.decode(signature).ok()?;
        self.keys.verify(value.as_bytes(), &mac).then_some(value)
    }

    /// The signed value as it stands in a `Set-Cookie` header.
    pub fn cookie_value(&self, value: &str) -> String {
        utf8_percent_encode(&self.sign(value), URI_COMPONENT).to_string()
    }

    /// The value of a cookie, percent-encoded or not: some clients send back what they decoded.
    pub fn from_cookie(&self, cookie: &str) -> Option<String> {
        if let Some(value) = self.verify(cookie) {
            return Some(value.to_owned());
        }
        let decoded = percent_decode_str(cookie).decode_utf8().ok()?;
        self.verify(&decoded).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "As3N5DH03oyuyXtiwBf01rokKcO1soD4";
    /// Recorded from Better Auth 1.7.24.
    const SIGNED: &str = "As3N5DH03oyuyXtiwBf01rokKcO1soD4.H04rOQs9rYjRSrwVctOtWzKNUX7V6k6INv1vv+8cUeo=";
    const COOKIE: &str = "As3N5DH03oyuyXtiwBf01rokKcO1soD4.H04rOQs9rYjRSrwVctOtWzKNUX7V6k6INv1vv%2B8cUeo%3D";

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn signer() -> Signer {
        Signer::new([secret("better-auth-secret-123456789012345678901234")]).unwrap()
    }

    #[test]
    fn signs_as_better_auth_does() {
        assert_eq!(signer().sign(TOKEN), SIGNED);
        assert_eq!(signer().cookie_value(TOKEN), COOKIE);
        assert_eq!(signer().verify(SIGNED), Some(TOKEN));
    }

    #[test]
    fn cookies_are_taken_encoded_and_raw() {
        assert_eq!(signer().from_cookie(COOKIE).as_deref(), Some(TOKEN));
        assert_eq!(signer().from_cookie(SIGNED).as_deref(), Some(TOKEN));
        assert_eq!(signer().from_cookie("%ff%fe"), None);
    }

    #[test]
    fn values_may_contain_dots() {
        let signed = signer().sign("a.b.c");
        assert_eq!(signer().verify(&signed), Some("a.b.c"));
    }

    #[test]
    fn refuses_what_it_did_not_sign() {
        let (_, signature) = SIGNED.rsplit_once('.').unwrap();
        let bare = signature.trim_end_matches('=');
        let url_safe = signature.replace('+', "-");
        // The last character before the padding carries two bits that mean nothing: another spelling of the same bytes.
        let respelt = format!("{}p=", &signature[..42]);
        for forged in [
            TOKEN.to_owned(),
            String::new(),
            ".".to_owned(),
            format!("{TOKEN}."),
            format!(".{signature}"),
            format!("{TOKEN}.{bare}"),
            format!("{TOKEN}.{url_safe}"),
            format!("{TOKEN}.{respelt}"),
            format!("{TOKEN}x.{signature}"),
            format!("{SIGNED}="),
            format!("{TOKEN}.{}", "é".repeat(22)),
            signer().sign(""),
        ] {
            assert_eq!(signer().verify(&forged), None, "{forged}");
        }
    }

    #[test]
    fn old_secrets_verify_and_the_first_signs() {
        let (old, new) = (secret(&"o".repeat(32)), secret(&"n".repeat(32)));
        let before = Signer::new([old.clone()]).unwrap().sign(TOKEN);
        let rotated = Signer::new([new.clone(), old]).unwrap();
        assert_eq!(rotated.verify(&before), Some(TOKEN));
        let after = Signer::new([new]).unwrap();
        assert_eq!(after.verify(&rotated.sign(TOKEN)), Some(TOKEN));
        assert_eq!(after.verify(&before), None);
    }

    proptest! {
        #[test]
        fn any_value_survives_a_cookie(value in "\\PC{1,40}") {
            let cookie = signer().cookie_value(&value);
            prop_assert!(cookie.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b';' | b',' | b'"' | b'\\')));
            prop_assert_eq!(signer().from_cookie(&cookie), Some(value));
        }
    }
}
