//! The themes of a process: the usual one, and others that shops name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use super::{Loaded, Theme};

/// The theme that travels in the executable.
const BUILT_IN: &str = "harbour";
/// No folder has a longer name here.
const MOST: usize = 60;

/// All themes of a process. Cheap to clone.
#[derive(Clone)]
pub struct Themes(Arc<Inner>);

struct Inner {
    folder: Option<PathBuf>,
    usual: (String, Theme),
    /// Those that were asked for, by name.
    others: RwLock<BTreeMap<String, Theme>>,
}

impl Themes {
    /// Those of a folder, and the one that is taken where a shop names none.
    pub fn open(folder: Option<PathBuf>, usual: &str) -> Self {
        let theme = Theme::open(folder.clone(), usual);
        Self(Arc::new(Inner { folder, usual: (usual.to_owned(), theme), others: RwLock::default() }))
    }

    /// The usual one.
    pub(crate) fn usual(&self) -> &Theme {
        &self.0.usual.1
    }

    /// The theme of a name, if there is one.
    pub(crate) fn named(&self, name: &str) -> Option<Theme> {
        let Inner { folder, usual, others } = &*self.0;
        if name == usual.0 {
            return Some(usual.1.clone());
        }
        if let Some(theme) = others.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Some(theme.clone());
        }
        let is_name = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        if name.is_empty() || name.len() > MOST || !name.bytes().all(is_name) {
            return None;
        }
        let is_there = name == BUILT_IN || folder.as_deref().is_some_and(|folder| Path::is_dir(&folder.join(name)));
        if !is_there {
            return None;
        }
        let theme = Theme::open(folder.clone(), name);
        let mut others = others.write().unwrap_or_else(PoisonError::into_inner);
        Some(others.entry(name.to_owned()).or_insert(theme).clone())
    }

    /// Differs when a file of any of them does.
    pub(crate) fn stamp(&self) -> u64 {
        let others = self.0.others.read().unwrap_or_else(PoisonError::into_inner);
        others.values().fold(self.usual().now().stamp, |stamp, theme| stamp.rotate_left(1) ^ theme.now().stamp)
    }

    /// The theme that has its assets under this hash.
    pub(crate) fn of_assets(&self, hash: &str) -> Option<Arc<Loaded>> {
        let others = self.0.others.read().unwrap_or_else(PoisonError::into_inner);
        let all = std::iter::once(self.usual()).chain(others.values()).map(Theme::now);
        all.into_iter().find(|loaded| loaded.assets.hash == hash)
    }
}

#[cfg(test)]
mod tests {
    use super::Themes;

    #[test]
    fn a_shop_names_a_theme_and_no_other_folder() {
        let folder = std::env::temp_dir().join(format!("kontor-themes-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("autumn")).unwrap();
        std::fs::create_dir_all(folder.join("Hidden")).unwrap();
        std::fs::write(folder.join("file"), "").unwrap();
        let themes = Themes::open(Some(folder.join("")), "shop");
        for name in ["shop", "harbour", "autumn"] {
            assert!(themes.named(name).is_some(), "{name}");
        }
        for name in ["", ".", "..", "../autumn", "autumn/..", "Hidden", "winter", "file", &"a".repeat(61)] {
            assert!(themes.named(name).is_none(), "{name}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
