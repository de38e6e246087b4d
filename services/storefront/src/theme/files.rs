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

    /// A file's bytes. A name that leads out of the theme names nothing, and neither does a link that does.
    pub(super) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_plain {
            return None;
        }
        let own = self.folder.as_ref().and_then(|folder| fs::read(inside(folder, &folder.join(name))?).ok());
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
            walk(folder, &folder.join(below), 0, &mut |path, _| {
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
            walk(folder, folder, 0, &mut |path, data| {
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

/// Folders of a theme are not deeper.
const DEEPEST: usize = 8;

/// All files below a folder of a theme, by the names that they have there. Links count for what they lead to, as long as that is inside of
/// the theme; what is hidden is nobody's.
fn walk(theme: &Path, folder: &Path, depth: usize, seen: &mut impl FnMut(&Path, &fs::Metadata)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let Some(place) = inside(theme, &path).filter(|_| !is_hidden) else { continue };
        match fs::metadata(place) {
            Ok(data) if data.is_dir() && depth < DEEPEST => walk(theme, &path, depth + 1, seen),
            Ok(data) if data.is_file() => seen(&path, &data),
            _ => {}
        }
    }
}

/// Where something truly is, if that is inside of the theme.
fn inside(theme: &Path, path: &Path) -> Option<PathBuf> {
    let place = path.canonicalize().ok()?;
    place.starts_with(theme.canonicalize().ok()?).then_some(place)
}

#[cfg(test)]
pub(super) fn templates() -> Vec<String> {
    let names = built_in(&BUILT_IN);
    names.into_iter().filter(|name| Path::new(name).extension().is_some_and(|end| end == "html")).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn nothing_leads_out_of_a_theme() {
        let root = std::env::temp_dir().join(format!("kontor-files-{}", std::process::id()));
        let theme = root.join("themes/shop");
        for folder in ["themes/shop/assets", "themes/shop/..data/more", "themes/other/assets", "outside"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        write("outside/secret.txt", "secret");
        write("themes/other/assets/theirs.txt", "theirs");
        write("themes/shop/assets/own.txt", "own");
        write("themes/shop/..data/more/mounted.txt", "mounted");
        let link = |to: &str, at: &str| symlink(to, theme.join(at)).unwrap();
        // As volumes of Kubernetes are made: all of it stays inside.
        link("../..data/more", "assets/more");
        link("own.txt", "assets/same.txt");
        link("../../../outside/secret.txt", "assets/leak.txt");
        link("../../../outside", "assets/out");
        link("../../other/assets/theirs.txt", "assets/theirs.txt");
        link("..", "assets/round");
        link("nowhere", "assets/dangling.txt");
        let files = Files::new(Some(theme.clone()));
        for (name, text) in [
            ("assets/own.txt", Some("own")),
            ("assets/same.txt", Some("own")),
            ("assets/more/mounted.txt", Some("mounted")),
            ("assets/leak.txt", None),
            ("assets/out/secret.txt", None),
            ("assets/theirs.txt", None),
            ("assets/dangling.txt", None),
            ("assets/../assets/own.txt", None),
            ("../shop/assets/own.txt", None),
            ("/etc/hostname", None),
            ("assets", None),
            ("", None),
        ] {
            assert_eq!(files.text(name).as_deref(), text, "{name}");
        }
        let own: Vec<String> = files.names("assets").into_iter().filter(|name| name.ends_with(".txt")).collect();
        assert!(own.iter().any(|name| name == "assets/more/mounted.txt"), "{own:?}");
        assert!(!own.iter().any(|name| ["leak", "secret", "theirs"].iter().any(|out| name.contains(out))), "{own:?}");
        assert!(own.len() < 100, "a link to what is above it goes round for ever");
        // What changes outside changes nothing.
        let stamp = files.stamp();
        write("outside/secret.txt", "another secret");
        assert_eq!(files.stamp(), stamp);
        write("themes/shop/assets/own.txt", "changed");
        assert_ne!(files.stamp(), stamp);
        fs::remove_dir_all(root).unwrap();
    }
}
