//! The queue and the outbox.

pub mod event;
pub mod event_subscription;
pub mod job;
pub mod job_schedule;
