//! Orders: what they are, as shoppers and as the staff see them, and what is done to them.
//!
//! Whoever changes one holds it first ([`hold`]): all that belongs to an order is changed by one at a time.

mod change;
mod count;
pub(crate) mod document;
mod held;
mod parties;
mod payments;
mod read;
mod related;
mod rules;
mod sums;
mod view;

pub(crate) use change::{OrderChange, with_actions};
pub(crate) use count::{Refundable, count, refund_due, refundable, rounding};
pub(crate) use held::{Held, by, confirm, find_again, hold};
pub(crate) use read::{
    document, missing, must_be, of_customer, read, read_all, read_for, stands_alone, told, views, with_former_lines,
};
pub(crate) use related::Beside;
pub(crate) use sums::{counted, open, recount};
pub(crate) use view::{DetailView, ItemView, OrderView, part, write, write_all};

use web::fields::FieldRules;

/// What shoppers may ask for of an order.
pub(crate) fn rules() -> &'static FieldRules {
    &rules::ORDER
}

/// What the staff is answered of one order, and may ask for.
pub(crate) fn staff_rules() -> &'static FieldRules {
    &rules::OF_ONE
}

/// The same of a page of orders.
pub(crate) fn staff_list_rules() -> &'static FieldRules {
    &rules::OF_A_PAGE
}
