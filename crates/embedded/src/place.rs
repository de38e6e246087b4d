//! Where a cluster lives. Usually `.kontor/clusters/<name>/`:
//!
//! ```text
//! data/          Postgres' own
//! run/           its socket
//! lock           held by the process that owns the cluster
//! passwords      of the three logins, 0600
//! port           remembered from the last start
//! bootstrapped   on which server process which bootstrap.sql has run
//! settings.conf  written at every start, included by data/postgresql.conf
//! postgres.log   what the server said
//! ```
//!
//! When root keeps the checkout where the server's user cannot go (`/root`, a 0700 home), the folder lies below
//! `/var/lib/kontor/<hash of .kontor's path>/` and `.kontor/clusters/<name>` is a symbolic link to it.

use std::{
    env, fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, symlink},
    },
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    Options,
    account::{Account, make_folder},
    error::{About, Error},
};

/// Where clusters go that cannot stay below `.kontor`.
const ELSEWHERE: &str = "/var/lib/kontor";

/// The longest socket path that every system takes is 103 bytes; `/.s.PGSQL.65535` is 15 of them.
const LONGEST_SOCKET_FOLDER: usize = 84;

#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) account: Account,
    /// The `.kontor` folder, absolute.
    pub(crate) home: PathBuf,
    /// The cluster's folder, absolute.
    pub(crate) folder: PathBuf,
}

impl Place {
    /// Finds the cluster's folder, and makes it when it is missing.
    pub(crate) fn of(options: &Options) -> Result<Self, Error> {
        let name = &options.name;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return Err(Error::Name { name: name.clone() });
        }
        make_folder(&options.home, 0o755)?;
        let home = options.home.canonicalize().about("find", &options.home)?;
        let clusters = home.join("clusters");
        make_folder(&clusters, 0o755)?;

        let here = clusters.join(name);
        let account = Account::choose(&here.join("data"))?;
        let folder = match account.blocked_by(&clusters)? {
            Some(blocker) if here.join("data").is_dir() && !here.is_symlink() => {
                return Err(Error::Unreachable { folder: here, blocker, user: account.name().to_owned() });
            }
            None if !here.is_symlink() => {
                make_folder(&here, account.passable_mode())?;
                here
            }
            // A cluster that was moved out stays there, even if the way to `.kontor` is open now.
            _ => {
                let there = elsewhere(&home)?.join("clusters").join(name);
                make_folder(&there, account.passable_mode())?;
                link(&here, &there)?;
                there
            }
        };
        Ok(Self { account, home, folder })
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    pub(crate) fn passwords(&self) -> PathBuf {
        self.folder.join("passwords")
    }

    pub(crate) fn port(&self) -> PathBuf {
        self.folder.join("port")
    }

    pub(crate) fn bootstrapped(&self) -> PathBuf {
        self.folder.join("bootstrapped")
    }

    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.join("settings.conf")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("postgres.log")
    }

    /// The folder of the socket, made when it is missing: in the cluster's folder, unless that path is too long for a
    /// socket or has characters that a configuration file would need quoted.
    pub(crate) fn sockets(&self) -> Result<PathBuf, Error> {
        let run = self.folder.join("run");
        self.account.own_folder(&run)?;
        if is_plain(&run) {
            return Ok(run);
        }
        let name = format!("kontor-{}", hash(&self.folder));
        let parent = match &self.account {
            Account::Other { .. } => PathBuf::from(ELSEWHERE),
            Account::Caller => env::var_os("XDG_RUNTIME_DIR")
                .map(PathBuf::from)
                .filter(|folder| folder.is_dir() && is_plain(&folder.join(&name)))
                .unwrap_or_else(|| PathBuf::from("/tmp")),
        };
        make_folder(&parent, 0o755)?;
        let short = parent.join(name);
        self.account.own_folder(&short)?;
        // Anybody can make a folder in /tmp, and could sit behind a socket in it.
        let found = fs::symlink_metadata(&short).about("look at", &short)?;
        if !found.is_dir() || found.uid() != self.account.uid() || found.mode() & 0o077 != 0 {
            return Err(Error::ForeignSockets { folder: short });
        }
        Ok(short)
    }
}

/// The folder that stands in for `home`, made when it is missing. It keeps a note of whose it is.
pub(crate) fn elsewhere(home: &Path) -> Result<PathBuf, Error> {
    let folder = Path::new(ELSEWHERE).join(hash(home));
    make_folder(Path::new(ELSEWHERE), 0o755)?;
    make_folder(&folder, 0o755)?;
    make_folder(&folder.join("clusters"), 0o755)?;
    let note = folder.join("belongs-to");
    if !note.exists() {
        fs::write(&note, home.as_os_str().as_bytes()).about("write", &note)?;
    }
    Ok(folder)
}

/// A short name for a path, the same in every process and release.
pub(crate) fn hash(path: &Path) -> String {
    format!("{:016x}", xxh3_64(path.as_os_str().as_bytes()))
}

fn link(here: &Path, there: &Path) -> Result<(), Error> {
    if fs::read_link(here).is_ok_and(|target| target == there) {
        return Ok(());
    }
    // Only a link to somewhere else, or a folder without data, can be in the way.
    if here.is_symlink() {
        fs::remove_file(here).about("delete", here)?;
    } else if here.is_dir() {
        fs::remove_dir_all(here).about("delete", here)?;
    }
    symlink(there, here).about("link", here)
}

fn is_plain(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_bytes();
    bytes.len() <= LONGEST_SOCKET_FOLDER
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_folder_is_short_and_plain() {
        assert!(is_plain(Path::new("/srv/kontor/.kontor/clusters/dev/run")));
        assert!(!is_plain(Path::new("/srv/my shop/run")));
        assert!(!is_plain(Path::new("/srv/it's/run")));
        assert!(!is_plain(&Path::new("/srv").join("x".repeat(90))));
    }

    #[test]
    fn a_hash_never_changes() {
        assert_eq!(hash(Path::new("/srv/kontor/.kontor")), hash(Path::new("/srv/kontor/.kontor")));
        assert_eq!(hash(Path::new("")), "2d06800538d394c2");
    }

    #[test]
    fn a_name_stays_inside_its_folder() {
        for name in ["", "../dev", "a/b", "a b", "ä"] {
            let options = Options { name: name.to_owned(), ..Options::dev("/nonexistent") };
            assert!(matches!(Place::of(&options), Err(Error::Name { .. })), "{name:?}");
        }
    }
}
