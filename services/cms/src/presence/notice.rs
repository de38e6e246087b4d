//! What processes tell each other.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::people::{Place, Spot, Window};

/// On this channel.
pub(super) const CHANNEL: &str = "kontor_presence";
/// Postgres takes 8,000 bytes at a time.
const MOST: usize = 7_500;

/// What a process tells.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// Which one.
    pub(super) from: Uuid,
    pub(super) items: Vec<Item>,
}

/// One thing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Item {
    /// A window listens to it, and is there.
    Here { place: Place, window: Window, color: u8, since: DateTime<Utc>, spot: Spot },
    /// It does no more.
    Gone { place: Place, window: Window },
    /// A window said to it where it is, and may listen to another process. By which session it said so counts, too.
    Said { place: Place, window: Window, way: Option<Uuid>, spot: Spot },
    /// Who is there? Without a place: everywhere.
    Ask { place: Option<Place> },
    /// It lives.
    Alive,
    /// It ends, and nobody listens to it any more.
    Left,
}

/// As notifications carry it: as few as it fits into.
pub(super) fn payloads(from: Uuid, items: Vec<Item>) -> Vec<String> {
    let mut all = Vec::new();
    let mut now = Told { from, items: Vec::new() };
    let mut length = 0;
    for item in items {
        let own = serde_json::to_string(&item).map_or(0, |text| text.len() + 1);
        if length + own > MOST && !now.items.is_empty() {
            all.extend(serde_json::to_string(&now));
            now.items.clear();
            length = 0;
        }
        length += own;
        now.items.push(item);
    }
    if !now.items.is_empty() {
        all.extend(serde_json::to_string(&now));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_much_is_told_in_parts_that_fit() {
        let place = Place { shop: Uuid::now_v7(), page: Uuid::now_v7() };
        let one = |_| Item::Here {
            place,
            window: Window { user: Uuid::now_v7(), id: Uuid::now_v7() },
            color: 7,
            since: DateTime::UNIX_EPOCH,
            spot: Spot { block: Some("b".repeat(64)), field: Some("f".repeat(200)), is_dirty: true },
        };
        let items: Vec<Item> = (0..100).map(one).collect();
        let payloads = payloads(Uuid::now_v7(), items.clone());
        assert!(payloads.len() > 1 && payloads.iter().all(|payload| payload.len() < 8_000));
        let told = payloads.iter().flat_map(|payload| serde_json::from_str::<Told>(payload).unwrap().items);
        assert_eq!(told.collect::<Vec<_>>(), items);
    }
}
