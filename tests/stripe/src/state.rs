//! All that a double knows: its accounts, its clock, its knobs.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{Fault, Knobs, world::World};

/// All that a double knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    worlds: BTreeMap<String, World>,
    pub(crate) faults: Vec<Fault>,
    knobs: BTreeMap<String, Knobs>,
    /// Method, path and body of every request, in the order in which they came.
    pub(crate) requests: Vec<(String, String, String)>,
    /// Seconds that the clock is ahead.
    ahead: i64,
    /// Where the clock stands, if it stands.
    stands: Option<i64>,
    /// Events of each account that were looked at for telling.
    seen: BTreeMap<String, usize>,
    pub(crate) has_news: bool,
}

impl State {
    pub(crate) fn now(&self) -> i64 {
        self.stands.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            i64::try_from(since).unwrap_or_default() + self.ahead
        })
    }

    /// How the events of an account are told from now on; those of [`crate::SECRET_KEY`] are for all who have none of their own.
    pub(crate) fn tell(&mut self, account: &str, knobs: Knobs) {
        self.knobs.insert(account.to_owned(), knobs);
    }

    pub(crate) fn knobs(&self, account: &str) -> Knobs {
        let of_all = || self.knobs.get(crate::SECRET_KEY);
        self.knobs.get(account).or_else(of_all).cloned().unwrap_or_default()
    }

    pub(crate) fn advance(&mut self, seconds: i64) {
        self.ahead += seconds;
        self.stands = self.stands.map(|at| at + seconds);
        let now = self.now();
        for world in self.worlds.values_mut() {
            world.now = now;
            world.request = crate::world::Request::default();
            world.bill();
        }
        self.told();
    }

    pub(crate) fn stand(&mut self, at: Option<i64>) {
        self.stands = at;
    }

    /// The account of a key, which is made when it is first called.
    pub(crate) fn world(&mut self, account: &str) -> &mut World {
        let now = self.now();
        let world = self.worlds.entry(account.to_owned()).or_default();
        world.now = now;
        world
    }

    /// Whether something was begun that is not done yet.
    pub(crate) fn is_busy(&self) -> bool {
        self.worlds.values().any(|world| world.kept.values().any(|kept| kept.answer.is_none()))
    }

    /// Whether there is anything to be told.
    pub(crate) fn told(&mut self) {
        self.has_news = true;
    }

    /// Events that nobody was told of yet.
    pub(crate) fn due(&mut self) -> Vec<(String, String)> {
        self.has_news = false;
        let mut due = Vec::new();
        for (account, world) in &self.worlds {
            let seen = self.seen.entry(account.clone()).or_default();
            due.extend(world.events[*seen..].iter().map(|event| (account.clone(), event.id.clone())));
            *seen = world.events.len();
        }
        due
    }

    /// Whether an event has arrived; one that has stays so.
    pub(crate) fn mark(&mut self, account: &str, event: &str, is_taken: bool) {
        let events = self.worlds.get_mut(account).map(|world| &mut world.events);
        if let Some(event) = events.into_iter().flatten().rev().find(|it| it.id == event) {
            event.delivered = Some(is_taken || event.delivered == Some(true));
        }
    }
}
