//! What is paid: who takes money ([`Desk`]), collections and the tries to pay them, calls to providers and what comes of them, captures
//! and refunds, and the jobs that see to it that nothing is lost ([`work`]).
//!
//! Locks go collection → session → payment. No call is made with a transaction open.

pub(crate) mod accounts;
mod attempts;
mod cancel;
pub(crate) mod captures;
mod charges;
pub(crate) mod customers;
mod desk;
mod doubts;
mod feed;
mod look;
pub(crate) mod methods;
mod money;
mod of_order;
mod promise;
mod providers;
mod release;
mod sessions;
mod settle;
mod twice;
pub(crate) mod work;

pub(crate) use accounts::enabled;
pub(crate) use attempts::{REFUSED, Step, again_under_way, plan, refused, send, unanswered};
pub use desk::Desk;
pub(crate) use look::look;
pub(crate) use money::{By, Capturing, Refunding, capture, refund};
pub(crate) use of_order::{of_order, start_of_order};
pub(crate) use promise::{Promised, collect, promise};
pub(crate) use providers::{SYSTEM, of_region};
pub(crate) use release::release;
pub(crate) use sessions::{Begun, Owed, Paying, check, send_session, start};
pub(crate) use settle::{Source, Unheard};
