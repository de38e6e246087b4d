//! Query strings as Medusa reads them: `qs` syntax, then a strict schema whose complaints are Medusa's sentences.
//!
//! Source: medusa `packages/core/framework/src/http` (`qs.parse(…, {arrayLimit: Infinity})`, `zod-helpers.ts`).

mod extract;
mod params;
mod parse;
#[cfg(test)]
mod tests;

pub use extract::{FromParams, Query};
pub use params::shorten;
pub use params::{Params, TimeRange, parse_time, split_words};
pub use parse::QueryValue;
