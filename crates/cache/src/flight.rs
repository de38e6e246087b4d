//! Single flight: one request computes an answer, the others that want the same wait for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use tokio::sync::watch;

use crate::{cache::Kept, key::Key, versions::Snapshot};

/// How a flight goes.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    Running,
    /// The answer, good for whoever waited.
    Landed(Arc<Kept>),
    /// The answer belongs to its own request only: an error, or no permission to keep it. The others run their handlers, all
    /// at once, as waiting for each other again would get them the same.
    Alone,
    /// The request went away. Another one takes over.
    Abandoned,
}

#[derive(Debug)]
struct Flight {
    id: u64,
    snapshot: Snapshot,
    stage: watch::Receiver<Stage>,
}

#[derive(Debug, Default)]
struct Board {
    next_id: u64,
    flights: HashMap<Key, Flight>,
}

#[derive(Debug, Default)]
pub(crate) struct Flights(Mutex<Board>);

pub(crate) enum Join {
    Lead(Lead),
    Wait(watch::Receiver<Stage>),
}

impl Flights {
    /// Nobody joins a flight that started before the last change they may know of: they start one of their own, and later
    /// requests join that.
    pub(crate) fn join(self: &Arc<Self>, key: &Key, snapshot: &Snapshot) -> Join {
        let mut board = self.board();
        if let Some(flight) = board.flights.get(key)
            && flight.snapshot.same_as(snapshot)
        {
            return Join::Wait(flight.stage.clone());
        }
        let id = board.next_id;
        board.next_id += 1;
        let (sender, stage) = watch::channel(Stage::Running);
        board.flights.insert(key.clone(), Flight { id, snapshot: snapshot.clone(), stage });
        Join::Lead(Lead { flights: Arc::clone(self), key: key.clone(), id, sender })
    }

    pub(crate) fn len(&self) -> usize {
        self.board().flights.len()
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The duty to end a flight; dropping it hands the flight over.
pub(crate) struct Lead {
    flights: Arc<Flights>,
    key: Key,
    id: u64,
    sender: watch::Sender<Stage>,
}

impl Lead {
    pub(crate) fn land(self, kept: Arc<Kept>) {
        self.end(Stage::Landed(kept));
    }

    pub(crate) fn leave_alone(self) {
        self.end(Stage::Alone);
    }

    fn end(&self, stage: Stage) {
        let mut board = self.flights.board();
        if board.flights.get(&self.key).is_some_and(|flight| flight.id == self.id) {
            board.flights.remove(&self.key);
        }
        drop(board);
        self.sender.send_replace(stage);
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if matches!(*self.sender.borrow(), Stage::Running) {
            // A handler that panics would do so for each that takes over, one after the other.
            self.end(if thread::panicking() { Stage::Alone } else { Stage::Abandoned });
        }
    }
}

/// Waits for the end of a flight.
pub(crate) async fn landing(mut stage: watch::Receiver<Stage>) -> Stage {
    match stage.wait_for(|stage| !matches!(stage, Stage::Running)).await {
        Ok(stage) => stage.clone(),
        Err(_) => Stage::Abandoned,
    }
}
