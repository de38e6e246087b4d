//! Reads the settings of the table one by one and collects what is wrong.

use std::collections::BTreeSet;

use crate::{
    error::Error,
    kind::{Kind, Raw},
    settings::SETTINGS,
    sources::Sources,
    table::Setting,
};

/// Hands out values, and keeps the errors instead of stopping at the first.
pub(crate) struct Reader<'a> {
    sources: &'a Sources,
    given: BTreeSet<&'static str>,
    wrong: BTreeSet<&'static str>,
    pub(crate) errors: Vec<Error>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self { sources, given: BTreeSet::new(), wrong: BTreeSet::new(), errors: Vec::new() }
    }

    /// The value of a setting that has a default.
    pub(crate) fn required<T>(&mut self, key: &str, kind: &Kind<T>) -> T {
        let setting = setting(key);
        if let Some(value) = self.find(setting, kind) {
            return value;
        }
        let default = Raw::Text(setting.default.unwrap_or_default().to_owned());
        kind.parse(&default).expect("defaults of the table are valid, as every test of this crate would show")
    }

    /// The value of a setting that may be absent.
    pub(crate) fn optional<T>(&mut self, key: &str, kind: &Kind<T>) -> Option<T> {
        self.find(setting(key), kind)
    }

    /// Whether anyone has given this setting a value, be it a wrong one.
    pub(crate) fn is_given(&self, key: &str) -> bool {
        self.given.contains(key)
    }

    /// Whether the value that was given could not be understood, so that the default stands in for it.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.wrong.contains(key)
    }

    /// Whether a source could not be read, so that what seems missing may stand there.
    pub(crate) fn is_incomplete(&self) -> bool {
        !self.sources.errors.is_empty()
    }

    fn find<T>(&mut self, setting: &'static Setting, kind: &Kind<T>) -> Option<T> {
        let (raw, place) = self.sources.lookup(setting)?;
        self.given.insert(setting.key);
        match kind.parse(&raw) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.wrong.insert(setting.key);
                self.errors.push(Error::invalid(setting, &raw, reason, place));
                None
            }
        }
    }
}

/// The entry of the table with this key.
pub(crate) fn setting(key: &str) -> &'static Setting {
    SETTINGS.iter().find(|setting| setting.key == key).expect("keys come from the table, or from the tested rules")
}
