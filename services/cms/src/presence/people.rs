//! Who is where.

use chrono::{DateTime, Utc};
use entity::{Timestamp, ids::UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// A page of a shop, where windows meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) shop: Uuid,
    pub(crate) page: Uuid,
}

/// A window of somebody's, by the name that it gave itself. It is his: nobody speaks for another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Window {
    pub(crate) user: Uuid,
    pub(crate) id: Uuid,
}

/// Where in a page somebody is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// The block that he has selected.
    pub(crate) block: Option<String>,
    /// What of it he writes in.
    pub(crate) field: Option<String>,
    /// Whether he has edits that are not saved.
    pub(crate) is_dirty: bool,
}

/// Somebody who is here, as windows are told of him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) window: Window,
    pub(super) name: Option<String>,
    pub(super) color: &'static str,
    pub(super) since: DateTime<Utc>,
    pub(super) spot: Spot,
}

impl Person {
    /// As a window is told of him, which may be his own.
    pub(super) fn told(&self, to: Window) -> Value {
        let Self { window, name, color, since, spot: Spot { block, field, is_dirty } } = self;
        json!({
            "window": window.id, "user_id": UserId(window.user), "name": name, "color": color, "block": block, "field": field,
            "is_dirty": is_dirty, "is_you": *window == to, "since": Timestamp(*since)
        })
    }
}
