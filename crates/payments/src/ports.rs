//! The providers of a process.

use std::{collections::BTreeMap, sync::Arc};

use crate::{Provider, System};

/// The providers of a process, by their ids.
#[derive(Debug, Clone)]
pub struct Ports(BTreeMap<String, Arc<dyn Provider>>);

impl Default for Ports {
    /// The one that needs nobody.
    fn default() -> Self {
        Self(BTreeMap::new()).with(System)
    }
}

impl Ports {
    /// With another provider.
    #[must_use]
    pub fn with(mut self, provider: impl Provider + 'static) -> Self {
        self.0.insert(provider.id().to_owned(), Arc::new(provider));
        self
    }

    /// The provider of an id.
    pub fn get(&self, id: &str) -> Option<&Arc<dyn Provider>> {
        self.0.get(id)
    }

    /// The provider that `/hooks/payment/{name}` is for: Medusa leaves the `pp_` out.
    pub fn of_hook(&self, name: &str) -> Option<&Arc<dyn Provider>> {
        self.0.get(&format!("pp_{name}"))
    }

    /// Their ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
