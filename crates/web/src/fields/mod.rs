//! Medusa's `fields`: which parts of an answer the client wants, in which order.
//!
//! Source: medusa `utils/field-filtering/{field-parser,field-validator}.ts`. On the Store API the list of what may be
//! asked is closed: a path outside it is dropped silently, so no request can walk the data as a graph.

mod rules;
mod selection;
#[cfg(test)]
mod tests;
mod view;

pub use rules::FieldRules;
pub use selection::Selection;
pub use view::{Column, JsonOut, Plan, Relation, View, Writer, field_name, json, many, many_shared, one, selected};
