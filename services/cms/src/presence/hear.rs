//! What notifications say.

use std::{collections::BTreeSet, sync::Arc};

use uuid::Uuid;

use super::{
    deed::{self, Deed},
    hub::Hub,
    names::names,
    notice::{self, Item, Told},
    people::Place,
    room::Word,
};

impl Hub {
    /// What a notification says.
    pub(super) fn heard(self: &Arc<Self>, channel: &str, payload: &str) {
        match channel {
            notice::CHANNEL => match serde_json::from_str::<Told>(payload) {
                Ok(told) if told.from != self.process => self.told(told),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "a notice of presence that this build does not understand"),
            },
            deed::CHANNEL => match serde_json::from_str::<Deed>(payload) {
                Ok(deed) => self.done(deed),
                Err(error) => tracing::warn!(%error, "a notice of a page that this build does not understand"),
            },
            _ => {}
        }
    }

    /// What another process tells.
    fn told(self: &Arc<Self>, Told { from, items }: Told) {
        let now = self.now();
        let mut state = self.state();
        state.processes.insert(from, now);
        let mut touched: BTreeSet<Place> = BTreeSet::new();
        for item in items {
            match item {
                Item::Here { place, window, color, since, spot } => {
                    if let Some(room) = state.rooms.get_mut(&place) {
                        let was_own = room.has_own(window);
                        room.there(from, window, color, since, spot);
                        if was_own && !room.has_own(window) {
                            state.forget(place, window);
                        }
                        touched.insert(place);
                    }
                }
                Item::Gone { place, window } => {
                    if let Some(room) = state.rooms.get_mut(&place) {
                        room.gone(from, window);
                        touched.insert(place);
                    }
                }
                Item::Said { place, window, way, spot } => {
                    if state.rooms.get_mut(&place).is_some_and(|room| room.say(window, way, &spot, now) == Word::Moved)
                    {
                        state.moved(place, window);
                    }
                }
                Item::Ask { place } => state.again(place),
                Item::Alive => {}
                Item::Left => {
                    state.processes.remove(&from);
                    state.rooms.values_mut().for_each(|room| room.keep_only(|process| process != from));
                    touched.extend(state.rooms.keys());
                }
            }
        }
        let mut unnamed = Vec::new();
        for place in touched {
            if let Some(room) = state.rooms.get(&place) {
                room.publish();
                unnamed.push((place, room.unnamed()));
            }
        }
        drop(state);
        self.wake.notify_one();
        for (place, people) in unnamed.into_iter().filter(|(_, people)| !people.is_empty()) {
            self.name(place, people, None);
        }
    }

    /// Something became of a page.
    fn done(self: &Arc<Self>, mut deed: Deed) {
        let place = deed.place;
        let state = self.state();
        let Some(room) = state.rooms.get(&place) else { return };
        match deed.by.map(|by| (by, room.name(by))) {
            Some((by, None)) => {
                drop(state);
                self.name(place, vec![by], Some(deed));
            }
            Some((_, Some(name))) => {
                deed.name = name;
                room.tell(deed);
            }
            None => room.tell(deed),
        }
    }

    /// Looks up what people are called, and tells of them then, or of what one of them has done.
    fn name(self: &Arc<Self>, place: Place, people: Vec<Uuid>, deed: Option<Deed>) {
        let hub = Arc::clone(self);
        tokio::spawn(async move {
            let found = names(&hub.db, place.shop, people.clone()).await;
            let found = found.inspect_err(|error| tracing::debug!(%error, "nobody knows who edits")).ok();
            let mut state = hub.state();
            let Some(room) = state.rooms.get_mut(&place) else { return };
            // Who could not be asked for is asked for with the next one who comes.
            if let Some(found) = &found {
                room.learn(people.into_iter().map(|user| (user, found.get(&user).cloned())));
                room.publish();
            }
            if let Some(mut deed) = deed {
                deed.name = deed.by.and_then(|by| found.as_ref()?.get(&by).cloned());
                room.tell(deed);
            }
        });
    }
}
