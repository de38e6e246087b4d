//! Pictures and documents that people put on pages.
//!
//! A file is told by its bytes, never by its name. A picture is decoded and written anew (`images`), so that nothing but its points is kept;
//! each size that is shown of it is made when it is first asked for, once, and kept. Sizes are presets: a stranger cannot have others made.
//! PDF and SVG are downloads. Who may not see a page does not learn what stands on it: shoppers are told of what something published uses.
//!
//! An address has the hash of what was sent and is never another picture's, so whoever has it may see it, for ever. Files lie below
//! `library/{shop}/{key}/`; those that no row names are swept.

mod address;
mod avif;
mod flights;
mod forget;
mod intake;
mod keep;
mod library;
mod make;
mod row;
mod serve;
mod sweep;
mod used;

pub(crate) use avif::MakeAvif;
pub(crate) use forget::Forget;
pub(crate) use intake::Incoming;
pub(crate) use keep::{Received, keep, known};
pub use library::Library;
pub(crate) use row::Media;
pub(crate) use serve::*;
pub(crate) use sweep::Sweep;
pub(crate) use used::{OWNED, OWNERS, Usage, hold, is_there, of_ids, of_pages, published_owners};
