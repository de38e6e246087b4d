//! What customers were told: it has to be true in the end.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What customers were told.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<Told>);

#[derive(Debug, Default)]
struct Told {
    carts: BTreeSet<String>,
    orders: BTreeSet<String>,
    sold_out: u64,
    abandoned: u64,
    odd: BTreeSet<String>,
}

impl Heard {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn cart(&self, id: &str) {
        self.told().carts.insert(id.to_owned());
    }

    pub(crate) fn order(&self, id: &str) {
        self.told().orders.insert(id.to_owned());
    }

    pub(crate) fn sold_out(&self) {
        self.told().sold_out += 1;
    }

    pub(crate) fn abandoned(&self) {
        self.told().abandoned += 1;
    }

    /// An answer that nobody should be given.
    pub(crate) fn odd(&self, what: String) {
        self.told().odd.insert(what);
    }

    pub(crate) fn orders(&self) -> usize {
        self.told().orders.len()
    }

    pub(crate) fn all_orders(&self) -> Vec<String> {
        self.told().orders.iter().cloned().collect()
    }

    pub(crate) fn all_carts(&self) -> Vec<String> {
        self.told().carts.iter().cloned().collect()
    }

    pub(crate) fn all_odd(&self) -> Vec<String> {
        self.told().odd.iter().cloned().collect()
    }

    /// What happened, in a line.
    pub(crate) fn words(&self, kills: u64) -> String {
        let told = self.told();
        format!(
            "{} carts, {} orders that customers were told of, {} sold out, {} left before the end; the process was killed {kills} times",
            told.carts.len(),
            told.orders.len(),
            told.sold_out,
            told.abandoned
        )
    }
}
