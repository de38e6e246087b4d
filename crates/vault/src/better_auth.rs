//! Opens what Better Auth 1.7 encrypted: secrets of authenticator apps, backup codes, private keys of JWTs, and tokens of
//! OAuth providers where that was switched on. For taking over a database; nothing new is written like this.
//!
//! Encrypted is XChaCha20-Poly1305 with the key SHA-256(secret), as hexadecimal digits of nonce (24 bytes), ciphertext and tag
//! (16 bytes). With versioned secrets it stands in an envelope, `$ba$<version>$<digits>` (`better-auth`,
//! `dist/crypto/index.mjs`).
//!
//! What is inside: a text for authenticator apps ([`crate::totp::Secret::from_stored`]), a JSON array of backup codes, a private
//! JWK ([`crate::jwt::SigningKey::from_private_jwk`]).

use std::collections::BTreeMap;

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ENVELOPE: &str = "$ba$";
const NONCE: usize = 24;

/// Why a value was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Neither hexadecimal digits nor an envelope.
    #[error("this is nothing that Better Auth encrypted")]
    Format,
    /// It has no version, and `BETTER_AUTH_SECRET` was not given.
    #[error("the value is older than versioned secrets: BETTER_AUTH_SECRET is needed to open it")]
    NoUnversionedSecret,
    /// No secret of that version was given.
    #[error("version {version} is not among BETTER_AUTH_SECRETS")]
    UnknownVersion {
        /// The version.
        version: u32,
    },
    /// Changed, or encrypted with another secret.
    #[error("the value was not encrypted with this secret")]
    WrongSecret,
    /// `BETTER_AUTH_SECRETS` cannot be read.
    #[error("entry {position} of BETTER_AUTH_SECRETS is not version:secret, or has the version of an earlier one")]
    Setting {
        /// Which one, counted from 1.
        position: usize,
    },
}

/// The secrets that the Better Auth installation had.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    unversioned: Option<SecretString>,
    versioned: BTreeMap<u32, SecretString>,
}

impl Secrets {
    /// From the settings of that installation: `BETTER_AUTH_SECRET`, and `BETTER_AUTH_SECRETS` (`2:secret,1:secret`) if it
    /// had that.
    pub fn new(secret: Option<SecretString>, secrets: Option<&SecretString>) -> Result<Self, Error> {
        let mut versioned = BTreeMap::new();
        let entries = secrets.map_or("", |secrets| secrets.expose_secret());
        for (position, entry) in (1..).zip(entries.split(',').map(str::trim).filter(|entry| !entry.is_empty())) {
            let read = entry.split_once(':').and_then(|(version, secret)| Some((version.parse().ok()?, secret.trim())));
            let (version, secret) = read.filter(|(_, secret)| !secret.is_empty()).ok_or(Error::Setting { position })?;
            if versioned.insert(version, SecretString::from(secret)).is_some() {
                return Err(Error::Setting { position });
            }
        }
        Ok(Self { unversioned: secret, versioned })
    }

    /// Opens a value as it stands in the column. Quotation marks around it, which `jwks.privateKey` has, are no part of it.
    pub fn open(&self, stored: &str) -> Result<SecretString, Error> {
        let stored = stored.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(stored);
        let Some(envelope) = stored.strip_prefix(ENVELOPE) else {
            let bytes = decode(stored)?;
            return decrypt(self.unversioned.as_ref().ok_or(Error::NoUnversionedSecret)?, &bytes);
        };
        let (version, digits) = envelope.split_once('$').ok_or(Error::Format)?;
        let version = version.parse().map_err(|_| Error::Format)?;
        let bytes = decode(digits)?;
        decrypt(self.versioned.get(&version).ok_or(Error::UnknownVersion { version })?, &bytes)
    }
}

