//! Upserting products.

mod random;
mod refuse;
mod stock;
mod tenants;
mod upsert;
