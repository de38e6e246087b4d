//! Searching products: by words, by meaning, by what they are filed under.
//!
//! Owns `POST /store/search`'s reading and answering, what queries mean ([`Semantics`]), and the jobs that keep the index: what a
//! transaction changes its triggers queue, `catalog.index` writes documents, facets and prices of, and `catalog.embed` makes
//! vectors of. Must never show a row that the shopper's policies hide, put a text of a request into SQL, or wait for a model
//! while a transaction is open.

mod answer;
mod ask;
mod filter;
mod jobs;
mod lists;
mod related;
mod run;
mod semantics;
mod statements;
mod status;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use ask::Asked;
pub(crate) use related::{alike, bought_together};
pub(crate) use run::run;
pub use {
    self::jobs::{Embed, Index, index_now, registry, schedules},
    semantics::{Semantics, Share},
    status::{Status, rebuild, status},
};
