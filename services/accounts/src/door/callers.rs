//! In which shop a caller was the last time: so that he is counted before the database is asked, and a flood does not reach it.
//! It never lets anybody in.

use std::{fmt, sync::Arc};

use http::request::Parts;
use quick_cache::sync::Cache;
use uuid::Uuid;

use super::{Credentials, staff::SHOP};

const MOST: usize = 16_384;

/// Cheap to clone; clones remember together.
#[derive(Clone)]
pub struct Callers(Arc<Cache<[u8; 32], Uuid>>);

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callers").field("remembered", &self.0.len()).finish()
    }
}

impl Default for Callers {
    fn default() -> Self {
        Self(Arc::new(Cache::new(MOST)))
    }
}

impl Callers {
    /// What a caller is remembered by.
    pub(super) fn name(parts: &Parts, credentials: &Credentials) -> [u8; 32] {
        auth::sha256(&format!("{credentials:?} {:?}", parts.headers.get(SHOP)))
    }

    pub(super) fn shop(&self, name: &[u8; 32]) -> Option<Uuid> {
        self.0.get(name)
    }

    /// Remembers where he was found, or that he was not.
    pub(super) fn note(&self, name: [u8; 32], shop: Option<Uuid>) {
        match shop {
            Some(shop) => self.0.insert(name, shop),
            None => drop(self.0.remove(&name)),
        }
    }
}
