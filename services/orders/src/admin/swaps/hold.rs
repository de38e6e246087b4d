//! Finding claims and exchanges that are about to change.

use chrono::{DateTime, Utc};
use db::Tx;
use resource::{Table, admin::key};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::Kind;
use crate::{
    admin::operations::Work,
    amend::{self, Begin, Held},
};

/// A claim or an exchange, as its row says it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Swap {
    pub(crate) id: Uuid,
    pub(crate) order_id: Uuid,
    pub(crate) return_id: Option<Uuid>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    /// Of a claim: whether money is given back or things are sent again.
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    /// The ways in which its things are sent.
    pub(crate) methods: Vec<Uuid>,
    /// Its pieces.
    pub(crate) items: Vec<Piece>,
}

/// So many of a line.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Piece {
    pub(crate) item_id: Uuid,
    pub(crate) quantity: u32,
    /// It is one that is sent, and none that was claimed.
    #[serde(default = "sent")]
    pub(crate) is_additional_item: bool,
}

/// What an exchange has is what is sent.
const fn sent() -> bool {
    true
}

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

async fn find<K: Kind>(tx: &Tx, id: Uuid) -> Result<Option<Swap>, ApiError> {
    let (table, word) = (K::TABLE, K::WORD);
    let sql = format!(
        "select (select to_jsonb(c) || jsonb_build_object(
          'methods', (select coalesce(jsonb_agg(m.id), '[]') from order_shipping_methods m
            where m.organization_id = c.organization_id and m.{word}_id = c.id and m.return_id is null and m.deleted_at is null),
          'items', (select coalesce(jsonb_agg(to_jsonb(i)), '[]') from order_{word}_items i
            where i.organization_id = c.organization_id and i.{word}_id = c.id))
        from {table} c where c.id = $1 and c.deleted_at is null) as found"
    );
    let row: Row = db::fetch_one(tx, &sql, [id.into()]).await?;
    row.found.map(serde_json::from_value).transpose().map_err(ApiError::internal)
}

/// The one of the path, with its order, which is held.
pub(crate) async fn hold<K: Kind>(work: &Work) -> Result<(Held, Swap), ApiError> {
    let (tx, text) = (&work.tx, work.id(0));
    let missing = || ApiError::missing(K::Row::NAME, text);
    let id = key::<K::Row>(text)?;
    let of = find::<K>(tx, id).await?.ok_or_else(missing)?.order_id;
    let held = amend::hold_by(tx, of).await?;
    // Whoever held the order before may have changed it.
    let swap = find::<K>(tx, id).await?.ok_or_else(missing)?;
    if swap.canceled_at.is_some() {
        let (name, shown) = (K::Row::NAME, text.chars().take(100).collect::<String>());
        return Err(ApiError::invalid_data(format!("{name} with id {shown} has been canceled.")));
    }
    Ok((held, swap))
}

/// The same of one that was not confirmed yet.
pub(crate) async fn open<K: Kind>(work: &Work) -> Result<(Held, Swap), ApiError> {
    let (held, swap) = hold::<K>(work).await?;
    if is_open::<K>(&held, &swap) {
        return Ok((held, swap));
    }
    Err(ApiError::invalid_data("An active Order Change is required to proceed"))
}

/// Whether it was not confirmed yet.
pub(super) fn is_open<K: Kind>(held: &Held, swap: &Swap) -> bool {
    let parts = K::parts(swap.id, None);
    held.open(K::WORD).is_ok_and(|change| change.claim_id == parts.claim_id && change.exchange_id == parts.exchange_id)
}

/// Begins the change of one that was made.
pub(crate) async fn begun<K: Kind>(tx: &Tx, held: &mut Held, id: Uuid, said: Begin) -> Result<(), ApiError> {
    amend::begin(tx, held, Begin { kind: K::WORD, parts: K::parts(id, None), ..said }).await
}
