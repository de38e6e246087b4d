//! What happened, told once and heard by all whom it concerns: the outbox.
//!
//! Owns the tables `events` and `event_subscriptions`: writing an event in the transaction in which it happened
//! ([`emit()`]), saying which jobs want which events ([`Subscriptions`]), and reading an event back ([`load`]). The fan-out
//! itself is a trigger, so an event that a function or a person writes in SQL has its effect too: one job per subscriber,
//! in the same transaction.
//!
//! Must never call a subscriber, deliver anything, or know what an event means.
//!
//! To add an event: a constant in the service that owns the entity,
//! `pub const PRODUCT_UPDATED: EventName = EventName::new("product.updated");`, and [`emit()`] beside the change. To answer
//! one: a [`jobs::Job`] whose payload is an [`EventRef`], and `.on::<MyJob>("product.*")` in the service's
//! `subscriptions()`.
//!
//! Quirk: a subscriber hears of an event at least once, and of two events in no promised order. What it needs to be right
//! it reads from the tables; `before` and `after` say what changed, not what is.

mod emit;
mod name;
mod recall;
mod subscriptions;

pub use emit::{Emit, emit, emit_all};
pub use name::EventName;
pub use recall::{Event, EventRef, load};
pub use subscriptions::Subscriptions;
