//! One file per command.

mod dev;
mod doctor;
mod embeddings;
mod import;
mod import_better_auth;
mod keys;
mod migrate;
mod openapi;
mod payments;
mod seed;
mod serve;
mod worker;

pub(crate) use dev::dev;
pub(crate) use doctor::{doctor_orders, doctor_schema};
pub(crate) use embeddings::embeddings;
pub(crate) use import::import_shopify;
pub(crate) use import_better_auth::import_better_auth;
pub(crate) use keys::keys;
pub(crate) use migrate::migrate;
pub(crate) use openapi::openapi;
pub(crate) use payments::payments;
pub(crate) use seed::seed_demo;
pub(crate) use serve::serve;
pub(crate) use worker::worker;
