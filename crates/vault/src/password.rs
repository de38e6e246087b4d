//! Passwords: hashed with Argon2id on threads of their own, and compared with what Argon2id or Better Auth's scrypt stored.
//!
//! | stored | as |
//! |---|---|
//! | ours | a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`: 19 MiB, two passes, one lane (OWASP's minimum) |
//! | Better Auth 1.7 | `salt:key`, scrypt with N = 16384, r = 16, p = 1 and 64 bytes: see [`Verdict::RightButOld`] |
//!
//! Passwords are normalised to NFKC first, as Better Auth does, so that a password is the same from every keyboard.
//!
//! A hash takes tens of milliseconds and tens of megabytes. So there are few threads for it and a bounded queue before them;
//! when that is full, the answer is [`Error::Busy`] at once, and nobody who is not signing in notices.

mod argon;
mod common;
mod normal;
mod pool;
mod rules;
mod scheme;
mod scrypted;

use std::{num::NonZeroUsize, sync::Arc};

use secrecy::SecretString;

pub use self::{
    argon::Cost,
    common::is_common,
    rules::{Length, MAX_LENGTH, MIN_LENGTH, length},
    scheme::Verdict,
};
use self::{pool::Pool, scheme::Scheme};

/// Why a password was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many passwords wait already. Ask again later.
    #[error("too many passwords are being checked")]
    Busy,
    /// The thread ended under the work. A fault of this process.
    #[error("a password thread ended before its work")]
    Stopped,
    /// Argon2 does not take this cost.
    #[error("the cost of password hashes cannot work: {0}")]
    Cost(String),
    /// The operating system gave no thread.
    #[error("password threads did not start")]
    Threads(#[source] std::io::Error),
}

/// How much is spent on passwords.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Threads, that is hashes at a time. Each needs the memory of one.
    pub threads: NonZeroUsize,
    /// Passwords that may wait for a thread.
    pub waiting: NonZeroUsize,
    /// What new hashes cost.
    pub cost: Cost,
    /// The installation has taken over hashes of Better Auth. Then every verification does the work of both kinds, so that
    /// its time does not tell who has an old account, who a new one, and who none.
    pub has_imported: bool,
}

impl Default for Settings {
    /// Half of the cores, thirty-two passwords waiting for each, OWASP's minimum, nothing taken over.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = NonZeroUsize::new(cores / 2).unwrap_or(NonZeroUsize::MIN);
        let waiting = threads.saturating_mul(WAITING_PER_THREAD);
        Self { threads, waiting, cost: Cost::default(), has_imported: false }
    }
}

const WAITING_PER_THREAD: NonZeroUsize = NonZeroUsize::MIN.saturating_add(31);

/// Hashes and verifies passwords. Clones share the threads, which end with the last of them.
#[derive(Debug, Clone)]
pub struct Hasher {
    pool: Pool,
    scheme: Arc<Scheme>,
}

impl Hasher {
    /// Starts the threads.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let scheme = Arc::new(Scheme::new(settings.cost, settings.has_imported)?);
        let pool = Pool::start(settings.threads, settings.waiting).map_err(Error::Threads)?;
        Ok(Self { pool, scheme })
    }

    /// Whether there are hashes of Better Auth, as far as the caller has just seen: see [`Settings::has_imported`].
    pub fn set_imported(&self, has_imported: bool) {
        self.scheme.set_imported(has_imported);
    }

    /// What to store of a password. Whether it is long enough, or common, is for the caller to ask.
    pub async fn hash(&self, password: SecretString) -> Result<String, Error> {
        let scheme = Arc::clone(&self.scheme);
        self.pool.run(move || scheme.hash(&password)).await?
    }

    /// Compares a password with what is stored. What is stored in no known format is never right, and takes as long.
    pub async fn verify(&self, password: SecretString, stored: String) -> Result<Verdict, Error> {
        let scheme = Arc::clone(&self.scheme);
        self.pool.run(move || scheme.verify(&password, &stored)).await
    }

    /// Takes as long as [`Hasher::verify`]: for whoever names a user that does not exist or has no password.
    pub async fn dummy_verify(&self, password: SecretString) -> Result<(), Error> {
        let scheme = Arc::clone(&self.scheme);
        self.pool.run(move || scheme.dummy_verify(&password)).await
    }
}

/// Whether a stored hash is of a kind that [`Hasher::verify`] can compare with.
pub fn is_verifiable(stored: &str) -> bool {
    Scheme::knows(stored)
}

#[cfg(test)]
mod tests;
