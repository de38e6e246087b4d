use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter, sync::DefaultLifecycle};
use uuid::Uuid;

use crate::{
    Clock, Health, MAX_BODY, Redis, Settings, Stats, Topic, Topics,
    answer::Answer,
    flight::Flights,
    key::{Key, KeyRef},
    meters::Meters,
    shared::Shared,
    versions::{Snapshot, Versions},
};

/// For how long a route that does not let its answers be kept is remembered as such.
const PASS_FOR: Duration = Duration::from_mins(1);

/// An answer and what it depends on.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) answer: Answer,
    pub(crate) topics: Topics,
    pub(crate) expires_at: SystemTime,
    /// The versions that were read before the answer was computed.
    pub(crate) snapshot: Snapshot,
}

#[derive(Clone)]
pub(crate) enum Slot {
    Kept(Arc<Kept>),
    /// The last answer was not to be kept: until then nobody waits for another request's answer in vain.
    Pass(SystemTime),
}

#[derive(Clone)]
pub(crate) struct ByBytes;

impl Weighter<Key, Slot> for ByBytes {
    fn weight(&self, key: &Key, slot: &Slot) -> u64 {
        /// The key's pointers and what the map keeps per entry.
        const OVERHEAD: usize = 192;
        let slot = match slot {
            Slot::Kept(kept) => kept.answer.weight(),
            Slot::Pass(_) => 0,
        };
        (OVERHEAD + key.target.len() + key.variant.len() + slot) as u64
    }
}

pub(crate) struct Inner {
    settings: Settings,
    pub(crate) clock: Clock,
    slots: quick_cache::sync::Cache<Key, Slot, ByBytes>,
    pub(crate) versions: Versions,
    pub(crate) flights: Arc<Flights>,
    pub(crate) shared: Option<Shared>,
    pub(crate) meters: Meters,
}

/// The cache of one process; clones are handles to the same one.
///
/// It starts as not listening, which means that it answers nothing until [`Cache::listening`] is told `true`.
#[derive(Clone)]
pub struct Cache(pub(crate) Arc<Inner>);

impl Cache {
    /// Install the metrics recorder before. With Redis it must be called inside a Tokio runtime, as it keeps a connection.
    pub fn new(settings: Settings, redis: Option<Redis>) -> Self {
        Self::with_clock(settings, redis, Clock::system())
    }

    /// [`Cache::new`] with a clock of one's own.
    pub fn with_clock(settings: Settings, redis: Option<Redis>, clock: Clock) -> Self {
        let shared = redis.filter(|_| settings.enabled).map(Shared::start);
        Self(Arc::new(Inner {
            slots: slots(if settings.enabled { settings.max_bytes } else { 0 }),
            settings,
            clock,
            versions: Versions::new(),
            flights: Arc::default(),
            shared,
            meters: Meters::new(),
        }))
    }

    /// Tells that `topic` of an organization has changed: answers computed before this call are not served after it.
    ///
    /// Call it when the change is visible to new transactions, as it is when Postgres delivers a notice.
    pub fn invalidate(&self, organization: Uuid, topic: Topic) {
        let inner = &*self.0;
        if let Some(shared) = &inner.shared {
            let counters = inner.versions.counters(organization);
            // The order matters: whoever sees the new version must also see that Redis has not confirmed it.
            let notice = Shared::notice(organization, topic, &counters);
            counters.bump(topic);
            shared.tell(notice);
        } else if let Some(counters) = inner.versions.known(organization) {
            counters.bump(topic);
        }
    }

    /// Tells that anything may have changed, in every organization.
    pub fn invalidate_all(&self) {
        self.change_epoch(Versions::bump_all);
    }

    /// Tells whether this process is being told of changes. `true` invalidates everything, even when it was `true` already:
    /// a connection that was made anew may have missed notices.
    pub fn listening(&self, listening: bool) {
        if listening {
            self.change_epoch(|versions| versions.listen(true));
        } else {
            self.0.versions.listen(false);
        }
    }

    fn change_epoch(&self, change: impl FnOnce(&Versions)) {
        if let Some(shared) = &self.0.shared {
            let notice = shared.notice_of_all();
            change(&self.0.versions);
            shared.tell(notice);
        } else {
            change(&self.0.versions);
        }
    }

    /// What it did and what it holds.
    pub fn stats(&self) -> Stats {
        let inner = &*self.0;
        Stats {
            entries: inner.slots.len() as u64,
            bytes: inner.slots.weight(),
            in_flight: inner.flights.len() as u64,
            on_the_way: inner.versions.unconfirmed() + inner.shared.as_ref().map_or(0, Shared::on_the_way),
            ..inner.meters.read()
        }
    }

    /// Whether it does its work.
    pub fn health(&self) -> Health {
        Health {
            enabled: self.0.settings.enabled,
            listening: self.0.versions.is_listening(),
            redis: self.0.shared.as_ref().map(Shared::is_in_use),
        }
    }
}

impl Inner {
    pub(crate) fn is_enabled(&self) -> bool {
        self.settings.enabled
    }

    /// What is kept, if it still holds.
    pub(crate) fn find(&self, key: KeyRef<'_>) -> Option<Arc<Kept>> {
        let Slot::Kept(kept) = self.slots.get(&key)? else { return None };
        let holds = kept.snapshot.holds(&self.versions, kept.topics) && self.clock.now() < kept.expires_at;
        holds.then_some(kept)
    }

    /// Whether the last answer was not to be kept.
    pub(crate) fn passes(&self, key: &Key) -> bool {
        matches!(self.slots.peek(key), Some(Slot::Pass(until)) if self.clock.now() < until)
    }

    pub(crate) fn pass(&self, key: Key) {
        self.slots.insert(key, Slot::Pass(self.clock.now() + PASS_FOR));
        self.meters.size(self.slots.len() as u64, self.slots.weight());
    }

    pub(crate) fn keep(&self, key: Key, kept: &Arc<Kept>) {
        self.slots.insert(key, Slot::Kept(Arc::clone(kept)));
        self.meters.size(self.slots.len() as u64, self.slots.weight());
    }

    /// The end of an answer that is computed from now on.
    pub(crate) fn end_of_life(&self) -> SystemTime {
        self.clock.now() + self.settings.ttl
    }
}

/// Each shard has its share of the bound, so it must be several times the largest answer or none of that size is kept.
fn slots(max_bytes: u64) -> quick_cache::sync::Cache<Key, Slot, ByBytes> {
    const LARGEST: u64 = MAX_BODY as u64;
    const USUAL: u64 = 8 * 1024;
    let shards = usize::try_from(max_bytes / (4 * LARGEST)).unwrap_or(usize::MAX).clamp(1, 64);
    let options = OptionsBuilder::new()
        .shards(shards)
        .weight_capacity(max_bytes)
        .estimated_items_capacity(usize::try_from(max_bytes / USUAL).unwrap_or(usize::MAX).max(32 * shards))
        .build()
        .expect("both capacities are set");
    quick_cache::sync::Cache::with_options(options, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default())
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("settings", &self.0.settings)
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
