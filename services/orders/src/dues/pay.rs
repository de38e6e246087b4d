//! Paying what is due.

use db::Tx;
use entity::ids::{OrderDueId, PaymentCollectionId};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

#[derive(FromQueryResult)]
struct Found {
    status: String,
    is_paid: bool,
    payment_collection_id: Option<Uuid>,
    currency_code: String,
}

/// What is to be paid for a due; asked again, the same. None when the order has no such due.
pub(crate) async fn collect(tx: &Tx, order: Uuid, due: Uuid) -> Result<Option<Uuid>, ApiError> {
    // The order is held before what is paid for a due of it, and that before the due: whoever hears that it is paid holds them so.
    db::exec(tx, "select from orders o where o.id = $1 for no key update", [order.into()]).await?;
    let sql = "select from payment_collections c where c.id = (select d.payment_collection_id from order_dues d where d.id = $1 and d.order_id = $2)
        for no key update";
    db::exec(tx, sql, [due.into(), order.into()]).await?;
    let sql = "select o.status, d.paid_at is not null as is_paid, d.payment_collection_id, o.currency_code
        from order_dues d
        join orders o on o.organization_id = d.organization_id and o.id = d.order_id and o.deleted_at is null and not o.is_draft_order
        where d.id = $1 and d.order_id = $2 for no key update of d";
    let found: Option<Found> = db::fetch_optional(tx, sql, [due.into(), order.into()]).await?;
    let Some(Found { status, is_paid, payment_collection_id, currency_code }) = found else { return Ok(None) };
    if let Some(there) = payment_collection_id {
        return Ok(Some(there));
    }
    let id = OrderDueId(due);
    if is_paid {
        return Err(ApiError::not_allowed(format!("Due with id: {id} is paid already")));
    }
    if status == "canceled" {
        return Err(ApiError::not_allowed(format!("Due with id: {id} is of a canceled order: nothing is to be paid")));
    }
    let collection = PaymentCollectionId::new().0;
    let sql =
        "insert into payment_collections (organization_id, id, order_id, currency_code, amount, created_at, updated_at)
        select d.organization_id, $1, d.order_id, $2, d.amount, $3, $3 from order_dues d where d.id = $4";
    db::exec(tx, sql, [collection.into(), currency_code.into(), tx.now().into(), due.into()]).await?;
    let sql = "update order_dues set payment_collection_id = $1 where id = $2";
    db::exec(tx, sql, [collection.into(), due.into()]).await?;
    Ok(Some(collection))
}
