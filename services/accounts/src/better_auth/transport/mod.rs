//! The wire of `/api/auth`: what a call looks like before it means anything, and what an answer looks like.
//!
//! Checks come in Better Auth's order: body type and syntax, where the call comes from, where its links lead, fields, and
//! only then who is calling.

mod call;
mod codes;
mod fields;
mod origin;
mod refusal;
mod reply;

pub use call::{Call, Caller, Input};
pub use codes::Code;
pub use fields::{Fields, is_email};
pub use origin::Trusted;
pub use refusal::Refusal;
pub(crate) use refusal::too_often;
pub use reply::Reply;
