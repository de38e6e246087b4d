//! What is paid: collections, the tries to pay them, and who takes the money.

mod providers;
mod sessions;

pub(crate) use providers::{SYSTEM, enabled, of_region};
pub(crate) use sessions::{check, collect, start};
