//! Argon2id in PHC strings.

use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

use super::Error;
use crate::random;

/// What one hash costs. Stored hashes that cost less are old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes; they are worked on one after the other.
    pub lanes: u32,
}

impl Default for Cost {
    /// OWASP's minimum: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// A stored hash that costs more was not made by us, and would let its owner keep a thread.
const MOST: Cost = Cost { memory_kib: 262_144, passes: 16, lanes: 16 };

impl Cost {
    fn is_below(self, other: Self) -> bool {
        self.memory_kib < other.memory_kib || self.passes < other.passes || self.lanes < other.lanes
    }
}

/// A stored hash that can be verified.
pub(super) struct Stored {
    hash: PasswordHash,
    cost: Cost,
}

impl Stored {
    /// Reads a PHC string. Anything but Argon2id version 19 with salt, hash and a bearable cost is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok()?;
        let is_complete = hash.salt.is_some() && hash.hash.as_ref().is_some_and(|hash| hash.len() >= 16);
        if hash.algorithm != ARGON2ID_IDENT || hash.version != Some(Version::V0x13.into()) || !is_complete {
            return None;
        }
        let params = Params::try_from(&hash).ok()?;
        let cost = Cost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
        (!MOST.is_below(cost)).then_some(Self { hash, cost })
    }
}

pub(super) struct Argon {
    argon: Argon2<'static>,
    cost: Cost,
}

impl Argon {
    pub(super) fn new(cost: Cost) -> Result<Self, Error> {
        if MOST.is_below(cost) {
            return Err(Error::Cost(format!("at most {} KiB, {} passes", MOST.memory_kib, MOST.passes)));
        }
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(|error| Error::Cost(error.to_string()))?;
        Ok(Self { argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, params), cost })
    }

    pub(super) fn hash(&self, password: &str) -> Result<String, Error> {
        let salt: [u8; 16] = random::bytes();
        let hash = self.argon.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Cost(error.to_string()))
    }

    /// A hash of this cost that no password has.
    pub(super) fn dummy(&self) -> Result<Stored, Error> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let (salt, hash) = (random::bytes::<16>(), random::bytes::<32>());
        let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
        Stored::parse(&format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}"))
            .ok_or_else(|| Error::Cost("its hashes cannot be read back".to_owned()))
    }

    pub(super) fn verify(&self, password: &str, stored: &Stored) -> bool {
        self.argon.verify_password(password.as_bytes(), &stored.hash).is_ok()
    }

    pub(super) fn is_old(&self, stored: &Stored) -> bool {
        stored.cost.is_below(self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    /// Made by Python's argon2-cffi 25.1.0.
    const PYTHON: &str =
        "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$EACghbY+vqg+WXSwJUqTkQ3pSNec1qiWLnexV8SNHo0";

    #[test]
    fn hashes_say_what_they_cost() {
        let hash = Argon::new(CHEAP).unwrap().hash("secret").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_eq!(hash.rsplit('$').map(str::len).take(2).collect::<Vec<_>>(), [43, 22]);
    }

    #[test]
    fn hashes_of_others_are_verified() {
        let (argon, stored) = (Argon::new(CHEAP).unwrap(), Stored::parse(PYTHON).unwrap());
        assert!(argon.verify("größe-€uro1", &stored));
        assert!(!argon.verify("größe-€uro2", &stored));
        assert!(!argon.is_old(&stored));
        assert!(Argon::new(Cost::default()).unwrap().is_old(&stored));
    }

    #[test]
    fn the_dummy_costs_the_same_and_is_nobodys() {
        let argon = Argon::new(CHEAP).unwrap();
        let dummy = argon.dummy().unwrap();
        assert_eq!(dummy.cost, CHEAP);
        assert!(!argon.verify("", &dummy));
    }

    #[test]
    fn other_formats_and_unbearable_costs_are_none() {
        for text in [
            PYTHON.replace("argon2id", "argon2i"),
            PYTHON.replace("v=19", "v=16"),
            PYTHON.replace("$v=19", ""),
            PYTHON.replace("m=64", "m=262145"),
            PYTHON.replace("t=1", "t=17"),
            PYTHON.rsplit_once('$').unwrap().0.to_owned(),
            "$argon2id$v=19$m=64,t=1,p=1".to_owned(),
            "$2b$10$abcdefghijklmnopqrstuv".to_owned(),
            String::new(),
        ] {
            assert!(Stored::parse(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn costs_that_cannot_work_are_refused() {
        for cost in
            [Cost { passes: 0, ..CHEAP }, Cost { memory_kib: 7, ..CHEAP }, Cost { memory_kib: 1 << 30, ..CHEAP }]
        {
            assert!(matches!(Argon::new(cost), Err(Error::Cost(_))), "{cost:?}");
        }
    }
}
