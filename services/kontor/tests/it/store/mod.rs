//! The Store API.

mod costly;
mod filters;
mod fresh;
mod keys;
mod languages;
mod price_lists;
mod price_model;
mod products;
mod tallies;
mod taxonomy;
mod variants;
mod wire;
mod world;
