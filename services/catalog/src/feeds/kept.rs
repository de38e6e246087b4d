//! Feeds that were made a short while ago. A feed is the whole catalogue, and whoever knows the key, which each page of the
//! storefront shows, may ask for it: he is answered what is there, and of each shop one feed is made at a time.

use std::{
    collections::{HashMap, HashSet},
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
/// Bytes of all feeds that a process keeps, and of those of one shop: compressed, some hundred bytes an item.
const MOST_BYTES: usize = 128 << 20;
const MOST_OF_SHOP: usize = 64 << 20;
/// How many may wait for their turn in a shop.
const MOST_WAITING: usize = 32;
/// How many feeds are written as they are read: each holds as much as the largest that is kept. Of a shop one.
const MOST_READ: usize = 4;

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
#[derive(Debug, Clone)]
pub(crate) struct Kept(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    largest: usize,
    feeds: Mutex<HashMap<Name, Feed>>,
    turns: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
    read: Mutex<HashSet<Uuid>>,
}

/// That a shop's feed is written as it is read.
pub(super) struct Place {
    kept: Kept,
    organization: Uuid,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.kept.read().remove(&self.organization);
    }
}

impl Kept {
    /// Keeps feeds up to so many bytes, by gzip.
    pub(super) fn up_to(largest: usize) -> Self {
        let (feeds, turns, read) = Default::default();
        Self(Arc::new(Inner { largest, feeds, turns, read }))
    }

    /// The bytes of the largest feed that is kept.
    pub(super) fn largest(&self) -> usize {
        self.0.largest
    }

    /// A place among those that are written as they are read; none while another of the shop is, or too many are.
    pub(super) fn place(&self, organization: Uuid) -> Option<Place> {
        let mut read = self.read();
        let has_room = read.len() < MOST_READ && read.insert(organization);
        has_room.then(|| Place { kept: self.clone(), organization })
    }

    fn read(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_feed_of_a_shop_is_written_as_it_is_read() {
        let kept = Kept::up_to(1_000);
        let shops: Vec<Uuid> = (0..5).map(Uuid::from_u128).collect();
        let places: Vec<Place> = shops[..4].iter().filter_map(|shop| kept.place(*shop)).collect();
        assert_eq!(places.len(), 4);
        assert!(kept.place(shops[0]).is_none() && kept.place(shops[4]).is_none());
        drop(places);
        assert!(kept.place(shops[0]).is_some() && kept.place(shops[4]).is_some());
    }
}
