//! Which price holds in which context.
//!
//! Source: medusa `modules/pricing/src/repositories/pricing.ts`; price lists come with the whole catalogue.

mod context;
mod select;
#[cfg(test)]
mod tests;

pub use context::{PriceContext, PriceQuery, TaxInclusive};
pub use select::{Candidate, Rule, calculate};
