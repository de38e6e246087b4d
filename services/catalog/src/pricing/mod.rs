//! Which price holds in which context.
//!
//! Source: medusa `modules/pricing/src/repositories/pricing.ts`.

pub(crate) mod amount;
mod context;
mod select;
#[cfg(test)]
mod tests;

pub use context::{PriceContext, PriceQuery, TaxInclusive, TaxedAt};
pub use select::{Candidate, FromList, ListType, Rule, calculate};
