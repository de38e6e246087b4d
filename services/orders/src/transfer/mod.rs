//! Orders that go to somebody else: asked for by one, accepted with the token that whoever has the order was mailed.
//!
//! The token is random, kept as its SHA-256, and ends with the request that it belongs to: accepted, declined or canceled, it opens
//! nothing any more. While it is open nothing else changes the order (`order_changes_one_open`).

mod answer;
mod mail;
mod request;

pub(crate) use answer::{accept, cancel, decline};
pub(crate) use request::{Wanted, request};
