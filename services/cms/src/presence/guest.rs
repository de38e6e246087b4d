//! What a window listens by: events, as `text/event-stream` has them, until it goes or is sent away.

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, stream};
use serde_json::{Value, json};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    oneshot, watch,
};

use super::{
    deed::{Deed, What},
    hub::Hub,
    people::{Person, Place, Window},
};

/// Why a window hears no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It listens again, by something else.
    Replaced,
    /// It says nothing any more: its session is over, or it is.
    Silent,
    /// The process ends.
    Stopping,
}

impl End {
    const fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Silent => "silent",
            Self::Stopping => "stopping",
        }
    }
}

/// A window that listens. When this is dropped, it is gone.
pub(crate) struct Guest {
    pub(super) leaving: Leaving,
    pub(super) people: watch::Receiver<Arc<[Person]>>,
    pub(super) deeds: broadcast::Receiver<Deed>,
    /// Says that nothing has happened, so that nobody between takes the connection for dead.
    pub(super) beat: watch::Receiver<u64>,
    pub(super) end: oneshot::Receiver<End>,
    pub(super) is_over: bool,
}

/// Says that a window is gone, however it went.
pub(super) struct Leaving {
    pub(super) hub: Arc<Hub>,
    pub(super) place: Place,
    pub(super) window: Window,
    pub(super) serial: u64,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.hub.leave(self.place, self.window, self.serial);
    }
}

/// One event. JSON stands on one line.
fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

impl Guest {
    /// What is told of the page at first, and then whatever happens.
    pub(crate) fn events(self, page: &Value) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
        // So long a browser waits before it comes again by itself.
        let first = format!("retry: 2000\n{}", event("page", page));
        stream::unfold((self, Some(first)), |(mut guest, first)| async move {
            let text = match first {
                Some(first) => first,
                None => guest.next().await?,
            };
            Some((Ok(text.into()), (guest, None)))
        })
    }

    async fn next(&mut self) -> Option<String> {
        while !self.is_over {
            tokio::select! {
                biased;
                end = &mut self.end => {
                    self.is_over = true;
                    return end.ok().map(|end| event("end", &json!({ "reason": end.name() })));
                }
                deed = self.deeds.recv() => match deed {
                    Ok(deed) => {
                        self.is_over = deed.what == What::Deleted;
                        return Some(event(deed.what.name(), &deed.told()));
                    }
                    // What is told next says how the page stands.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
                changed = self.people.changed() => {
                    changed.ok()?;
                    let you = self.leaving.window;
                    let people: Vec<Value> = self.people.borrow_and_update().iter().map(|person| person.told(you)).collect();
                    return Some(event("people", &json!({ "people": people })));
                }
                beat = self.beat.changed() => {
                    beat.ok()?;
                    return Some(": still here\n\n".to_owned());
                }
            }
        }
        None
    }
}
