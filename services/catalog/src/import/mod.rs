//! Products from elsewhere.
//!
//! Owns the formats of other shops' files. It must never write a table itself (that is [`crate::write`]), hold a whole
//! file in memory, or give up on a file for one bad line.
//!
//! To add a format: a module that turns lines into [`crate::write::ProductDraft`]s, with the line of each.

pub mod shopify;
