//! What was bought and opens a door: courses, services. The row is what lets somebody in, and not an order that somebody looks at.
//!
//! Orders and subscriptions begin and end access in the database (`private.settle_access`), in the transaction that pays them or takes them
//! back; what the staff gives by hand is written here.

mod grant;
mod own;

pub(crate) use grant::{Changed, change, grant, revoke};
pub(crate) use own::of_customer;
