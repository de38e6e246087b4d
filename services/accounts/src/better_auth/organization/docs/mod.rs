//! The documentation of shops and their people.

mod people;
mod roles;
mod shops;
mod teams;

use crate::better_auth::docs::Operation;

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    [shops::operations(), people::operations(), teams::operations(), roles::operations()]
        .into_iter()
        .flatten()
        .collect()
}
