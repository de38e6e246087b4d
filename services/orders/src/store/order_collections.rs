//! Paying what is open of an order: a due of it, or a difference.

use axum::response::Response;
use db::{Db, Tx, Working};
use entity::ids::OrderId;
use payments::label;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{
    ApiError,
    fields::{Plan, Selection},
};

use crate::{
    cart::{Collection, view::payment::CollectionView},
    payment::{self, Desk, Owed, Paying},
};

#[derive(FromQueryResult)]
struct Row {
    found: Value,
    order_id: Uuid,
    region_id: Option<Uuid>,
    is_canceled: bool,
}

/// Begins to pay it; what was begun before ends.
pub(super) async fn start(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (id, collection): (&str, Uuid),
    (provider, paying): (&str, &Paying),
    selection: &Selection,
) -> Result<Response, ApiError> {
    let tx = db.begin_working(working()).await?;
    let (row, found) = read(&tx, id, collection, true).await?;
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
    let begun = payment::start(&tx, desk, &owed, provider, paying).await?;
    tx.commit().await?;
    if let Some(attempt) = begun {
        payment::send_session(db, &working, &attempt, paying.holder.as_ref()).await?;
    }
    let tx = db.begin_working(working()).await?;
    let (_, found) = read(&tx, id, collection, false).await?;
    tx.commit().await?;
    let mut body = b"{\"payment_collection\":".to_vec();
    Plan::<CollectionView>::new(selection).write(&CollectionView::new(&found), &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// A collection of an order with the try that is open; held until the end of the transaction, if that is wanted.
async fn read(tx: &Tx, id: &str, collection: Uuid, hold: bool) -> Result<(Row, Collection), ApiError> {
    if hold {
        let sql = "select from payment_collections where id = $1 for no key update";
        db::exec(tx, sql, [collection.into()]).await?;
    }
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
