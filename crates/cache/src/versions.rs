//! What this process has been told, as counters that only grow.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use uuid::Uuid;

use crate::{Topic, Topics};

/// The versions of one organization.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    topics: [AtomicU64; Topic::COUNT],
    /// Invalidations that Redis has not confirmed yet; the shared level may not be asked while there are any.
    pub(crate) unconfirmed: Arc<AtomicU32>,
}

impl Counters {
    fn read(&self, topic: Topic) -> u64 {
        self.topics[topic.index()].load(Ordering::Acquire)
    }

    pub(crate) fn bump(&self, topic: Topic) {
        self.topics[topic.index()].fetch_add(1, Ordering::SeqCst);
    }
}

/// The versions of all organizations, and whether anybody listens.
#[derive(Debug)]
pub(crate) struct Versions {
    /// Even: listening. One word for both, so that one load on a hit tells both and they cannot disagree.
    epoch: AtomicU64,
    /// Never read on a hit: what is kept holds its organization's counters.
    organizations: RwLock<HashMap<Uuid, Arc<Counters>>>,
}

impl Versions {
    /// Nobody listens yet.
    pub(crate) fn new() -> Self {
        Self { epoch: AtomicU64::new(1), organizations: RwLock::default() }
    }

    /// `None` while nobody listens.
    fn epoch(&self) -> Option<u64> {
        let epoch = self.epoch.load(Ordering::Acquire);
        epoch.is_multiple_of(2).then_some(epoch)
    }

    pub(crate) fn is_listening(&self) -> bool {
        self.epoch().is_some()
    }

    pub(crate) fn bump_all(&self) {
        self.epoch.fetch_add(2, Ordering::SeqCst);
    }

    /// Listening again bumps all: what happened in between was not told.
    pub(crate) fn listen(&self, listening: bool) {
        let step = |epoch: u64| match (listening, epoch.is_multiple_of(2)) {
            (true, true) => epoch + 2,
            (true, false) | (false, true) => epoch + 1,
            (false, false) => epoch,
        };
        let mut seen = self.epoch.load(Ordering::SeqCst);
        while let Err(now) = self.epoch.compare_exchange(seen, step(seen), Ordering::SeqCst, Ordering::SeqCst) {
            seen = now;
        }
    }

    /// The counters of an organization, if anything was ever kept or told about it.
    pub(crate) fn known(&self, organization: Uuid) -> Option<Arc<Counters>> {
        let organizations = self.organizations.read().unwrap_or_else(PoisonError::into_inner);
        organizations.get(&organization).map(Arc::clone)
    }

    pub(crate) fn counters(&self, organization: Uuid) -> Arc<Counters> {
        self.known(organization).unwrap_or_else(|| {
            let mut organizations = self.organizations.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(organizations.entry(organization).or_default())
        })
    }

    pub(crate) fn unconfirmed(&self) -> u64 {
        let organizations = self.organizations.read().unwrap_or_else(PoisonError::into_inner);
        organizations.values().map(|counters| u64::from(counters.unconfirmed.load(Ordering::SeqCst))).sum()
    }

    /// The versions now, to be read before the data they speak of. `None` while nobody listens.
    pub(crate) fn snapshot(&self, organization: Uuid) -> Option<Snapshot> {
        let counters = self.counters(organization);
        let epoch = self.epoch()?;
        let topics = Topic::ALL.map(|topic| counters.read(topic));
        Some(Snapshot { counters, epoch, topics })
    }
}

/// The versions at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) counters: Arc<Counters>,
    epoch: u64,
    topics: [u64; Topic::COUNT],
}

impl Snapshot {
    /// Whether this process has been told of no change of `topics` since.
    pub(crate) fn holds(&self, versions: &Versions, topics: Topics) -> bool {
        versions.epoch() == Some(self.epoch)
            && Topic::ALL
                .into_iter()
                .all(|topic| !topics.contains(topic) || self.counters.read(topic) == self.topics[topic.index()])
    }

    /// Whether both moments are one, as far as anybody was told.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.epoch == other.epoch && self.topics == other.topics && Arc::ptr_eq(&self.counters, &other.counters)
    }
}
