//! Feeds that were made a short while ago. A feed is the whole catalogue, and whoever knows the key, which each page of the
//! storefront shows, may ask for it: he is answered what is there, and of each shop one feed is made at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use auth::Shopper;
use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::page::Wanted;

/// How long a feed is answered as it is; readers are told to keep it for longer.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(10);
/// Bytes of all feeds that a process keeps, of those of one shop, and of the largest one among them: compressed, some hundred
/// bytes an item.
const MOST_BYTES: usize = 128 << 20;
const MOST_OF_SHOP: usize = 64 << 20;
pub(super) const LARGEST: usize = 32 << 20;
/// How many may wait for their turn in a shop.
const MOST_WAITING: usize = 32;

/// What a feed depends on, besides the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    organization: Uuid,
    channels: Vec<Uuid>,
    default_region: Option<Uuid>,
    region: Option<String>,
    /// As the shop speaks it, so that made-up ones are all the same.
    locale: Option<String>,
    sales_channel: Option<String>,
}

impl Name {
    pub(super) fn of(shopper: &Shopper, wanted: &Wanted) -> Self {
        let mut channels: Vec<Uuid> = shopper.sales_channels.iter().map(|channel| channel.0).collect();
        channels.sort_unstable();
        Self {
            organization: shopper.organization.0,
            channels,
            default_region: shopper.default_region.map(|region| region.0),
            region: wanted.prices.region.clone(),
            locale: shopper.locale().map(str::to_owned),
            sales_channel: wanted.sales_channel.clone(),
        }
    }
}

#[derive(Debug)]
struct Feed {
    /// By gzip.
    packed: Bytes,
    until: DateTime<Utc>,
}

/// The feeds of a process. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    feeds: Mutex<HashMap<Name, Feed>>,
    turns: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
}

impl Kept {
    /// The feed, if it was made lately.
    pub(super) fn find(&self, name: &Name, now: DateTime<Utc>) -> Option<Bytes> {
        self.feeds().get(name).filter(|feed| feed.until > now).map(|feed| feed.packed.clone())
    }

    /// Waits for the shop's turn; none when too many wait already.
    pub(super) async fn turn(&self, organization: Uuid) -> Option<OwnedMutexGuard<()>> {
        let turn = {
            let mut turns = self.0.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            let turn = turns.entry(organization).or_default();
            // The map has one, and whoever waits or works has one each.
            if Arc::strong_count(turn) > MOST_WAITING {
                return None;
            }
            Arc::clone(turn)
        };
        Some(turn.lock_owned().await)
    }

    /// Keeps a feed until its prices change by themselves, or for some minutes. The oldest ones make room, those of its shop first.
    pub(super) fn keep(&self, name: Name, packed: Bytes, now: DateTime<Utc>, until: Option<DateTime<Utc>>) {
        let mut feeds = self.feeds();
        feeds.retain(|_, feed| feed.until > now);
        let organization = name.organization;
        make_room(&mut feeds, MOST_OF_SHOP, packed.len(), |name| name.organization == organization);
        make_room(&mut feeds, MOST_BYTES, packed.len(), |_| true);
        let until = until.map_or(now + KEPT_FOR, |until| until.min(now + KEPT_FOR));
        feeds.insert(name, Feed { packed, until });
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<Name, Feed>> {
        self.0.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the oldest of some feeds until so many bytes more are within what they may have.
fn make_room(feeds: &mut HashMap<Name, Feed>, most: usize, more: usize, of: impl Fn(&Name) -> bool) {
    let bytes = |feeds: &HashMap<Name, Feed>| -> usize {
        feeds.iter().filter(|(name, _)| of(name)).map(|(_, feed)| feed.packed.len()).sum()
    };
    while bytes(feeds) + more > most {
        let those = feeds.iter().filter(|(name, _)| of(name));
        let Some(oldest) = those.min_by_key(|(_, feed)| feed.until).map(|(name, _)| name.clone()) else { return };
        feeds.remove(&oldest);
    }
}
