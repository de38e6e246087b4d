//! Reading an event that a job was told of.

use chrono::{DateTime, Utc};
use db::{Tx, sea_orm::FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What a subscriber is told: the payload of its job.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// #[serde(transparent)]
/// struct IndexProduct(events::EventRef);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRef {
    /// The event.
    pub event_id: Uuid,
    /// Its name.
    pub event: String,
    /// The row that it happened to.
    pub entity_id: Option<Uuid>,
    /// When it happened; with it, the event is found in its month.
    pub created_at: DateTime<Utc>,
}

/// An event as it was written.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Event {
    /// Its key.
    pub id: Uuid,
    /// What happened.
    pub name: String,
    /// To which row.
    pub entity_id: Option<Uuid>,
    /// Who did it; none for Kontor itself.
    pub actor_id: Option<Uuid>,
    /// The row before it.
    pub before: Option<Value>,
    /// The row after it.
    pub after: Option<Value>,
    /// The event that caused it.
    pub causation_id: Option<Uuid>,
    /// How many events led to it.
    pub causation_depth: i16,
    /// When it happened.
    pub created_at: DateTime<Utc>,
}

/// The event itself, in the shop of `tx`; none when it is older than events are kept.
pub async fn load(tx: &Tx, event: &EventRef) -> db::Result<Option<Event>> {
    db::fetch_optional(
        tx,
        "select id, name, entity_id, actor_id, before, after, causation_id, causation_depth, created_at \
         from public.events where organization_id = $1 and id = $2 and created_at = $3",
        [tx.organization()?.into(), event.event_id.into(), event.created_at.into()],
    )
    .await
}
