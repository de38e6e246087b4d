//! The documentation of the core.

mod own_account;
mod signing_in;

use crate::better_auth::docs::Operation;

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    signing_in::operations().into_iter().chain(own_account::operations()).collect()
}
