//! The words of a theme, by language.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::files::Files;

/// The languages that a theme has words in, the first of which is everybody's who wants another.
pub(super) const LANGUAGES: &[&str] = &["en", "de"];

/// The words of one language: `cart.title`, and for what is counted `cart.pieces.one` and `cart.pieces.other`.
#[derive(Debug, Default)]
pub(super) struct Messages(BTreeMap<String, String>);

impl Messages {
    /// A shop's own file need not say everything: what it leaves out is the theme's.
    pub(super) fn read(files: &Files, code: &str) -> Self {
        let name = format!("messages/{code}.toml");
        let mut messages = Self::default();
        for text in [Files::new(None).text(&name), files.text(&name)].into_iter().flatten() {
            match DeTable::parse(&text) {
                Ok(table) => messages.add("", table.get_ref()),
                Err(error) => tracing::error!(%error, name, "words that cannot be read"),
            }
        }
        messages
    }

    fn add(&mut self, above: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let name = name.get_ref();
            let key = if above.is_empty() { name.to_string() } else { format!("{above}.{name}") };
            match value.get_ref() {
                DeValue::String(text) => {
                    self.0.insert(key, text.to_string());
                }
                DeValue::Table(table) => self.add(&key, table),
                _ => {}
            }
        }
    }

    /// The words themselves, with the signs in braces put in.
    pub(super) fn say<'a>(
        &self,
        key: &str,
        count: Option<i64>,
        put: impl Iterator<Item = (&'a str, String)>,
    ) -> String {
        let counted = count.map(|count| format!("{key}.{}", if count == 1 { "one" } else { "other" }));
        let found = counted.and_then(|key| self.0.get(&key)).or_else(|| self.0.get(key));
        let Some(text) = found else { return key.to_owned() };
        put.fold(text.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &value))
    }

    pub(super) fn plain(&self, key: &str) -> String {
        self.say(key, None, std::iter::empty())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}
