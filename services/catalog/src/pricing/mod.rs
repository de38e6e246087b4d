//! For whom and where prices are asked, and how they are told. Which one is paid, `money::price` says.

pub(crate) mod amount;
mod context;
mod select;
#[cfg(test)]
mod tests;

pub use context::{PriceContext, PriceQuery, TaxedAt};
pub use money::price::ListType;
pub use select::calculate;
