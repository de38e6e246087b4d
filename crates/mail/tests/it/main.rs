//! Mails on their way, through the front door: to real servers, into files, and by the queue.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod files;
mod headers;
mod injection;
mod job;
mod kept;
mod refused;
mod server;
mod sink;
mod support;
mod template;
mod tls;
