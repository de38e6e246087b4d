//! Paying what is open of an order: a due of it, or a difference. Whoever asks, shopper or staff, it goes the same way.

use db::{Db, Tx, Working};
use entity::ids::OrderId;
use payments::label;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk, Owed, Paying, look, send_session,
    sessions::Begun,
    start,
    twice::{Looking, is_paid},
};
use crate::cart::Collection;

#[derive(FromQueryResult)]
struct Row {
    found: Value,
    order_id: Uuid,
    region_id: Option<Uuid>,
    is_canceled: bool,
    /// The session that a bank has not decided on yet.
    deciding: Option<Uuid>,
    deciding_provider: Option<String>,
    deciding_ref: Option<String>,
}

/// Begins to pay a collection of an order; what was begun before ends. `id` is how it was named.
pub(crate) async fn start_of_order(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (id, collection): (&str, Uuid),
    (provider, paying): (&str, &Paying),
) -> Result<(), ApiError> {
    for is_looked in [false, true] {
        let tx = db.begin_working(working()).await?;
        db::exec(&tx, "select from payment_collections where id = $1 for no key update", [collection.into()]).await?;
        let (row, found) = read(&tx, id, collection).await?;
        let open = &found.amount - &found.authorized_amount;
        let refused = || {
            let standing = format!("it is {}", found.status);
            let why = if row.deciding.is_some() { "a payment is on its way" } else { &standing };
            Err(ApiError::invalid_data(format!("Nothing of payment collection {id} is open: {why}")))
        };
        if let (Some(session), Some(provider), Some(reference), false) =
            (row.deciding, &row.deciding_provider, &row.deciding_ref, is_looked || row.is_canceled)
        {
            // It may have decided by now.
            tx.commit().await?;
            look(db, desk, &working, (provider, session, reference)).await?;
            continue;
        }
        // What a bank has not decided yet is nobody else's to pay.
        let is_open =
            open.is_positive() && row.deciding.is_none() && !matches!(found.status.as_str(), "completed" | "canceled");
        // Whoever asks again to be charged with what he has paid with is told that it is paid.
        if row.is_canceled || (!is_open && paying.here().is_none()) {
            return refused();
        }
        let owed = Owed {
            id: collection,
            amount: open,
            currency_code: found.currency_code.clone(),
            region: row.region_id,
            label: (label::ORDER, OrderId(row.order_id).to_string()),
        };
        if !is_open && !is_paid(&tx, desk, &owed, (provider, paying)).await? {
            return refused();
        }
        let begun =
            if is_open { start(&tx, desk, &owed, (provider, paying), is_looked).await? } else { Begun::Nothing };
        tx.commit().await?;
        match begun {
            Begun::Nothing => break,
            Begun::Send(attempt) => {
                send_session(db, &working, &attempt, paying.holder.as_ref()).await?;
                break;
            }
            Begun::Look(Looking { session, reference }) => {
                look(db, desk, &working, (provider, session, &reference)).await?;
            }
        }
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
            k.order_id, o.region_id, o.canceled_at is not null as is_canceled,
            w.id as deciding, w.provider_id as deciding_provider, w.provider_ref as deciding_ref
        from payment_collections k join orders o on o.organization_id = k.organization_id and o.id = k.order_id
        left join payment_sessions w on w.organization_id = k.organization_id and w.payment_collection_id = k.id and w.replaced_at is null and w.rank = 40
        where k.id = $1 and k.deleted_at is null";
    let found: Option<Row> = db::fetch_optional(tx, sql, [collection.into()]).await?;
    let row = found.ok_or_else(|| ApiError::missing("Payment collection", id))?;
    let collection = serde_json::from_value(row.found.clone()).map_err(ApiError::internal)?;
    Ok((row, collection))
}
