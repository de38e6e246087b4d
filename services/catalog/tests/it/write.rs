//! Upserting products.

mod random;
mod refuse;
mod stock;
mod upsert;
