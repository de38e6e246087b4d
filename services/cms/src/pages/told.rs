//! What happens to pages, posts, entries and blocks.

use db::Tx;
use events::{Emit, EventName};
use serde_json::{Value, json};
use web::ApiError;

use super::{Held, Kind};
use crate::presence::{self, What as Deed};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Created,
    Drafted,
    Published,
    Unpublished,
    Scheduled,
    Unscheduled,
    NotPublished,
    Deleted,
}

/// Makes the name of an event: the prefixes stand for themselves, so that they can be searched for.
macro_rules! named {
    ($what:expr, $prefix:literal) => {
        match $what {
            What::Created => EventName::new(concat!($prefix, ".created")),
            What::Drafted => EventName::new(concat!($prefix, ".drafted")),
            What::Published => EventName::new(concat!($prefix, ".published")),
            What::Unpublished => EventName::new(concat!($prefix, ".unpublished")),
            What::Scheduled => EventName::new(concat!($prefix, ".scheduled")),
            What::Unscheduled => EventName::new(concat!($prefix, ".unscheduled")),
            What::NotPublished => EventName::new(concat!($prefix, ".schedule_failed")),
            What::Deleted => EventName::new(concat!($prefix, ".deleted")),
        }
    };
}

impl What {
    /// Its name, by what it happened to.
    pub(super) const fn to(self, kind: Kind) -> EventName {
        match kind {
            Kind::Page => named!(self, "page"),
            Kind::Post => named!(self, "post"),
            Kind::Block => named!(self, "reusable_block"),
            Kind::Change => named!(self, "changelog_entry"),
        }
    }

    /// As those are told of it who have the page open; whoever makes one has nobody there yet.
    const fn deed(self) -> Option<Deed> {
        match self {
            Self::Created => None,
            Self::Drafted => Some(Deed::Saved),
            Self::Published => Some(Deed::Published),
            Self::Unpublished => Some(Deed::Unpublished),
            Self::Scheduled => Some(Deed::Scheduled),
            Self::Unscheduled => Some(Deed::Unscheduled),
            Self::NotPublished => Some(Deed::ScheduleFailed),
            Self::Deleted => Some(Deed::Deleted),
        }
    }
}

/// It happened to a page that was so, and concerns this revision.
pub(super) async fn tell(tx: &Tx, what: What, before: &Held, revision: i64) -> Result<(), ApiError> {
    if let Some(deed) = what.deed() {
        presence::tell(tx, before.id, deed, revision).await?;
    }
    let after = json!({ "kind": before.kind, "locale": before.locale, "revision": revision });
    let name = what.to(before.kind());
    events::emit(tx, Emit::new(name, before.id).before(short(before)).after(after)).await?;
    Ok(())
}

/// What events say of a page.
pub(super) fn short(held: &Held) -> Value {
    json!({
        "kind": held.kind, "locale": held.locale, "slug": held.slug, "status": held.status, "revision": held.revision,
        "published_revision": held.published_revision, "scheduled_revision": held.scheduled_revision, "scheduled_at": held.scheduled_at,
        "unpublish_at": held.unpublish_at
    })
}
