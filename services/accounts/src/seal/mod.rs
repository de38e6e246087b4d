//! What the service keeps sealed: secrets that it has to read again, in columns of type text ([`columns`]).
//!
//! The keys are those of `ENCRYPTION_KEYS`, newest first. Without it the key is derived from `AUTH_SECRET` (HKDF-SHA256 with
//! a purpose of its own, so it is no key of cookies or links): an installation has one secret to guard. What earlier
//! secrets sealed is opened as long as they stand in `AUTH_PREVIOUS_SECRETS`; [`rotate()`] seals everything anew.

pub mod columns;
mod rotate;
mod status;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use config::Config;
use secrecy::{ExposeSecret, SecretString};
use vault::seal::{Context, Error, Keyring, KeyringError};

pub use self::{
    rotate::{Progress, Rotated, rotate},
    status::{InUse, status},
};
use crate::Accounts;

/// What keys that follow from secrets are called.
const DERIVED: &str = "auth-";
/// What the key of the first secret was called before keys could be changed.
const UNNAMED: &str = "auth-secret-1";
const PURPOSE: &str = "kontor: sealed columns of schema auth";

/// The keys of an installation.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The first one seals.
    pub keyring: Keyring,
    /// Where each comes from, for people.
    pub named: Vec<Named>,
}

/// A key, without itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What sealed values call it.
    pub id: String,
    /// The setting that it stands in or follows from.
    pub from: String,
}

impl Keys {
    /// The keys that settings give, where the present `AUTH_SECRET` is `secret`.
    pub fn new(config: &Config, secret: &SecretString) -> Result<Self, KeyringError> {
        let mut named = Vec::new();
        let mut ring: Option<Keyring> = None;
        let mut add = |keys: Keyring, from: &str| {
            named.extend(keys.ids().map(|id| Named { id: id.to_owned(), from: from.to_owned() }));
            ring = Some(match ring.take() {
                Some(ring) => ring.and_opens(keys),
                None => keys,
            });
        };
        if let Some(keys) = &config.encryption.keys {
            add(Keyring::parse(keys)?, "ENCRYPTION_KEYS");
        }
        let previous = &config.auth.previous_secrets;
        for (position, secret) in std::iter::once(secret).chain(previous).enumerate() {
            let from = match position {
                0 => "AUTH_SECRET".to_owned(),
                _ => format!("entry {position} of AUTH_PREVIOUS_SECRETS"),
            };
            add(Keyring::derived_named(DERIVED, secret, PURPOSE)?, &from);
        }
        for secret in std::iter::once(secret).chain(previous) {
            let unnamed = Keyring::derived(UNNAMED, secret, PURPOSE)?;
            ring = ring.map(|ring| ring.and_opens(unnamed));
        }
        let keyring = ring.ok_or(KeyringError::Missing)?;
        Ok(Self { keyring, named })
    }

    /// The id of the key that seals.
    pub fn newest(&self) -> &str {
        self.keyring.ids().next().unwrap_or_default()
    }

    /// Seals a secret for its place.
    pub fn seal(&self, secret: &SecretString, context: &Context<'_>) -> Result<String, Error> {
        let sealed = self.keyring.seal(secret.expose_secret().as_bytes(), context)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, sealed: &str, context: &Context<'_>) -> Result<SecretString, Error> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Error::Format)?;
        self.keyring.open_text(&sealed, context)
    }
}

impl Accounts {
    /// The keys with which other services seal columns of theirs that stand in [`columns`].
    pub fn keyring(&self) -> &Keyring {
        &self.keys.keyring
    }

    /// Seals a secret for its place.
    pub fn seal(&self, secret: &SecretString, context: &Context<'_>) -> Result<String, Error> {
        self.keys.seal(secret, context)
    }

    /// Opens what was sealed for this place. That it does not open is logged here, with what to do, so that callers need only
    /// refuse what they were asked for.
    pub fn unseal(&self, sealed: &str, context: &Context<'_>) -> Result<SecretString, Error> {
        self.keys.open(sealed, context).inspect_err(|error| {
            let remedy = match error {
                Error::UnknownKey { .. } => {
                    "put that key back into ENCRYPTION_KEYS, or the secret that it followed from into AUTH_PREVIOUS_SECRETS; \
                     kontor keys status shows what is in use"
                }
                _ => "it was changed, copied from another row, or its AUTH_SECRET is gone: see AUTH_PREVIOUS_SECRETS",
            };
            tracing::error!(table = context.table, column = context.column, %error, remedy, "a sealed value does not open");
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old-secret-0123456789abcdef0123456789";
    const NEW: &str = "new-secret-0123456789abcdef0123456789";
    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const PLACE: Context<'_> = Context { table: "t", column: "c", row: "1" };

    fn keys(secret: &str, settings: &[(&str, &str)]) -> Keys {
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Keys::new(&Config::from_sources(settings, None).unwrap(), &secret.into()).unwrap()
    }

    fn opens(keys: &Keys, sealed: &str) -> bool {
        keys.open(sealed, &PLACE).is_ok_and(|opened| opened.expose_secret() == "secret")
    }

    #[test]
    fn values_of_earlier_settings_open() {
        let secret = SecretString::from("secret");
        let before = keys(OLD, &[]);
        let unnamed = Keyring::derived(UNNAMED, &OLD.into(), PURPOSE).unwrap();
        let oldest = URL_SAFE_NO_PAD.encode(unnamed.seal(b"secret", &PLACE).unwrap());
        let old = before.seal(&secret, &PLACE).unwrap();
        assert!(opens(&before, &oldest) && opens(&before, &old));

        let replaced = keys(NEW, &[]);
        assert!(!opens(&replaced, &oldest) && !opens(&replaced, &old));
        let rotating = keys(NEW, &[("AUTH_PREVIOUS_SECRETS", OLD)]);
        assert!(opens(&rotating, &oldest) && opens(&rotating, &old));
        assert!(opens(&replaced, &rotating.seal(&secret, &PLACE).unwrap()), "the newest seals");

        let own = keys(OLD, &[("ENCRYPTION_KEYS", &format!("k1:{KEY}"))]);
        assert!(opens(&own, &old));
        assert_eq!(own.newest(), "k1");
        let alone = keys(NEW, &[("ENCRYPTION_KEYS", &format!("k2:{},k1:{KEY}", KEY.replace("AAEC", "BBEC")))]);
        assert!(opens(&alone, &own.seal(&secret, &PLACE).unwrap()), "a new AUTH_SECRET voids nothing any more");
        assert!(!opens(&alone, &old));
    }

    #[test]
    fn keys_say_where_they_come_from() {
        let settings = [("ENCRYPTION_KEYS", format!("k1:{KEY}")), ("AUTH_PREVIOUS_SECRETS", OLD.to_owned())];
        let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
        let from: Vec<_> = keys(NEW, &settings).named.into_iter().map(|named| named.from).collect();
        assert_eq!(from, ["ENCRYPTION_KEYS", "AUTH_SECRET", "entry 1 of AUTH_PREVIOUS_SECRETS"]);
    }
}
