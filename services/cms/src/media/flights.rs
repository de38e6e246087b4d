//! What several ask for at once is made once.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, Weak},
};

use tokio::sync::Mutex;

type Waiting = HashMap<String, Weak<Mutex<()>>>;

/// What is being made, by name. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Flights(Arc<std::sync::Mutex<Waiting>>);

impl Flights {
    /// Whoever holds it makes this; the others wait, and look whether it is there.
    pub(super) fn of(&self, name: &str) -> Arc<Mutex<()>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = waiting.get(name).and_then(Weak::upgrade) {
            return held;
        }
        waiting.retain(|_, held| held.strong_count() > 0);
        let fresh = Arc::new(Mutex::new(()));
        waiting.insert(name.to_owned(), Arc::downgrade(&fresh));
        fresh
    }
}
