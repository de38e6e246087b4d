//! Previews: a revision that is not published, shown to who has the link.
//!
//! The link's token names shop, page and revision, holds for fifteen minutes, and is exchanged once for a ticket, which a browser keeps as a
//! cookie: what is passed on, or stands in a log, opens nothing any more. Both are signed and kept nowhere; that a token is spent is counted
//! as tries are.

mod read;
mod token;

pub(crate) use read::{previewed, read};
pub use token::Previews;
pub(crate) use token::{Named, Use};
