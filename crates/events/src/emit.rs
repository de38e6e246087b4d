//! Saying what happened.

use db::{
    Tx,
    sea_orm::{DbErr, FromQueryResult},
};
use jobs::Trace;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::EventName;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Emit {
    /// What.
    pub name: EventName,
    /// To which row.
    pub entity_id: Option<Uuid>,
    /// The row before it; none when it was made.
    pub before: Option<Value>,
    /// The row after it; none when it was deleted.
    pub after: Option<Value>,
}

impl Emit {
    /// Something that happened to a row.
    pub fn new(name: EventName, entity_id: impl Into<Uuid>) -> Self {
        Self { name, entity_id: Some(entity_id.into()), before: None, after: None }
    }

    /// With the row before it.
    #[must_use]
    pub fn before(mut self, row: Value) -> Self {
        self.before = Some(row);
        self
    }

    /// With the row after it.
    #[must_use]
    pub fn after(mut self, row: Value) -> Self {
        self.after = Some(row);
        self
    }
}

/// Writes an event of the shop of `tx`, and with it one job for each subscriber; all of it only if `tx` commits. The
/// person of `tx` is its actor; in a job that answers an event, that event is its cause.
pub async fn emit(tx: &Tx, event: Emit) -> db::Result<Uuid> {
    let ids = emit_all(tx, [event]).await?;
    ids.first().copied().ok_or_else(|| db::Error::Internal(DbErr::RecordNotFound("the event was not written".into())))
}

/// Writes many events in one statement, told in this order.
///
/// # Errors
/// A constraint error when 32 events, each the cause of the next, came before: subscribers answer each other for ever.
pub async fn emit_all(tx: &Tx, events: impl IntoIterator<Item = Emit>) -> db::Result<Vec<Uuid>> {
    let events: Vec<Value> = events.into_iter().map(to_json).collect();
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let trace = Trace::current();
    let cause = trace.causation();
    let request = Trace { request_id: trace.request_id, ..Trace::default() };
    let written: Vec<Written> = db::fetch_all(
        tx,
        "select id from private.emit_events($1, $2, $3, $4) as id",
        [
            Value::Array(events).into(),
            cause.map(|cause| cause.event_id).into(),
            cause.map_or(0, |cause| cause.depth.saturating_add(1)).into(),
            request.to_json().into(),
        ],
    )
    .await?;
    Ok(written.into_iter().map(|event| event.id).collect())
}

#[derive(FromQueryResult)]
struct Written {
    id: Uuid,
}

fn to_json(event: Emit) -> Value {
    let Emit { name, entity_id, before, after } = event;
    json!({ "name": name.as_str(), "entity_id": entity_id, "before": before, "after": after })
}
