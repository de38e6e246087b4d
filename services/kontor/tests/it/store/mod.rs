//! The Store API.

mod keys;
mod price_lists;
mod products;
mod taxonomy;
mod world;
