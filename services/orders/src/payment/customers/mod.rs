//! Customers as a provider knows them: one for each account, made when somebody who has signed in pays with it for the first time.
//!
//! Making one is a call as any other, with an attempt: of many who want the same customer at once the first writes the attempt, and the
//! others send the same bytes under the same key. What names him is forgotten when it is settled.

mod known;
mod settle;

pub(crate) use known::{Holder, forgotten, known};
pub(in crate::payment) use settle::{forget, settle};
