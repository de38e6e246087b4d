//! What is known of a cart, an item or a price's context, by the paths that rules name.

use std::collections::BTreeMap;

/// Values by path: `customer.groups.id` → the groups. Ids are those of the wire, as rules have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(BTreeMap<String, Vec<String>>);

impl Attributes {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value at the path.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, value: impl Into<String>) -> Self {
        self.add(path, value);
        self
    }

    /// One more value at the path.
    pub fn add(&mut self, path: impl Into<String>, value: impl Into<String>) {
        self.0.entry(path.into()).or_default().push(value.into());
    }

    /// The values at the path; none where nothing is known.
    pub fn get(&self, path: &str) -> &[String] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }
}

impl<P: Into<String>, V: Into<String>> FromIterator<(P, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (P, V)>>(pairs: I) -> Self {
        let mut all = Self::new();
        for (path, value) in pairs {
            all.add(path, value);
        }
        all
    }
}
