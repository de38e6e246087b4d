//! What a process knows of windows, and what it has yet to tell others.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    notice::Item,
    people::{Place, Spot, Window},
    room::Room,
};

/// So many windows of one person listen to a process.
const MOST_OF_PERSON: usize = 12;
/// So many windows have one page open: each is told of all of them.
const MOST_OF_PAGE: usize = 50;
/// So many words for other processes wait to be told.
const MOST_WAITING: usize = 10_000;

/// Why there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// He listens by as many windows as he may.
    Person,
    /// The page is open in as many windows as it may be.
    Page,
    /// As many windows listen to this process as may, or it ends.
    Process,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) rooms: HashMap<Place, Room>,
    /// When other processes were last heard of.
    pub(super) processes: HashMap<Uuid, DateTime<Utc>>,
    /// How many windows of each person listen here.
    pub(super) windows: HashMap<Uuid, usize>,
    /// Windows of which other processes are to be told.
    pub(super) changed: BTreeSet<(Place, Window)>,
    /// What else they are to be told, before that.
    pub(super) waiting: Vec<Item>,
    pub(super) serial: u64,
    pub(super) told_at: Option<DateTime<Utc>>,
    pub(super) beat_at: Option<DateTime<Utc>>,
    pub(super) is_over: bool,
}

impl State {
    /// Whether a window that may come was not there already.
    pub(super) fn admit(&self, place: Place, window: Window, most: usize) -> Result<bool, Full> {
        let room = self.rooms.get(&place);
        if self.is_over {
            return Err(Full::Process);
        }
        if room.is_some_and(|room| room.has_own(window)) {
            return Ok(false);
        }
        if self.windows.get(&window.user).is_some_and(|windows| *windows >= MOST_OF_PERSON) {
            return Err(Full::Person);
        }
        if room.is_some_and(|room| room.windows() >= MOST_OF_PAGE) {
            return Err(Full::Page);
        }
        let all: usize = self.windows.values().sum();
        if all >= most { Err(Full::Process) } else { Ok(true) }
    }

    /// Another place of a window that listens here is told to all.
    pub(super) fn moved(&mut self, place: Place, window: Window) {
        self.changed.insert((place, window));
        if let Some(room) = self.rooms.get(&place) {
            room.publish();
        }
    }

    /// A window that does not listen here says where it is: whoever it listens to is told. Only its last word counts.
    pub(super) fn pass_on(&mut self, place: Place, window: Window, way: Option<Uuid>, spot: Spot) {
        let is_his = |item: &Item| matches!(item, Item::Said { place: at, window: whose, .. } if *at == place && *whose == window);
        let item = Item::Said { place, window, way, spot };
        let has_room = self.waiting.len() < MOST_WAITING;
        match self.waiting.iter_mut().find(|item| is_his(item)) {
            Some(before) => *before = item,
            None if has_room => self.waiting.push(item),
            None => {}
        }
    }

    /// A window that listened here does no more.
    pub(super) fn forget(&mut self, place: Place, window: Window) {
        if let Entry::Occupied(mut windows) = self.windows.entry(window.user) {
            *windows.get_mut() -= 1;
            if *windows.get() == 0 {
                windows.remove();
            }
        }
        self.waiting.push(Item::Gone { place, window });
        // A page that nobody here has open is of no interest.
        if self.rooms.get(&place).is_some_and(|room| room.own().next().is_none()) {
            self.rooms.remove(&place);
        }
        self.count();
    }

    pub(super) fn count(&self) {
        let all: usize = self.windows.values().sum();
        metrics::gauge!("presence_windows").set(f64::from(u32::try_from(all).unwrap_or(u32::MAX)));
    }

    /// All windows that listen here are told of again, or those of one page.
    pub(super) fn again(&mut self, place: Option<Place>) {
        let rooms = self.rooms.iter().filter(|(at, _)| place.is_none_or(|place| place == **at));
        self.changed.extend(rooms.flat_map(|(at, room)| room.own().map(|window| (*at, window))));
    }
}
