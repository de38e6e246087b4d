//! What Better Auth 1.7 stores in `account.password`: `salt:key` in hexadecimal digits, the key being
//! scrypt(N = 16384, r = 16, p = 1, 64 bytes). The salt is the text of its digits, not the bytes that they stand for
//! (`@better-auth/utils`, `dist/password.node.mjs`). It takes 32 MiB.

use scrypt::{Params, scrypt};
use subtle::ConstantTimeEq;

use super::Error;

const LOG_N: u8 = 14;
const R: u32 = 16;
const P: u32 = 1;
const KEY: usize = 64;
/// Better Auth's have 32 digits.
const LONGEST_SALT: usize = 128;

/// A stored hash that can be verified.
pub(super) struct Stored<'a> {
    salt: &'a str,
    key: [u8; KEY],
}

impl<'a> Stored<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (salt, key) = text.split_once(':')?;
        let is_salt = (1..=LONGEST_SALT).contains(&salt.len()) && salt.bytes().all(|b| b.is_ascii_hexdigit());
        let mut bytes = [0; KEY];
        hex::decode_to_slice(key, &mut bytes).ok()?;
        is_salt.then_some(Self { salt, key: bytes })
    }

    /// For whoever has no such hash: nothing that fits, and the same work.
    pub(super) fn dummy() -> Self {
        Self { salt: "00000000000000000000000000000000", key: [0; KEY] }
    }
}

pub(super) struct Scrypted(Params);

impl Scrypted {
    pub(super) fn new() -> Result<Self, Error> {
        Params::new(LOG_N, R, P).map(Self).map_err(|error| Error::Cost(error.to_string()))
    }

    pub(super) fn verify(&self, password: &str, stored: &Stored<'_>) -> bool {
        let mut key = [0; KEY];
        scrypt(password.as_bytes(), stored.salt.as_bytes(), &self.0, &mut key).is_ok()
            && bool::from(key.ct_eq(&stored.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from Better Auth 1.7.24, for `newpassword1`.
    const STORED: &str = "576025db031cb1df72ee4c0435d6fc33:a27a8a88af56c04548533bdc62e57db74526b1364916c2f531f41288a35d1201\
        71cd9e3d0508ea50013d9eb2ce7509773d2e372c8eaae215cf7ba512ea5d48b5";

    #[test]
    fn hashes_of_better_auth_are_verified() {
        let scrypted = Scrypted::new().unwrap();
        assert!(scrypted.verify("newpassword1", &Stored::parse(STORED).unwrap()));
        assert!(!scrypted.verify("newpassword2", &Stored::parse(STORED).unwrap()));
        assert!(!scrypted.verify("newpassword1", &Stored::dummy()));
    }

    #[test]
    fn other_formats_are_none() {
        let (salt, key) = STORED.split_once(':').unwrap();
        for text in [
            String::new(),
            salt.to_owned(),
            format!(":{key}"),
            format!("{salt}:"),
            format!("{salt}:{}", &key[2..]),
            format!("{salt}:{key}00"),
            format!("{salt}:{key}:"),
            format!("{salt}$:{key}"),
            format!("{}:{key}", "0".repeat(129)),
        ] {
            assert!(Stored::parse(&text).is_none(), "{text}");
        }
    }
}
