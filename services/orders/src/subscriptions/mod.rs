//! Subscriptions: what a customer pays again and again, as Stripe Billing has it.
//!
//! Ours are the plans, who may do what, and what follows: access, orders, mails, events. When is charged and how often it is tried, Stripe
//! decides, and tells; `private.hear_subscription` and `private.hear_invoice` are where our rows learn it, from an answer, a webhook or a
//! look-up. Each bill that was paid is an order with its payment, once ([`order`]). A subscription is bought by itself and not in a cart: what
//! is paid once and what is paid again and again have no sum in common.

mod buyer;
mod change;
mod hear;
mod look;
mod mails;
mod order;
mod read;
mod subscribe;
mod tend;

use db::{Db, Tx, Working};
use payments::Kind;
use sea_orm::Value as Cell;
use uuid::Uuid;
use web::ApiError;

pub(crate) use change::{Changing, cancel, change_plan, pause, resume};
pub(crate) use hear::{hear, hear_customer, hear_invoice};
pub(crate) use look::look;
pub(crate) use mails::{Tell, subscriptions as heard};
pub(crate) use order::order_of;
pub(crate) use read::{Found, invoices, of_customer};
pub(crate) use subscribe::{Asked, subscribe};
pub(crate) use tend::Tend;

use crate::payment::{Desk, again_under_way};

/// Who sells by subscription.
pub(crate) const PROVIDER: &str = payments::stripe::Stripe::ID;

/// The account that it is sold through: the installation's.
pub(crate) const ACCOUNT: Uuid = Uuid::nil();

/// Whatever is under way for a subscription ends first: its call is sent again under its own key, so that nothing happens twice.
async fn end_what_is_under_way(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    subject: Uuid,
) -> Result<(), ApiError> {
    again_under_way(db, desk, working, subject).await
}

/// A call for it that nobody knows the end of.
async fn is_under_way(tx: &Tx, kind: Kind, subject: Uuid) -> Result<bool, ApiError> {
    let sql =
        "select from payment_attempts a where a.kind = $1 and a.subject_id = $2 and a.state in ('planned', 'unknown')";
    let values: [Cell; 2] = [kind.as_str().into(), subject.into()];
    Ok(db::exec(tx, sql, values).await? > 0)
}
