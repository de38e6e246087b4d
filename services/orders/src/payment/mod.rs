//! What is paid: collections, the tries to pay them, and who takes the money.

mod providers;
mod release;
mod sessions;

pub(crate) use providers::{SYSTEM, enabled, of_region};
pub(crate) use release::release;
pub(crate) use sessions::{check, collect, start};
