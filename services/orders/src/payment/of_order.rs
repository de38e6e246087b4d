//! Paying what is open of an order: a due of it, or a difference. Whoever asks, shopper or staff, it goes the same way.

use db::{Db, Tx, Working};
use entity::ids::OrderId;
use payments::label;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{Desk, Owed, Paying, send_session, start};
use crate::cart::Collection;

#[derive(FromQueryResult)]
struct Row {
    found: Value,
    order_id: Uuid,
    region_id: Option<Uuid>,
    is_canceled: bool,
}

/// Begins to pay a collection of an order; what was begun before ends. `id` is how it was named.
pub(crate) async fn start_of_order(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (id, collection): (&str, Uuid),
    (provider, paying): (&str, &Paying),
) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    db::exec(&tx, "select from payment_collections where id = $1 for no key update", [collection.into()]).await?;
    let (row, found) = read(&tx, id, collection).await?;
    let open = &found.amount - &found.authorized_amount;
    if row.is_canceled || matches!(found.status.as_str(), "completed" | "canceled") || !open.is_positive() {
        return Err(ApiError::invalid_data(format!(
            "Nothing of payment collection {id} is open: it is {}",
            found.status
        )));
    }
    let owed = Owed {
        id: collection,
        amount: open,
        currency_code: found.currency_code,
        region: row.region_id,
        label: (label::ORDER, OrderId(row.order_id).to_string()),
    };
    let begun = start(&tx, desk, &owed, provider, paying).await?;
    tx.commit().await?;
    if let Some(attempt) = begun {
        send_session(db, &working, &attempt, paying.holder.as_ref()).await?;
    }
    Ok(())
}

/// A collection of an order with the try that is open.
pub(crate) async fn of_order(tx: &Tx, id: &str, collection: Uuid) -> Result<Collection, ApiError> {
    read(tx, id, collection).await.map(|(_, collection)| collection)
}

async fn read(tx: &Tx, id: &str, collection: Uuid) -> Result<(Row, Collection), ApiError> {
    let sql = "select to_jsonb(k) || jsonb_build_object('amount', k.amount::text, 'authorized_amount', k.authorized_amount::text,
            'captured_amount', k.captured_amount::text, 'refunded_amount', k.refunded_amount::text,
            'session', (select to_jsonb(s) || jsonb_build_object('amount', s.amount::text) from payment_sessions s
                where s.organization_id = k.organization_id and s.payment_collection_id = k.id and s.replaced_at is null)) as found,
            k.order_id, o.region_id, o.canceled_at is not null as is_canceled
        from payment_collections k join orders o on o.organization_id = k.organization_id and o.id = k.order_id
        where k.id = $1 and k.deleted_at is null";
    let found: Option<Row> = db::fetch_optional(tx, sql, [collection.into()]).await?;
    let row = found.ok_or_else(|| ApiError::missing("Payment collection", id))?;
    let collection = serde_json::from_value(row.found.clone()).map_err(ApiError::internal)?;
    Ok((row, collection))
}
