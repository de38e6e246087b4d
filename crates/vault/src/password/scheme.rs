//! Which work is done for which stored hash.

use std::sync::atomic::{AtomicBool, Ordering};

use secrecy::SecretString;

use super::{
    Error,
    argon::{self, Argon, Cost},
    normal::normalise,
    scrypted::{self, Scrypted},
};

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is another password, or what is stored is no password hash.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, and its hash is scrypt or cheaper than it should be: store a new one.
    RightButOld,
}

pub(super) struct Scheme {
    argon: Argon,
    scrypted: Scrypted,
    has_imported: AtomicBool,
    /// A hash of nothing, for whoever has none.
    dummy: argon::Stored,
}

impl std::fmt::Debug for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scheme").field("has_imported", &self.has_imported).finish_non_exhaustive()
    }
}

impl Scheme {
    pub(super) fn new(cost: Cost, has_imported: bool) -> Result<Self, Error> {
        let argon = Argon::new(cost)?;
        let dummy = argon.dummy()?;
        Ok(Self { argon, scrypted: Scrypted::new()?, has_imported: AtomicBool::new(has_imported), dummy })
    }

    pub(super) fn set_imported(&self, has_imported: bool) {
        self.has_imported.store(has_imported, Ordering::Relaxed);
    }

    pub(super) fn hash(&self, password: &SecretString) -> Result<String, Error> {
        self.argon.hash(&normalise(password))
    }

    /// Argon2 is always done, and scrypt always where there are hashes of it, so that the time says nothing.
    pub(super) fn verify(&self, password: &SecretString, stored: &str) -> Verdict {
        let password = normalise(password);
        let ours = argon::Stored::parse(stored);
        let theirs = scrypted::Stored::parse(stored);

        let is_ours = self.argon.verify(&password, ours.as_ref().unwrap_or(&self.dummy)) && ours.is_some();
        let is_theirs = (self.has_imported.load(Ordering::Relaxed) || theirs.is_some())
            && self.scrypted.verify(&password, theirs.as_ref().unwrap_or(&scrypted::Stored::dummy()))
            && theirs.is_some();

        match ours {
            Some(ours) if is_ours && !self.argon.is_old(&ours) => Verdict::Right,
            _ if is_ours || is_theirs => Verdict::RightButOld,
            _ => Verdict::Wrong,
        }
    }

    /// Whether a stored hash is of a kind that can be verified.
    pub(super) fn knows(stored: &str) -> bool {
        argon::Stored::parse(stored).is_some() || scrypted::Stored::parse(stored).is_some()
    }

    pub(super) fn dummy_verify(&self, password: &SecretString) {
        // It has effects nobody sees, so the compiler is told to keep it.
        std::hint::black_box(self.verify(password, ""));
    }
}
