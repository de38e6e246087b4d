//! Payment providers: what is wanted of them goes out as data, what they say comes back as data.
//!
//! Owns the interface to a provider ([`Provider`]), the one of Stripe ([`stripe::Stripe`]), the one that needs nobody
//! ([`System`]), and how what they say is read, ranked and brought together ([`Fact`], [`merge()`]).
//!
//! Must never see a transaction, a shop's rows or the clock; charge twice; call anything failed of which it does not know
//! that nothing happened ([`Doubt`]); or put a key, a card or a client secret into a log, an error or a `Debug`.
//!
//! A call is made in three steps, so that a process may end between any two of them: [`Provider::plan`] says what would be
//! sent, the caller commits that as an attempt, [`Provider::send`] sends those bytes, and the caller settles what came of
//! it. What is in doubt is sent again under the same key while that is known (a day), or looked up ([`Provider::look_up`]).
//!
//! Before anything is moved by what a provider says, it is compared with our own row ([`Ours`]).
//!
//! To add a provider: a module that implements [`Provider`], and a line where the process makes its [`Ports`].

mod account;
mod call;
mod envelope;
mod fact;
mod merge;
mod ours;
mod outcome;
mod ports;
mod provider;
mod question;
pub mod rank;
pub mod stripe;
mod system;
mod want;

pub use account::Account;
pub use call::{Before, Call, Kind, Planned, Unplannable};
pub use envelope::{Envelope, NotTaken, Reading};
pub use fact::{
    Bought, Charge, Checkout, Customer, Data, Dispute, Fact, Failure, Holder, Invoice, Method, Price, Refund, Review,
    Session, Setup, Subscription, Told, Warning,
};
pub use merge::{Merged, merge};
pub use ours::{Mismatch, Ours};
pub use outcome::{Answer, Doubt, Outcome, Settled};
pub use ports::Ports;
pub use provider::Provider;
pub use question::{Objects, Page, Question, Since, Swept};
pub use system::System;
pub use want::{Capturing, Change, Keep, Labels, Pause, Pays, RefundReason, Want, label};
