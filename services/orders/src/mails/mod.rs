//! Mails about orders: to whom, about what, in whose words.
//!
//! Each kind has words of its own in the code, by language, which a shop replaces by its own (`order_mails`). Both have names in
//! `{{double braces}}`, from a closed list. What happened is told by a job that hears the events ([`Tell`]); what only who asks knows, such
//! as a link that opens something, is told by whoever makes it, with [`tell()`], in the transaction that makes it. Either way a line of
//! `notifications` is written first, and its key is there once: so is the mail.

mod ask;
mod defaults;
mod gather;
mod gifts;
mod job;
mod kinds;
mod points;
mod render;
mod storefront;
mod tell;

pub(crate) use ask::{Asked, ask};
pub(crate) use gather::{hello, of_order, of_sold, plain};
pub(crate) use gifts::TellGift;
pub(crate) use job::{Tell, subscriptions};
pub(crate) use kinds::{KINDS, Kind, kind};
pub(crate) use points::TellPoints;
pub(crate) use render::{Rendered, Text, check, render};
pub(crate) use storefront::storefront;
pub(crate) use tell::{Telling, of_shop, tell};
