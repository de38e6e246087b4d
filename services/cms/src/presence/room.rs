//! A page that windows of this process have open: who is there, wherever he listens.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{broadcast, oneshot, watch};
use uuid::Uuid;

use super::{
    color,
    deed::Deed,
    guest::End,
    notice::Item,
    people::{Person, Place, Spot, Window},
};

/// Whoever has said nothing for so long is gone.
pub(super) const SILENT: TimeDelta = TimeDelta::seconds(60);
/// Whoever is not heard of again so long after somebody may have missed that he went, has gone.
const DOUBTED: TimeDelta = TimeDelta::seconds(5);
/// So many deeds wait for a window that is slow to take them.
const DEEDS: usize = 32;

/// Who is there.
pub(super) struct Room {
    seats: BTreeMap<Window, Seat>,
    names: HashMap<Uuid, Option<String>>,
    people: watch::Sender<Arc<[Person]>>,
    deeds: broadcast::Sender<Deed>,
}

struct Seat {
    color: u8,
    since: DateTime<Utc>,
    spot: Spot,
    at: At,
}

/// Where a window listens.
enum At {
    /// To this process.
    Here(Own),
    /// To another one.
    There { process: Uuid, doubted: Option<DateTime<Utc>> },
}

/// What this process knows of a window that listens to it.
pub(super) struct Own {
    /// Tells it from what the same window listened by before.
    pub(super) serial: u64,
    /// The session, or the key of his own, by which he came.
    pub(super) way: Option<Uuid>,
    pub(super) heard: DateTime<Utc>,
    pub(super) end: oneshot::Sender<End>,
}

/// What became of a word of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// It is another place than before.
    Moved,
    /// It is where it was.
    Same,
    /// It listens here, and came by another session.
    Foreign,
    /// It does not listen here.
    Elsewhere,
}

impl Room {
    pub(super) fn new() -> Self {
        let (people, _) = watch::channel(Arc::from([]));
        let (deeds, _) = broadcast::channel(DEEDS);
        Self { seats: BTreeMap::new(), names: HashMap::new(), people, deeds }
    }

    /// Who is here from now on, and what becomes of the page.
    pub(super) fn listen(&self) -> (watch::Receiver<Arc<[Person]>>, broadcast::Receiver<Deed>) {
        let mut people = self.people.subscribe();
        people.mark_changed();
        (people, self.deeds.subscribe())
    }

    /// How many windows have the page open.
    pub(super) fn windows(&self) -> usize {
        self.seats.len()
    }

    /// Whether a window listens to this process.
    pub(super) fn has_own(&self, window: Window) -> bool {
        self.seats.get(&window).is_some_and(|seat| matches!(seat.at, At::Here(_)))
    }

    /// The windows that listen to this process.
    pub(super) fn own(&self) -> impl Iterator<Item = Window> {
        self.seats.iter().filter(|(_, seat)| matches!(seat.at, At::Here(_))).map(|(window, _)| *window)
    }

    /// A window comes, or comes again: what it listened by before ends.
    pub(super) fn sit(&mut self, window: Window, name: Option<String>, now: DateTime<Utc>, own: Own) {
        let before = self.seats.remove(&window);
        let color = self.color_of(window.user);
        self.names.insert(window.user, name);
        let spot = before.as_ref().map(|seat| seat.spot.clone()).unwrap_or_default();
        self.seats.insert(window, Seat { color, since: now, spot, at: At::Here(own) });
        before.into_iter().for_each(|seat| seat.ends(End::Replaced));
    }

    /// The colour that he has in another window, else one that nobody has.
    fn color_of(&self, user: Uuid) -> u8 {
        let same = self.seats.iter().find(|(window, _)| window.user == user).map(|(_, seat)| seat.color);
        same.unwrap_or_else(|| color::choose(user, |nth| self.seats.values().any(|seat| seat.color == nth)))
    }

    /// A window that listened here is gone; false where it came again meanwhile.
    pub(super) fn leave(&mut self, window: Window, serial: u64) -> bool {
        let is_it = |seat: &Seat| matches!(&seat.at, At::Here(own) if own.serial == serial);
        self.seats.get(&window).is_some_and(is_it) && self.seats.remove(&window).is_some()
    }

    /// A window says where it is.
    pub(super) fn say(&mut self, window: Window, way: Option<Uuid>, spot: &Spot, now: DateTime<Utc>) -> Word {
        let Some(Seat { spot: was, at: At::Here(own), .. }) = self.seats.get_mut(&window) else {
            return Word::Elsewhere;
        };
        if own.way != way {
            return Word::Foreign;
        }
        own.heard = now;
        if was == spot {
            return Word::Same;
        }
        was.clone_from(spot);
        Word::Moved
    }

