//! What customers were told: it has to be true in the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What customers were told.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<Told>);

#[derive(Debug, Default)]
struct Told {
    carts: BTreeSet<String>,
    orders: BTreeSet<String>,
    canceled: BTreeSet<String>,
    /// By payment: so often somebody was told that a piece of it was given back, and so often nobody answered.
    given_back: BTreeMap<String, (u64, u64)>,
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

    pub(crate) fn canceled(&self, order: &str) {
        self.told().canceled.insert(order.to_owned());
    }

    pub(crate) fn given_back(&self, payment: &str) {
        self.told().given_back.entry(payment.to_owned()).or_default().0 += 1;
    }

    /// Nobody answered whether it was.
    pub(crate) fn perhaps_given_back(&self, payment: &str) {
        self.told().given_back.entry(payment.to_owned()).or_default().1 += 1;
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

    pub(crate) fn all_canceled(&self) -> Vec<String> {
        self.told().canceled.iter().cloned().collect()
    }

    pub(crate) fn all_given_back(&self) -> BTreeMap<String, (u64, u64)> {
        self.told().given_back.clone()
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
            "{} carts, {} orders that customers were told of, {} canceled, {} pieces given back, {} sold out, {} left before the end; the process was killed {kills} times",
            told.carts.len(),
            told.orders.len(),
            told.canceled.len(),
            told.given_back.values().map(|(times, _)| times).sum::<u64>(),
            told.sold_out,
            told.abandoned
        )
    }
}
