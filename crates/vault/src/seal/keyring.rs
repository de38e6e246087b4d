//! The keys of an installation.

use aes_gcm::{Aes256Gcm, KeyInit};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

const PADDED_OR_NOT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDED_OR_NOT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, PADDED_OR_NOT);

const KEY: usize = 32;
const MAX_ID: usize = 32;

/// What is wrong with the setting. Never contains a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// There is no key in it.
    #[error("no key was given, expected id:key,id:key")]
    Missing,
    /// An entry is not `id:key`.
    #[error("entry {position} is not id:key")]
    Entry {
        /// Which one, counted from 1.
        position: usize,
    },
    /// An id is not what ids are.
    #[error("the id of entry {position} is not 1 to {MAX_ID} characters of a-z, A-Z, 0-9, - and _")]
    Id {
        /// Which one, counted from 1.
        position: usize,
    },
    /// A key is not 32 bytes in base64.
    #[error("the key of entry {position} is not {KEY} bytes in base64; make one with: openssl rand -base64 32")]
    Key {
        /// Which one, counted from 1.
        position: usize,
    },
    /// An id or a key that an earlier entry has.
    #[error("entry {position} has the id or the key of an earlier one")]
    Twice {
        /// Which one, counted from 1.
        position: usize,
    },
}

/// The keys, of which the first one seals and all open.
#[derive(Clone)]
pub struct Keyring {
    keys: Vec<NamedKey>,
}

#[derive(Clone)]
pub(super) struct NamedKey {
    pub(super) id: String,
    pub(super) cipher: Aes256Gcm,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl Keyring {
    /// Reads `id:key,id:key`: ids of up to 32 plain characters, keys of 32 bytes in base64, of either alphabet, padded or not.
    pub fn parse(setting: &SecretString) -> Result<Self, KeyringError> {
        let mut keys: Vec<NamedKey> = Vec::new();
        let mut seen: Vec<Zeroizing<[u8; KEY]>> = Vec::new();
        let entries = setting.expose_secret().split(',').map(str::trim).filter(|entry| !entry.is_empty());
        for (position, entry) in (1..).zip(entries) {
            let (id, key) = entry.split_once(':').ok_or(KeyringError::Entry { position })?;
            let (id, key) = (id.trim(), key.trim());
            let is_plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            if !(1..=MAX_ID).contains(&id.len()) || !is_plain {
                return Err(KeyringError::Id { position });
            }
            let key = decode(key).ok_or(KeyringError::Key { position })?;
            if seen.contains(&key) || keys.iter().any(|known| known.id == id) {
                return Err(KeyringError::Twice { position });
            }
            keys.push(NamedKey { id: id.to_owned(), cipher: Aes256Gcm::new((&*key).into()) });
            seen.push(key);
        }
        if keys.is_empty() { Err(KeyringError::Missing) } else { Ok(Self { keys }) }
    }

    /// One key, derived from a secret that other things are derived from too: HKDF-SHA256 (RFC 5869) without a salt, and
    /// `purpose` as its info. `id` has to be one that [`Keyring::parse`] takes.
    pub fn derived(id: &str, secret: &SecretString, purpose: &str) -> Result<Self, KeyringError> {
        let extracted = hmac(&[0; KEY], &[secret.expose_secret().as_bytes()]).ok_or(KeyringError::Missing)?;
        let key = hmac(&*extracted, &[purpose.as_bytes(), &[1]]).ok_or(KeyringError::Missing)?;
        let text = Zeroizing::new(STANDARD.encode(*key));
        Self::parse(&SecretString::from(format!("{id}:{}", *text)))
    }

    /// The same, named by the secret: its id is `prefix` and eight hexadecimal digits that follow from the secret, and tell
    /// nothing of it to whoever does not know it already.
    pub fn derived_named(prefix: &str, secret: &SecretString, purpose: &str) -> Result<Self, KeyringError> {
        let extracted = hmac(&[0; KEY], &[secret.expose_secret().as_bytes()]).ok_or(KeyringError::Missing)?;
        let name = hmac(&*extracted, &[b"name of: ", purpose.as_bytes(), &[1]]).ok_or(KeyringError::Missing)?;
        Self::derived(&format!("{prefix}{}", hex::encode(&name[..4])), secret, purpose)
    }

    /// Adds keys that open and never seal. They may have ids that are here already: then whichever fits opens.
    #[must_use]
    pub fn and_opens(mut self, others: Self) -> Self {
        self.keys.extend(others.keys);
        self
    }

    /// The ids, the one that seals first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    pub(super) fn first(&self) -> &NamedKey {
        // `parse` makes no empty one.
        &self.keys[0]
    }

