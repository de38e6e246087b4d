//! Orders, as shoppers see them.

mod document;
mod read;
mod rules;
mod view;

pub(crate) use read::{missing, read};
pub(crate) use view::{DetailView, write};

use web::fields::FieldRules;

/// What may be asked for of an order.
pub(crate) fn rules() -> &'static FieldRules {
    &rules::ORDER
}
