//! The port of Stripe against a strict double, over real HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod doubt;
mod errors;
mod events;
mod merge;
mod odd;
mod ours;
mod people;
mod rig;
mod slice;
mod subscriptions;
mod sweep;
mod webhooks;
