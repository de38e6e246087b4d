//! Where the files of a theme are.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};

use include_dir::{Dir, include_dir};
use xxhash_rust::xxh3::xxh3_64;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/harbour");

/// The files of a theme: the shop's above those that are built in. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Files {
    folder: Option<Arc<Path>>,
}

impl Files {
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder: folder.map(Into::into) }
    }

    /// Whether there is a folder that somebody may write to.
    pub(super) fn may_change(&self) -> bool {
        self.folder.is_some()
    }

    /// A file's bytes. A name that leads out of the theme names nothing.
    pub(super) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_plain {
            return None;
        }
        let own = self.folder.as_ref().and_then(|folder| fs::read(folder.join(name)).ok());
        own.or_else(|| BUILT_IN.get_file(name).map(|file| file.contents().to_vec()))
    }

    /// A file as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.bytes(name)?).ok()
    }

    /// The names below a folder of the theme, in order.
    pub(super) fn names(&self, below: &str) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN.get_dir(below).map(built_in).unwrap_or_default();
        if let Some(folder) = &self.folder {
            walk(&folder.join(below), &mut |path, _| {
                if let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) {
                    names.push(name.to_owned());
                }
            });
        }
        names.sort();
        names.dedup();
        names
    }

    /// Differs when a file of the folder does.
    pub(super) fn stamp(&self) -> u64 {
        let mut seen = Vec::new();
        if let Some(folder) = &self.folder {
            walk(folder, &mut |path, data| {
                let changed = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                seen.push((path.to_owned(), changed.unwrap_or_default().as_nanos(), data.len()));
            });
        }
        seen.sort();
        xxh3_64(format!("{seen:?}").as_bytes())
    }
}

fn built_in(folder: &Dir<'_>) -> Vec<String> {
    let own = folder.files().filter_map(|file| file.path().to_str()).map(str::to_owned);
    own.chain(folder.dirs().flat_map(built_in)).collect()
}

fn walk(folder: &Path, seen: &mut impl FnMut(&Path, &fs::Metadata)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.metadata() {
            Ok(data) if data.is_dir() => walk(&entry.path(), seen),
            Ok(data) => seen(&entry.path(), &data),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
pub(super) fn templates() -> Vec<String> {
    let names = built_in(&BUILT_IN);
    names.into_iter().filter(|name| Path::new(name).extension().is_some_and(|end| end == "html")).collect()
}
