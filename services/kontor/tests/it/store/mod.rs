//! The Store API.

mod keys;
mod products;
mod taxonomy;
mod world;