/// Whether a column's value is encrypted or in clear, as Better Auth itself tells them apart for tokens of OAuth providers.
pub fn looks_encrypted(stored: &str) -> bool {
    stored.starts_with(ENVELOPE)
        || (!stored.is_empty() && stored.len().is_multiple_of(2) && stored.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn decode(digits: &str) -> Result<Vec<u8>, Error> {
    hex::decode(digits).map_err(|_| Error::Format)
}

fn decrypt(secret: &SecretString, bytes: &[u8]) -> Result<SecretString, Error> {
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE>().ok_or(Error::Format)?;
    let key = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(secret.expose_secret().as_bytes())));
    let cipher = XChaCha20Poly1305::new((&*key).into());
    let plain = cipher.decrypt(&XNonce::from(*nonce), ciphertext).map_err(|_| Error::WrongSecret)?;
    let plain = Zeroizing::new(plain);
    str::from_utf8(&plain).map(SecretString::from).map_err(|_| Error::Format)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "better-auth-secret-123456789012345678901234";
    const OLD: &str = "older-auth-secret-0123456789012345678901";

    // Made by `symmetricEncrypt` of Better Auth 1.7.24.
    const TOTP: &str = "946e22620f505718d7276a0338821700270db9547373402178d7dd146dd1d6c0763957375a762c3df28d85131ab566ca4d405\
        4b6326e6baaed64429233ae6df6422871e4f23f01d9";
    const CODES: &str = "aa5aa56326135fe474b5389d14f8c70d5d4fc62000e41710ccff8c900c8ed7ed8a8da0e9d783d5107060e43813f2e049bd0ab\
        0b39639ac53e3e5cce71f88a6df343ec3dde5f8dc4902";
    const EMPTY: &str = "0aa88a8ae118a12144a753424abdb6634395ddfb84d300bf7b35011f70bdfd026738a8815dc9f52b";
    const SECOND: &str =
        "$ba$2$6c6db1d15c71b2deb2014284067a50c58df1bad802cdfab1addb374ae9e82ed778eb77262c35d7887a1fc0bd8502";
    const FIRST: &str =
        "$ba$1$175d6ae4df0fbf2e39ab6bfa49446495e4458b89cadded4ffa875d62cb22b6ac23487d539802bebaa647159d69";
    const UNVERSIONED: &str =
        "53d9588c7300cbbf7c5d594ace0821623b18144ac859de60ab7b695acb0301893b0721e2bd3bf5625dd2d76c076a";

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn rotated() -> Secrets {
        Secrets::new(Some(secret(OLD)), Some(&secret(&format!("2:{NEW}, 1:{OLD}")))).unwrap()
    }

    fn open(secrets: &Secrets, stored: &str) -> Result<String, Error> {
        secrets.open(stored).map(|plain| plain.expose_secret().to_owned())
    }

    #[test]
    fn opens_what_one_secret_encrypted() {
        let secrets = Secrets::new(Some(secret(NEW)), None).unwrap();
        assert_eq!(open(&secrets, TOTP).unwrap(), "Zj3Q_wanKUdaQ5VmHqN8sT-x0bYcR1eF");
        assert_eq!(open(&secrets, CODES).unwrap(), r#"["aB3dE-fG5hJ","größe-€uro1"]"#);
        assert_eq!(open(&secrets, EMPTY).unwrap(), "");
        assert_eq!(open(&secrets, &format!("\"{TOTP}\"")).unwrap(), "Zj3Q_wanKUdaQ5VmHqN8sT-x0bYcR1eF");
    }

    #[test]
    fn opens_what_versioned_secrets_encrypted() {
        assert_eq!(open(&rotated(), SECOND).unwrap(), "second");
        assert_eq!(open(&rotated(), FIRST).unwrap(), "first");
        assert_eq!(open(&rotated(), UNVERSIONED).unwrap(), "legacy");
    }

    #[test]
    fn says_which_secret_is_missing() {
        let only_versioned = Secrets::new(None, Some(&secret(&format!("2:{NEW}")))).unwrap();
        assert_eq!(open(&only_versioned, FIRST), Err(Error::UnknownVersion { version: 1 }));
        assert_eq!(open(&only_versioned, UNVERSIONED), Err(Error::NoUnversionedSecret));
        assert_eq!(open(&rotated(), TOTP), Err(Error::WrongSecret));
    }

    #[test]
    fn refuses_what_was_changed_or_is_something_else() {
        let mut changed = SECOND.to_owned();
        changed.replace_range(60..61, "0");
        assert_eq!(open(&rotated(), &changed), Err(Error::WrongSecret));
        for stored in ["", "ya29.a0token", "abc", "abcd", "$ba$", "$ba$2", "$ba$x$00", "$ba$-1$00", "$ba$2$zz"] {
            assert_eq!(open(&rotated(), stored), Err(Error::Format), "{stored}");
        }
    }

    #[test]
    fn tells_encrypted_from_clear_as_better_auth_does() {
        assert!(looks_encrypted(TOTP) && looks_encrypted(FIRST));
        assert!(!looks_encrypted("ya29.a0token") && !looks_encrypted("") && !looks_encrypted("abc"));
    }

    #[test]
    fn settings_are_read_strictly() {
        for (text, position) in [("1", 1), ("1:", 1), ("1:a,x:b", 2), ("1:a,1:b", 2), ("-1:a", 1)] {
            let error = Secrets::new(None, Some(&secret(text))).unwrap_err();
            assert_eq!(error, Error::Setting { position }, "{text}");
        }
    }
}
