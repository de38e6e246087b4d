//! Webhooks: signed over the very bytes that are sent, and told as badly as the knobs say.

mod deliver;
mod knobs;
mod sign;

pub(crate) use deliver::run;
pub use knobs::Knobs;
pub use sign::{Signed, sign};
