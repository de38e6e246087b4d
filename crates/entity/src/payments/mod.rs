//! Money: collections, sessions, payments, the books, and what providers tell.

pub mod ledger_entry;
pub mod payment;
pub mod payment_account;
pub mod payment_attempt;
pub mod payment_capture;
pub mod payment_collection;
pub mod payment_dispute;
pub mod payment_refund;
pub mod payment_session;
pub mod refund_reason;
pub mod saved_payment_method;
pub mod setup_session;
pub mod stripe_customer;
pub mod webhook_event;
