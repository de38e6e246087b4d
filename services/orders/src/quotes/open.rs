//! A quote as it is read before it changes.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::QuoteId;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

/// What decides about a quote, and all of it as JSON with money as text.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Opened {
    pub(crate) id: Uuid,
    pub(crate) display_id: i64,
    pub(crate) status: String,
    pub(crate) revision: i32,
    pub(crate) email: Option<String>,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) locale: Option<String>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) order_id: Option<Uuid>,
    pub(crate) columns: Value,
}

impl Opened {
    /// How it stands: what has expired is not sent any more, also before anybody has noticed.
    pub(crate) fn standing(&self, now: DateTime<Utc>) -> &str {
        if self.status == "sent" && self.expires_at.is_some_and(|at| at <= now) { "expired" } else { &self.status }
    }

    /// That it stands so is why something cannot be done with it.
    pub(crate) fn refused(&self, now: DateTime<Utc>, what: &str) -> ApiError {
        let (id, standing) = (QuoteId(self.id), self.standing(now));
        ApiError::not_allowed(format!("Quote with id: {id} is {standing} and cannot be {what}"))
    }
}

/// The quote of a key, held until the end of the transaction.
pub(crate) async fn open(tx: &Tx, id: Uuid) -> db::Result<Option<Opened>> {
    let sql = "select q.id, q.display_id, q.status, q.revision, q.email, q.customer_id, q.locale, q.expires_at, q.order_id,
          to_jsonb(q) - 'token_sha256' || jsonb_build_object('total', q.total::text, 'deposit_percent', q.deposit_percent::text) as columns
        from quotes q where q.id = $1 and q.deleted_at is null for no key update";
    db::fetch_optional(tx, sql, [id.into()]).await
}
