//! Upserting products.

mod refuse;
mod stock;
mod upsert;
