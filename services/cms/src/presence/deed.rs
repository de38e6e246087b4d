//! What becomes of a page, told by the transaction that does it: at its commit, and only then.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{Timestamp, ids::UserId};
use sea_orm::Value as Cell;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::people::Place;

/// On this channel.
pub(super) const CHANNEL: &str = "kontor_pages";

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Saved,
    Published,
    Unpublished,
    Scheduled,
    Unscheduled,
    ScheduleFailed,
    Deleted,
}

impl What {
    /// As events are called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Scheduled => "scheduled",
            Self::Unscheduled => "unscheduled",
            Self::ScheduleFailed => "schedule_failed",
            Self::Deleted => "deleted",
        }
    }
}

/// What became of a page, and who did it: nobody, where its time had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Deed {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) what: What,
    pub(super) revision: i64,
    pub(super) at: DateTime<Utc>,
    #[serde(default)]
    pub(super) by: Option<Uuid>,
    /// Whoever shows it looks it up.
    #[serde(skip)]
    pub(super) name: Option<String>,
}

impl Deed {
    /// As windows are told of it.
    pub(super) fn told(&self) -> Value {
        let by = self.by.map(|by| json!({ "user_id": UserId(by), "name": self.name }));
        json!({ "revision": self.revision, "at": Timestamp(self.at), "by": by })
    }
}

/// Tells all processes of it, once this transaction is committed.
pub(crate) async fn tell(tx: &Tx, page: Uuid, what: What, revision: i64) -> Result<(), ApiError> {
    let place = Place { shop: tx.organization()?, page };
    let deed = Deed { place, what, revision, at: tx.now(), by: None, name: None };
    let deed = serde_json::to_value(deed).map_err(ApiError::internal)?;
    let sql = "select pg_notify($1, ($2::jsonb || jsonb_build_object('by', (select auth.uid())))::text)";
    let values: [Cell; 2] = [CHANNEL.into(), deed.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}
