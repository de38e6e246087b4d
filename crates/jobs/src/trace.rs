//! What work has to say about where it comes from. It travels with the task and is written into the rows it makes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

tokio::task_local! {
    static CURRENT: Trace;
}

/// Where work comes from: the `trace` column of jobs and events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The HTTP request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The event that is being answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<Uuid>,
    /// How many events led to that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_depth: Option<i16>,
}

/// An event as the cause of further ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Causation {
    /// The event.
    pub event_id: Uuid,
    /// How many events led to it.
    pub depth: i16,
}

impl Trace {
    /// Work that a request asked for.
    pub fn request(request_id: impl Into<String>) -> Self {
        Self { request_id: Some(request_id.into()), ..Self::default() }
    }

    /// Runs `work` with this trace: whatever it enqueues or emits carries it. Tasks that it spawns do not.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    /// The trace of the task that asks.
    pub fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_default()
    }

    /// The event that caused this work.
    pub fn causation(&self) -> Option<Causation> {
        self.event_id.map(|event_id| Causation { event_id, depth: self.event_depth.unwrap_or(0) })
    }

    /// For the column: null when there is nothing to say.
    pub fn to_json(&self) -> Option<serde_json::Value> {
        let mut trace = serde_json::Map::new();
        if let Some(request_id) = &self.request_id {
            trace.insert("request_id".into(), request_id.as_str().into());
        }
        if let Some(cause) = self.causation() {
            trace.insert("event_id".into(), cause.event_id.to_string().into());
            trace.insert("event_depth".into(), cause.depth.into());
        }
        (!trace.is_empty()).then_some(serde_json::Value::Object(trace))
    }

    pub(crate) fn from_json(trace: Option<serde_json::Value>) -> Self {
        trace.and_then(|trace| serde_json::from_value(trace).ok()).unwrap_or_default()
    }
}
