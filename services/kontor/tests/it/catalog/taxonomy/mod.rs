//! What products are sorted by: categories, collections, tags, types; and shipping profiles and reasons for returns.

mod categories;
mod collections;
mod reasons;
mod words;
