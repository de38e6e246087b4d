//! HTTPS to servers that the operator of an installation has named: identity providers, payment services.
//!
//! Owns the limits of such a call: its time, the size of its answer, TLS by rustls with the certificates of public
//! authorities. Plain HTTP goes to this machine alone. Must never follow a redirect, take a proxy from the environment, keep
//! a cookie, or put a body or a secret into an error.
//!
//! It is not for addresses that users choose: those also have to be kept away from the networks in which servers stand.

mod answer;
mod client;
mod error;
mod request;

pub use answer::Answer;
pub use client::{Client, MAX_ANSWER, TIMEOUT, may_call};
pub use error::Error;
pub use request::Request;
