use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use axum::extract::OriginalUri;
use http::Request;
use quick_cache::Equivalent;
use uuid::Uuid;

use crate::Partition;

/// The longest path with query that is cached; longer ones run their handler.
pub const MAX_TARGET: usize = 2048;

/// What an answer is kept under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) organization: Uuid,
    pub(crate) variant: Arc<str>,
    pub(crate) target: Arc<str>,
}

/// A [`Key`] that borrows from the request, so that a hit allocates nothing for it.
#[derive(Clone, Copy, Hash)]
pub(crate) struct KeyRef<'a> {
    organization: Uuid,
    variant: &'a Arc<str>,
    target: &'a str,
}

impl<'a> KeyRef<'a> {
    /// `None` for requests that carry no [`Partition`].
    pub(crate) fn of<B>(request: &'a Request<B>) -> Option<Self> {
        let partition = request.extensions().get::<Partition>()?;
        // A nested router has cut its prefix off `request.uri()`; two nests must not meet in one key.
        let uri = request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0);
        let target = uri.path_and_query().map_or("", |target| target.as_str());
        Some(Self { organization: partition.organization, variant: &partition.variant, target })
    }

    pub(crate) fn is_too_long(self) -> bool {
        self.target.len() > MAX_TARGET
    }

    pub(crate) fn to_key(self) -> Key {
        Key { organization: self.organization, variant: Arc::clone(self.variant), target: self.target.into() }
    }
}

impl Key {
    pub(crate) fn as_ref(&self) -> KeyRef<'_> {
        KeyRef { organization: self.organization, variant: &self.variant, target: &self.target }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ref().hash(state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.target == &*key.target && self.organization == key.organization && **self.variant == *key.variant
    }
}
