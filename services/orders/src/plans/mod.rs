//! Plans: variants that are paid again and again, as prices of the provider.

mod ready;

pub(crate) use ready::{hear, made, offer, ready};
