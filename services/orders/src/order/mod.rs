//! Orders, as shoppers see them.

mod count;
pub(crate) mod document;
mod read;
mod rules;
mod view;

pub(crate) use count::{Refundable, count, refund_due, refundable, rounding};
pub(crate) use read::{missing, read};
pub(crate) use view::{DetailView, OrderView, part, write};

use web::fields::FieldRules;

/// What may be asked for of an order.
pub(crate) fn rules() -> &'static FieldRules {
    &rules::ORDER
}
