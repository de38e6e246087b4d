//! Subscriptions: what a customer pays again and again, as Stripe Billing has it.
//!
//! Ours are the plans, who may do what, and what follows: access, orders, mails, events. When is charged and how often it is tried, Stripe
//! decides, and tells; `private.hear_subscription` and `private.hear_invoice` are where our rows learn it, from an answer, a webhook or a
//! look-up. Each bill that was paid is an order with its payment, once ([`order`]). A subscription is bought by itself and not in a cart: what
//! is paid once and what is paid again and again have no sum in common.

mod change;
mod hear;
mod look;
mod mails;
mod order;
mod read;
mod subscribe;
mod tend;

use db::{Db, Working};
use uuid::Uuid;
use web::ApiError;

pub(crate) use change::{Changing, cancel, change_plan, pause, resume};
pub(crate) use hear::{hear, hear_invoice};
pub(crate) use look::{Unseen, asked_at, look};
pub(crate) use mails::{Tell, subscriptions as heard};
pub(crate) use order::order_of;
pub(crate) use read::{Found, invoices, of_customer};
pub(crate) use subscribe::{Asked, subscribe};
pub(crate) use tend::Tend;

use crate::payment::{Desk, again_under_way};

/// Who sells by subscription.
pub(crate) const PROVIDER: &str = payments::stripe::Stripe::ID;

/// Whatever is under way for a subscription ends first: its call is sent again under its own key, so that nothing happens twice.
async fn end_what_is_under_way(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    subject: Uuid,
) -> Result<(), ApiError> {
    again_under_way(db, desk, working, subject).await
}
