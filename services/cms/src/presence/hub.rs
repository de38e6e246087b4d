//! All pages that windows of this process have open.

use std::{
    collections::hash_map::Entry,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, Notice};
use tokio::sync::{Notify, broadcast, oneshot, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    guest::{Guest, Leaving},
    names::names,
    notice::{Item, payloads},
    people::{Place, Spot, Window},
    room::{Own, Room, Word},
    state::{Full, State},
    tasks,
};

/// A process that has windows says so often that it lives.
const ALIVE: TimeDelta = TimeDelta::seconds(15);
/// One that has said nothing for so long does not.
const DEAD: TimeDelta = TimeDelta::seconds(45);
/// So often each window is told that its connection lives.
const BEAT: TimeDelta = TimeDelta::seconds(15);

/// Knows who has which page open. Cheap to clone.
#[derive(Clone)]
pub struct Presence(Arc<Hub>);

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presence").field("process", &self.0.process).finish_non_exhaustive()
    }
}

pub(super) struct Hub {
    pub(super) db: Db,
    pub(super) process: Uuid,
    /// So many windows listen to this process.
    most: usize,
    state: Mutex<State>,
    /// Something waits to be told.
    pub(super) wake: Notify,
    beat: watch::Sender<u64>,
}

/// Who comes.
pub(crate) struct Who {
    pub(crate) window: Window,
    /// The session, or the key of his own, by which he comes.
    pub(crate) way: Option<Uuid>,
    pub(crate) name: Option<String>,
}

impl Presence {
    /// Begins to hear other processes, until `stop`. At most so many windows listen to this one.
    pub fn start(db: Db, most: usize, notices: broadcast::Receiver<Notice>, stop: &CancellationToken) -> Self {
        let hub = Arc::new(Hub {
            db,
            process: Uuid::now_v7(),
            most,
            state: Mutex::default(),
            wake: Notify::new(),
            beat: watch::Sender::new(0),
        });
        tokio::spawn(tasks::hear(Arc::clone(&hub), notices, stop.clone()));
        tokio::spawn(tasks::tell(Arc::clone(&hub), stop.clone()));
        Self(hub)
    }

    /// What somebody is called who works in a shop.
    pub(crate) async fn name(&self, shop: Uuid, user: Uuid) -> db::Result<Option<String>> {
        Ok(names(&self.0.db, shop, vec![user]).await?.remove(&user))
    }

    /// Somebody opens a page.
    pub(crate) fn join(&self, place: Place, who: Who) -> Result<Guest, Full> {
        let hub = &self.0;
        let Who { window, way, name } = who;
        let now = hub.now();
        let mut state = hub.state();
        let is_new = state.admit(place, window, hub.most)?;
        if is_new {
            *state.windows.entry(window.user).or_default() += 1;
        }
        state.serial += 1;
        let serial = state.serial;
        let State { rooms, waiting, .. } = &mut *state;
        let room = match rooms.entry(place) {
            Entry::Occupied(room) => room.into_mut(),
            Entry::Vacant(vacant) => {
                waiting.push(Item::Ask { place: Some(place) });
                vacant.insert(Room::new())
            }
        };
        let (end, ended) = oneshot::channel();
        room.sit(window, name, now, Own { serial, way, heard: now, end });
        room.publish();
        let (people, deeds) = room.listen();
        state.changed.insert((place, window));
        state.count();
        drop(state);
        hub.wake.notify_one();
        let leaving = Leaving { hub: Arc::clone(hub), place, window, serial };
        Ok(Guest { leaving, people, deeds, beat: hub.beat.subscribe(), end: ended, is_over: false })
    }

    /// A window says where it is, and that it is there; false where it listens by another session.
    pub(crate) fn say(&self, place: Place, window: Window, way: Option<Uuid>, spot: Spot) -> bool {
        let hub = &self.0;
        let now = hub.now();
        let mut state = hub.state();
        let word = state.rooms.get_mut(&place).map_or(Word::Elsewhere, |room| room.say(window, way, &spot, now));
        match word {
            Word::Foreign => return false,
            Word::Same => return true,
            Word::Moved => state.moved(place, window),
            Word::Elsewhere => state.pass_on(place, window, way, spot),
        }
        drop(state);
        hub.wake.notify_one();
        true
    }
}

impl Hub {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.db.clock().now()
    }

    pub(super) fn leave(&self, place: Place, window: Window, serial: u64) {
        let mut state = self.state();
        let Some(room) = state.rooms.get_mut(&place) else { return };
        if room.leave(window, serial) {
            room.publish();
            state.forget(place, window);
            drop(state);
            self.wake.notify_one();
        }
    }

    /// What waits to be told to other processes.
    pub(super) fn take(&self) -> Vec<String> {
        let mut state = self.state();
        let changed = std::mem::take(&mut state.changed);
        let mut items = std::mem::take(&mut state.waiting);
        items.extend(changed.into_iter().filter_map(|(place, window)| state.rooms.get(&place)?.item(place, window)));
        if !items.is_empty() {
            state.told_at = Some(self.now());
        }
        drop(state);
        payloads(self.process, items)
    }

    /// What was told while this process did not listen is unknown: it asks, and tells all.
    pub(super) fn catch_up(&self) {
        let now = self.now();
        let mut state = self.state();
        if state.rooms.is_empty() {
            return;
        }
        state.rooms.values_mut().for_each(|room| room.doubt(now));
        state.waiting.push(Item::Ask { place: None });
        state.again(None);
        drop(state);
        self.wake.notify_one();
    }

    /// Looks at the time: who has gone, and whether something is to be said though nothing has happened.
    pub(super) fn tick(&self) {
        let now = self.now();
        let is_due = |at: Option<DateTime<Utc>>, after: TimeDelta| at.is_none_or(|at| now - at >= after);
        let mut state = self.state();
        if state.rooms.is_empty() {
            state.processes.clear();
            return;
        }
        state.processes.retain(|_, heard| now - *heard <= DEAD);
        let State { rooms, processes, .. } = &mut *state;
        let mut over = Vec::new();
        for (place, room) in rooms.iter_mut() {
            let before = room.windows();
            room.keep_only(|process| processes.contains_key(&process));
            over.extend(room.expire(now).into_iter().map(|window| (*place, window)));
            if room.windows() != before {
                room.publish();
            }
        }
        for (place, window) in over {
            state.forget(place, window);
        }
        if is_due(state.told_at, ALIVE) && !state.rooms.is_empty() {
            state.waiting.push(Item::Alive);
        }
        if is_due(state.beat_at, BEAT) {
            state.beat_at = Some(now);
            self.beat.send_modify(|beat| *beat += 1);
        }
        let is_waiting = !state.waiting.is_empty();
        drop(state);
        if is_waiting {
            self.wake.notify_one();
        }
    }

    /// Ends everything: nobody waits for windows that listen.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_over = true;
        state.windows.clear();
        state.changed.clear();
        state.waiting.clear();
        state.rooms.drain().for_each(|(_, room)| room.close());
        state.count();
    }
}