    /// What another process tells of a window. The same window may have listened here before, or come here since.
    pub(super) fn there(&mut self, process: Uuid, window: Window, color: u8, since: DateTime<Utc>, spot: Spot) {
        if self.seats.get(&window).is_some_and(|seat| seat.since > since) {
            return;
        }
        let seat = Seat { color, since, spot, at: At::There { process, doubted: None } };
        self.seats.insert(window, seat).into_iter().for_each(|seat| seat.ends(End::Replaced));
    }

    /// A window listens to another process no more.
    pub(super) fn gone(&mut self, from: Uuid, window: Window) {
        let is_there = |seat: &Seat| matches!(seat.at, At::There { process, .. } if process == from);
        if self.seats.get(&window).is_some_and(is_there) {
            self.seats.remove(&window);
        }
    }

    /// Nobody listens to those processes.
    pub(super) fn keep_only(&mut self, is_alive: impl Fn(Uuid) -> bool) {
        self.seats.retain(|_, seat| match seat.at {
            At::Here(_) => true,
            At::There { process, .. } => is_alive(process),
        });
    }

    /// Somebody may have gone while nobody was heard: who is not told of again is not there.
    pub(super) fn doubt(&mut self, now: DateTime<Utc>) {
        for seat in self.seats.values_mut() {
            if let At::There { doubted, .. } = &mut seat.at {
                *doubted = Some(now);
            }
        }
    }

    /// Sends away whoever says nothing any more, and forgets whom nobody has told of again. Answers those who listened here.
    pub(super) fn expire(&mut self, now: DateTime<Utc>) -> Vec<Window> {
        let is_over = |_: &Window, seat: &mut Seat| match &seat.at {
            At::Here(own) => now - own.heard > SILENT,
            At::There { doubted, .. } => doubted.is_some_and(|since| now - since > DOUBTED),
        };
        let over: Vec<(Window, Seat)> = self.seats.extract_if(.., is_over).collect();
        let mut own = Vec::new();
        for (window, seat) in over {
            if matches!(seat.at, At::Here(_)) {
                own.push(window);
            }
            seat.ends(End::Silent);
        }
        own
    }

    /// Ends everything.
    pub(super) fn close(self) {
        self.seats.into_values().for_each(|seat| seat.ends(End::Stopping));
    }

    /// What other processes are told of a window that listens here.
    pub(super) fn item(&self, place: Place, window: Window) -> Option<Item> {
        let seat = self.seats.get(&window).filter(|seat| matches!(seat.at, At::Here(_)))?;
        Some(Item::Here { place, window, color: seat.color, since: seat.since, spot: seat.spot.clone() })
    }

    /// Those whose names nobody knows yet.
    pub(super) fn unnamed(&self) -> Vec<Uuid> {
        let mut people: Vec<Uuid> = self.seats.keys().map(|window| window.user).collect();
        people.retain(|user| !self.names.contains_key(user));
        people.dedup();
        people
    }

    /// What somebody is called, where that is known.
    pub(super) fn name(&self, user: Uuid) -> Option<Option<String>> {
        self.names.get(&user).cloned()
    }

    pub(super) fn learn(&mut self, names: impl IntoIterator<Item = (Uuid, Option<String>)>) {
        self.names.extend(names);
    }

    /// Tells its windows who is here, if it is not whom they know of.
    pub(super) fn publish(&self) {
        let mut all: Vec<Person> = (self.seats.iter())
            .map(|(window, seat)| Person {
                window: *window,
                name: self.names.get(&window.user).cloned().flatten(),
                color: color::of(seat.color),
                since: seat.since,
                spot: seat.spot.clone(),
            })
            .collect();
        all.sort_by_key(|person| (person.since, person.window));
        self.people.send_if_modified(|known| {
            let is_other = **known != *all;
            if is_other {
                *known = all.into();
            }
            is_other
        });
    }

    /// Tells its windows what became of the page.
    pub(super) fn tell(&self, deed: Deed) {
        // Nobody may be left to hear it.
        let _ = self.deeds.send(deed);
    }
}

impl Seat {
    /// Ends what its window listens by, if that is here.
    fn ends(self, why: End) {
        if let At::Here(own) = self.at {
            // Its window may have gone by itself.
            let _ = own.end.send(why);
        }
    }
}

#[cfg(test)]
#[path = "room_tests.rs"]
mod tests;
