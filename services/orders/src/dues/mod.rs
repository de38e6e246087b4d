//! What of an order is due when: deposits, balances, instalments. Together they are what the order costs.

mod deadlines;
mod due;
mod pay;
mod plan;
mod projects;

pub(crate) use deadlines::Deadlines;
pub(crate) use due::of_order;
pub(crate) use pay::collect;
pub(crate) use plan::{Part, replace};
pub(crate) use projects::make;