    pub(super) fn find<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a NamedKey> {
        self.keys.iter().filter(move |key| key.id == id)
    }
}

fn hmac(key: &[u8], message: &[&[u8]]) -> Option<Zeroizing<[u8; KEY]>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).ok()?;
    for part in message {
        mac.update(part);
    }
    Some(Zeroizing::new(mac.finalize().into_bytes().into()))
}

fn decode(text: &str) -> Option<Zeroizing<[u8; KEY]>> {
    let bytes = Zeroizing::new(STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()?);
    let mut key = Zeroizing::new([0; KEY]);
    if bytes.len() != KEY {
        return None;
    }
    key.copy_from_slice(&bytes);
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const B: &str = "//////////////////////////////////////////8=";

    fn parse(text: &str) -> Result<Keyring, KeyringError> {
        Keyring::parse(&SecretString::from(text))
    }

    #[test]
    fn keys_are_read_in_every_spelling_of_base64() {
        let url_safe = B.replace('/', "_");
        for text in [format!("new:{A},old:{B}"), format!(" new : {} , old:{url_safe},", A.trim_end_matches('='))] {
            let keyring = parse(&text).unwrap();
            assert_eq!(keyring.ids().collect::<Vec<_>>(), ["new", "old"]);
            assert_eq!(format!("{keyring:?}"), r#"["new", "old"]"#);
        }
    }

    /// RFC 5869, test case 3: no salt, no info.
    #[test]
    fn keys_are_derived_as_the_rfc_says() {
        let extracted = hmac(&[0; KEY], &[&[0x0b; 22]]).unwrap();
        assert_eq!(hex::encode(*extracted), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        let key = hmac(&*extracted, &[b"", &[1]]).unwrap();
        assert_eq!(hex::encode(*key), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
        let secret = SecretString::from("s".repeat(32));
        let keyring = Keyring::derived("derived", &secret, "seal").unwrap();
        assert_eq!(keyring.ids().collect::<Vec<_>>(), ["derived"]);
    }

    #[test]
    fn derived_keys_are_named_by_their_secret() {
        let named = |secret: &str| Keyring::derived_named("auth-", &SecretString::from(secret), "seal").unwrap();
        let (one, other) = (named("one"), named("other"));
        let id = |keyring: &Keyring| keyring.ids().next().unwrap().to_owned();
        assert_eq!(id(&one), id(&named("one")));
        assert_ne!(id(&one), id(&other));
        assert!(id(&one).len() == 13 && id(&one).starts_with("auth-"));
        assert_eq!(one.clone().and_opens(other.clone()).ids().collect::<Vec<_>>(), [id(&one), id(&other)]);
    }

    #[test]
    fn errors_name_the_entry_and_never_the_key() {
        for (text, expected) in [
            (String::new(), KeyringError::Missing),
            (" , ".to_owned(), KeyringError::Missing),
            (A.to_owned(), KeyringError::Entry { position: 1 }),
            (format!("a:{A},:{B}"), KeyringError::Id { position: 2 }),
            (format!("a b:{A}"), KeyringError::Id { position: 1 }),
            (format!("{}:{A}", "x".repeat(33)), KeyringError::Id { position: 1 }),
            (format!("a:{A},b:{}", &B[4..]), KeyringError::Key { position: 2 }),
            ("a:".to_owned(), KeyringError::Key { position: 1 }),
            ("a:not base64".to_owned(), KeyringError::Key { position: 1 }),
            (format!("a:{A},a:{B}"), KeyringError::Twice { position: 2 }),
            (format!("a:{A},b:{A}"), KeyringError::Twice { position: 2 }),
        ] {
            let error = parse(&text).unwrap_err();
            assert_eq!(error, expected);
            assert!(!error.to_string().contains(&A[..8]));
        }
    }
}
