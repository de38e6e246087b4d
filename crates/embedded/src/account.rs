//! As whom the server runs. Postgres refuses root, so root lends it an unprivileged user.

use std::{
    ffi::OsStr,
    fs::{self, Metadata},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown},
    path::{Path, PathBuf},
    process::Stdio,
};

use nix::unistd::{Uid, User, geteuid};
use tokio::process::Command;

use crate::error::{About, Error};

/// The user as whom the server runs.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    /// The caller.
    Caller,
    /// Somebody else: the caller is root.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// The caller; for root whoever owns the `data` that is there, else `postgres`, else `nobody`.
    pub(crate) fn choose(data: &Path) -> Result<Self, Error> {
        if !geteuid().is_root() {
            return Ok(Self::Caller);
        }
        let owner = fs::metadata(data).ok().map(|data| data.uid()).filter(|uid| *uid != 0);
        let owner = owner.and_then(|uid| User::from_uid(Uid::from_raw(uid)).ok().flatten());
        let named = |name| User::from_name(name).ok().flatten();
        let user = owner.or_else(|| named("postgres")).or_else(|| named("nobody")).ok_or(Error::NoAccount)?;
        Ok(Self::Other { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw() })
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Caller => "you",
            Self::Other { name, .. } => name,
        }
    }

    /// The id that this user's files have.
    pub(crate) fn uid(&self) -> u32 {
        match self {
            Self::Caller => geteuid().as_raw(),
            Self::Other { uid, .. } => *uid,
        }
    }

    /// The nearest folder on the way from the root to `path` that this user cannot pass. The caller is trusted to reach
    /// what it names: only root looks for somebody else.
    pub(crate) fn blocked_by(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let Self::Other { uid, gid, .. } = self else { return Ok(None) };
        let path = path.canonicalize().about("find", path)?;
        let mut ancestors: Vec<&Path> = path.ancestors().collect();
        ancestors.reverse();
        for folder in ancestors {
            let metadata = fs::metadata(folder).about("look at", folder)?;
            if metadata.is_dir() && !passes(&metadata, *uid, *gid) {
                return Ok(Some(folder.to_owned()));
            }
        }
        Ok(None)
    }

    /// Mode for a folder that this user must pass and the caller owns.
    pub(crate) fn passable_mode(&self) -> u32 {
        match self {
            Self::Caller => 0o700,
            Self::Other { .. } => 0o755,
        }
    }

    /// Makes `folder`, unless it is there, as this user's own, closed to everybody else.
    pub(crate) fn own_folder(&self, folder: &Path) -> Result<(), Error> {
        make_folder(folder, 0o700)?;
        self.give(folder)
    }

    /// Makes `path` this user's.
    pub(crate) fn give(&self, path: &Path) -> Result<(), Error> {
        match self {
            Self::Caller => Ok(()),
            Self::Other { uid, gid, .. } => lchown(path, Some(*uid), Some(*gid)).about("change the owner of", path),
        }
    }

    /// A command that runs as this user, in `folder`, deaf, with nothing of the caller's environment: neither its secrets nor
    /// the `PG…` variables that would lead Postgres astray.
    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        bare_environment(&mut command);
        command.current_dir(folder).stdin(Stdio::null());
        if let Self::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }
}

/// Keeps of the environment only what programs need to load their libraries.
pub(crate) fn bare_environment(command: &mut Command) {
    const KEPT: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];
    command.env_clear();
    for name in KEPT {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("LC_ALL", OsStr::new("C")).env("TZ", OsStr::new("UTC"));
}

/// Makes `folder` and what leads to it, unless it is there, and gives it `mode` whatever the umask says.
pub(crate) fn make_folder(folder: &Path, mode: u32) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(mode).create(folder).about("make", folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).about("set the mode of", folder)
}

fn passes(folder: &Metadata, uid: u32, gid: u32) -> bool {
    let bit = if folder.uid() == uid {
        0o100
    } else if folder.gid() == gid {
        0o010
    } else {
        0o001
    };
    folder.mode() & bit != 0
}
