//! What can go wrong, each in one line that says what to do.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why there is no Postgres.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// `scripts/setup` has not run.
    #[error("no postgres below {}: run ./scripts/setup, or set DATABASE_URL", home.display())]
    NoBinaries {
        /// The `.kontor` folder that was searched.
        home: PathBuf,
    },
    /// The environment names a folder that is not Postgres'.
    #[error("KONTOR_POSTGRES_BIN is {}, which has no program '{program}': correct it, or unset it", folder.display())]
    WrongBinaries {
        /// What the variable says.
        folder: PathBuf,
        /// The first program that is missing.
        program: &'static str,
    },
    /// The cluster's name cannot be a folder's.
    #[error("'{name}' cannot be a cluster's name: use ascii letters, digits, '-' and '_'")]
    Name {
        /// The name as given.
        name: String,
    },
    /// Another process owns the cluster.
    #[error(
        "another kontor is running on {}{}: stop it first, or run this one in another checkout",
        folder.display(),
        pid.map_or_else(String::new, |pid| format!(" (process {pid})"))
    )]
    Busy {
        /// The cluster's folder.
        folder: PathBuf,
        /// The process that holds it, where that is known.
        pid: Option<u32>,
    },
    /// The caller is root, and there is nobody else to be.
    #[error(
        "postgres refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as: \
         create one (useradd --system postgres), or run kontor as another user"
    )]
    NoAccount,
    /// The caller is root, and the server's user cannot reach a cluster that is there already.
    #[error("{} is out of reach for the user '{user}', as whom postgres runs: chmod o+x {}", folder.display(), blocker.display())]
    Unreachable {
        /// The cluster's folder.
        folder: PathBuf,
        /// The folder that is closed.
        blocker: PathBuf,
        /// The server's user.
        user: String,
    },
    /// A folder for sockets, which has a fixed name, is somebody else's.
    #[error("{} belongs to somebody else: delete it, or set XDG_RUNTIME_DIR to a folder of your own", folder.display())]
    ForeignSockets {
        /// The folder of the sockets.
        folder: PathBuf,
    },
    /// A file or folder could not be used.
    #[error("cannot {action} {}: {source}{}", path.display(), remedy(source))]
    File {
        /// What was tried: "read", "write", "make"…
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A program could not be run at all.
    #[error("cannot run {}: {source}: delete .kontor/postgres-* and run ./scripts/setup", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// `initdb` failed.
    #[error("cannot make a database in {}: {output}", folder.display())]
    Initdb {
        /// The cluster's folder.
        folder: PathBuf,
        /// The end of what it said.
        output: String,
    },
    /// The server ended while it started.
    #[error("postgres stopped while it started: {tail} (all of it: {})", log.display())]
    Died {
        /// The server's log.
        log: PathBuf,
        /// The end of the log.
        tail: String,
    },
    /// The data belongs to another major version of Postgres.
    #[error(
        "the data in {} was made by another major version of postgres: delete it with ./scripts/dev --reset, \
         or set KONTOR_POSTGRES_BIN to that version to dump it first",
        folder.display()
    )]
    Version {
        /// The cluster's folder.
        folder: PathBuf,
    },
    /// The server runs, and does not get ready.
    #[error("postgres is not ready after {seconds} s: {tail} (all of it: {})", log.display())]
    NotReady {
        /// How long it had.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
        /// The end of the log.
        tail: String,
    },
    /// The server runs, and takes no connection.
    #[error("postgres does not answer: {output} (its log: {})", log.display())]
    NoAnswer {
        /// What psql said.
        output: String,
        /// The server's log.
        log: PathBuf,
    },
    /// `bootstrap.sql` failed.
    #[error("cannot prepare the database: {output}")]
    Bootstrap {
        /// What psql said.
        output: String,
    },
    /// There is data, and no passwords for it.
    #[error("{} is missing or damaged, and the database cannot be opened without it: restore it, or delete the data with --reset", path.display())]
    Passwords {
        /// Where they should be.
        path: PathBuf,
    },
    /// Nothing to talk to.
    #[error("no postgres is running on {}: start it first", folder.display())]
    NotRunning {
        /// The cluster's folder.
        folder: PathBuf,
    },
    /// The server does not end.
    #[error("postgres (process {pid}) does not stop: see {}, then end it with 'kill -9 {pid}'", log.display())]
    DoesNotStop {
        /// The server's process.
        pid: i32,
        /// The server's log.
        log: PathBuf,
    },
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::PermissionDenied => ": run as the user who owns it, or change its owner",
        io::ErrorKind::StorageFull => ": make room on the disk",
        io::ErrorKind::ReadOnlyFilesystem => ": use a checkout that can be written to",
        _ => "",
    }
}

/// Says which file an [`io::Error`] is about.
pub(crate) trait About<T> {
    fn about(self, action: &'static str, path: &Path) -> Result<T, Error>;
}

impl<T> About<T> for io::Result<T> {
    fn about(self, action: &'static str, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::File { action, path: path.to_owned(), source })
    }
}

/// The last lines of a program's output as one line.
pub(crate) fn tail(output: &str) -> String {
    const LINES: usize = 6;
    let lines: Vec<&str> = output.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return "it said nothing".to_owned();
    }
    lines[lines.len().saturating_sub(LINES)..].join(" | ")
}
