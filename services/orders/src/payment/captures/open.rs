//! What may be taken of an order, and how much of it has left.

use db::Tx;
use entity::ids::OrderId;
use money::Amount;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use crate::{documents::Sold, order, payment::settle::amount};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    open: String,
}

/// What was promised for an order at providers that wait to be told: each payment, and how much of it is open.
pub(super) async fn promised(tx: &Tx, order: Uuid) -> Result<Vec<(Uuid, Amount)>, ApiError> {
    let sql = "select p.id, (p.amount - p.captured_amount - p.capturing_amount)::text as open
        from payments p
        join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
        join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
        where c.order_id = $1 and s.rank = 50 and s.provider_id <> 'pp_system_default' and p.canceled_at is null
          and p.captured_amount + p.capturing_amount < p.amount
        order by p.id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [order.into()]).await?;
    rows.into_iter().map(|row| Ok((row.id, amount(&row.open)?))).collect()
}

#[derive(FromQueryResult)]
struct Left {
    id: Uuid,
    shipped: i64,
    quantity: i64,
}

/// What is to be paid for what has left: all that is open once nothing is left here. Nothing for an order that was taken back.
pub(super) async fn due(tx: &Tx, order: Uuid, in_part: bool) -> Result<Amount, ApiError> {
    let sql =
        "select i.id, i.shipped_quantity::bigint as shipped, (i.quantity - i.written_off_quantity)::bigint as quantity
        from order_line_items i join orders o on o.organization_id = i.organization_id and o.id = i.order_id
        where i.order_id = $1 and o.canceled_at is null and not o.is_draft_order and o.deleted_at is null
          and i.requires_shipping and i.quantity > i.written_off_quantity";
    let lines: Vec<Left> = db::fetch_all(tx, sql, [order.into()]).await?;
    let has_left = lines.iter().any(|line| line.shipped > 0);
    if !has_left {
        return Ok(Amount::zero());
    }
    let pending = order::counted(tx, OrderId(order)).await?.pending.at_least_zero();
    if lines.iter().all(|line| line.shipped >= line.quantity) {
        return Ok(pending);
    }
    if !in_part {
        return Ok(Amount::zero());
    }
    let Some(sold) = Sold::order(tx, order).await? else { return Ok(Amount::zero()) };
    let (goods, digits) = (sold.count(), money::currency::digits(&sold.currency_code));
    let part = |id: Uuid, total: &Amount| match lines.iter().find(|line| line.id == id) {
        Some(line) => (total * &count(line.shipped)).ratio_down(&count(line.quantity), digits),
        // What is not sent is there at once.
        None => total.clone(),
    };
    let of_lines: Amount =
        sold.items.iter().zip(&goods.items).map(|(line, totals)| part(line.id, &totals.sums.total)).sum();
    let of_methods: Amount = goods.methods.iter().map(|method| &method.sums.total).sum();
    let has_cost = &of_lines + &of_methods;
    let is_paid = &sold.paid + &sold.credit;
    let due = (&has_cost - &is_paid).at_least_zero();
    Ok(due.min(pending))
}

/// A number of things.
fn count(number: i64) -> Amount {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX).into()
}
