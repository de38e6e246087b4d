//! The cache as a router sees it; its shared level against a real Redis.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod bounds;
mod flight;
mod invalidation;
mod meters;
mod property;
mod redis_server;
mod shared;
mod shared_property;
mod support;
mod wire;
