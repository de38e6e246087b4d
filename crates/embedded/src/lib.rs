//! The Postgres that Kontor runs on when there is no `DATABASE_URL`: made, started, adopted and stopped here.
//!
//! It owns everything about a *cluster* below `.kontor/clusters/<name>/`: its data, its passwords, its port, its log and
//! the server process; and it runs `infra/postgres/bootstrap.sql` at every start. The programs come from
//! `scripts/setup` (`.kontor/postgres-<version>/`), or from `KONTOR_POSTGRES_BIN`.
//!
//! It must never know a table: the schema is `migrations`' business. It must never touch a server that it cannot prove
//! to run on its own data folder, and never delete data but in [`Postgres::reset`].
//!
//! - `place` decides where a cluster lives and as which user its server runs, `account` knows those users;
//! - `programs` finds the programs, `process` starts, watches and stops the server, `pid_file` reads what it says;
//! - `cluster` makes a new cluster, `passwords` keeps its secrets, `settings` writes its configuration, `lock` keeps
//!   two processes off one cluster;
//! - `bootstrap` makes roles, database and extensions.
//!
//! To add a setting of the server, add a line to `settings`; it takes effect at the next start, on old clusters too. To
//! add a role or an extension, edit `infra/postgres/bootstrap.sql`. To add another cluster, give [`Options`] another name.

mod account;
mod bootstrap;
mod cluster;
mod error;
mod lock;
mod passwords;
mod pid_file;
mod place;
mod postgres;
mod process;
mod programs;
mod settings;
mod url;

use std::path::PathBuf;

pub use error::Error;
pub use postgres::Postgres;
pub use programs::binaries;
pub use url::{DATABASE, Login};

/// Which cluster, and how it behaves. [`Options::dev`] and [`Options::test`] are the two in use.
#[derive(Debug, Clone)]
pub struct Options {
    /// The `.kontor` folder; made when it is missing.
    pub home: PathBuf,
    /// The cluster's name: ASCII letters, digits, `-` and `_`.
    pub name: String,
    /// Survive a power cut. Without it commits cost no disk flush, which is for tests.
    pub durable: bool,
    /// How many connections the server takes.
    pub max_connections: u16,
    /// Several processes use the cluster: it is locked only while it starts, and it outlives them all until
    /// [`Postgres::shutdown`]. Otherwise one process owns it, and stops it.
    pub shared: bool,
}

impl Options {
    /// The cluster of `kontor dev`: durable, owned by one process.
    pub fn dev(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into(), name: "dev".to_owned(), durable: true, max_connections: 100, shared: false }
    }

    /// The cluster of the tests: not durable, shared by all test processes.
    pub fn test(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into(), name: "test".to_owned(), durable: false, max_connections: 400, shared: true }
    }
}
