//! What pages are made of: the one registry of block types, and the arithmetic of block trees.
//!
//! A page's content is `{"blocks":[{"type":"heading","props":{"id":"b1","level":1,"text":"Welcome"}}]}`. Each type is a struct in
//! `types/`, written once: from it come the JSON Schema ([`schema`]), what the editor makes its palette and side panel of
//! ([`forms`]), and what is looked at on every write ([`Content::parse`]). Blocks stand in *slots*: the page's own, and those
//! of blocks such as columns. Entries of lists (a question, a button, a column) have ids as blocks have, so that two people can
//! edit two of them.
//!
//! Owns: block types, links, the HTML that people may write, what is valid, and how contents are walked, compared ([`diff()`],
//! [`apply()`]) and brought together ([`merge()`], [`merge_fields()`]).
//!
//! Must never: know a database, HTTP, a clock or a shop; draw random numbers itself; look whether what an id names is there; write
//! what a block looks like (that is the storefront's). Nothing else may know what a block is.
//!
//! What callers must do:
//! - read JSON from text with `serde_json` and its recursion limit on, as it is by default: a `serde_json::Value` of depth 100,000
//!   is refused here without recursing, but dropping it recurses, and that is in their hands;
//! - escape what texts say when they write HTML, and print `render_safe()` of [`RichText`] and [`RawHtml`], never what is stored;
//! - look at [`Content::notices`] before they publish: a draft may be incomplete, so that nothing that is typed is lost.

mod content;
mod diff;
mod fault;
mod form;
mod html;
mod merge;
mod notice;
mod parse;
mod props;
mod registry;
mod tree;
pub mod types;
mod walk;

pub use content::Content;
pub use diff::{Change, Diff, FieldChange, Place, Span, SpanKind, apply, diff};
pub use fault::Fault;
pub use form::{Choice, Field, Form, Group, Kind, When};
pub use merge::{Conflict, ConflictKind, FieldConflict, Merged, MergedFields, merge, merge_fields};
pub use notice::{Notice, NoticeCode};
pub use parse::{MAX_BLOCKS, MAX_BYTES, MAX_DEPTH, MAX_FAULTS, give_ids};
pub use props::{
    CategoryId, CollectionId, Focal, Id, Key, Line, Link, List, MediaId, PageId, ProductId, Prose, RawHtml, Refs,
    ReusableId, RichText, Slot, Target, Video, VideoUrl, Whole, Words,
};
pub use registry::{Block, forms, schema};
pub use walk::{Heading, Use, Used};
