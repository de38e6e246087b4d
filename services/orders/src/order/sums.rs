//! What an order comes to now, and writing it down again when its lines are others.

use db::Tx;
use entity::ids::OrderId;
use money::Amount;
use sea_orm::{FromQueryResult, Value};
use web::{ApiError, fields::Selection};

use super::read;

/// The sums of an order.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    /// What it costs.
    pub(crate) total: Amount,
    /// What is still to be paid; below zero, to be paid back.
    pub(crate) pending: Amount,
}

/// What an order comes to.
pub(crate) async fn counted(tx: &Tx, id: OrderId) -> Result<Sums, ApiError> {
    Ok(read(tx, id, &Selection::of(["id"])).await?.sums())
}

/// Writes down anew what an order that is held comes to, behind whatever changed its lines.
pub(crate) async fn recount(tx: &Tx, id: OrderId) -> Result<Sums, ApiError> {
    let view = read(tx, id, &Selection::of(["id"])).await?;
    let sums = view.sums();
    let sql = "update orders set total = $2::numeric, totals = $3 where id = $1";
    let values: [Value; 3] = [id.0.into(), sums.total.to_string().into(), view.sums_as_text().into()];
    db::exec(tx, sql, values).await?;
    Ok(sums)
}

#[derive(FromQueryResult)]
struct Open {
    open: String,
}

/// What of an order nobody asks for yet: what it costs, less all that is asked for and was not taken back.
pub(crate) async fn open(tx: &Tx, id: OrderId) -> Result<Amount, ApiError> {
    let sql = "select (o.total - coalesce((select sum(k.amount - k.refunded_amount) from payment_collections k
            where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null and k.status <> 'canceled'), 0))::text as open
        from orders o where o.id = $1";
    let Open { open } = db::fetch_one(tx, sql, [id.0.into()]).await?;
    open.parse().map_err(ApiError::internal)
}
