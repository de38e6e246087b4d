//! Pages: how they are written, and how what is written becomes what shoppers read.
//!
//! What is written is a *draft*; each change of it is a *revision*, which is never changed again. Publishing, scheduling and restoring name a
//! revision: what becomes public is what somebody has looked at, not what the draft is by then. Nobody writes these tables himself: Kontor at
//! work does, so that whatever stands in them was looked at by `blocks`.

mod create;
mod diff;
mod fields;
mod held;
mod merge;
mod place;
mod public;
mod publish;
mod published;
mod reused;
mod revise;
mod schedule;
mod slug;
mod told;
mod windows;

pub(crate) use create::{New, create, remove};
pub(crate) use diff::diff;
pub(crate) use fields::{Cover, Fields, Seo};
pub(crate) use held::{Held, Kind, Revision, hold, revision};
pub(crate) use merge::merged;
pub(crate) use publish::{publish, unpublish};
pub(crate) use published::{MOST_WHOLE, Said, WHOLE, said};
pub(crate) use reused::reused;
pub(crate) use revise::{Origin, Snapshot, discard, restore, revise};
pub(crate) use schedule::{Due, Fall, schedule, unschedule};
pub(crate) use slug::{Plain, Slug, of_title};
pub(crate) use windows::in_turn;
