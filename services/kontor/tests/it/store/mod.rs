//! The Store API.

mod filters;
mod keys;
mod languages;
mod price_lists;
mod products;
mod tallies;
mod taxonomy;
mod variants;
mod world;
