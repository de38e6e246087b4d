//! The executable, and the only place that knows all services.
//!
//! Owns the command line, the wiring of services, cache, keys, notices and workers into one process, and the demo shop.
//! Must never hold a rule of commerce: that belongs to a service.
//!
//! To add a service: its crate as a dependency, and one line in [`platform::SERVICES`].

pub mod cli;
mod commands;
mod database;
mod demo;
pub mod platform;
