//! A quote as its customer reads it.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{OrderId, QuoteId, VariantId},
};
use money::wire::Number;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Opened, deposit};
use crate::documents::Sold;

/// All that the customer is told.
pub(crate) fn told(there: &Opened, sold: &Sold, now: DateTime<Utc>) -> Value {
    let goods = sold.count();
    let items: Vec<Value> = (sold.items.iter().zip(&goods.items))
        .map(|(line, totals)| {
            json!({
                "title": line.title, "variant_id": line.variant_id.map(VariantId), "variant_title": line.variant_title,
                "variant_sku": line.variant_sku, "thumbnail": line.thumbnail, "quantity": line.quantity,
                "unit_price": Number(line.unit_price.clone()), "is_tax_inclusive": line.is_tax_inclusive,
                "total": Number(totals.sums.total.clone()), "tax_total": Number(totals.sums.tax_total.clone()),
            })
        })
        .collect();
    let methods: Vec<Value> = (sold.shipping_methods.iter().zip(&goods.methods))
        .map(|(method, totals)| json!({ "name": method.name, "total": Number(totals.sums.total.clone()) }))
        .collect();
    let sums = &goods.whole.sums;
    let at_once =
        sold.deposit_percent.as_ref().map(|percent| Number(deposit(&sums.total, percent, &sold.currency_code)));
    json!({
        "id": QuoteId(there.id), "display_id": there.display_id, "status": there.standing(now), "currency_code": sold.currency_code,
        "items": items, "shipping_methods": methods, "subtotal": Number(sums.subtotal.clone()), "tax_total": Number(sums.tax_total.clone()),
        "total": Number(sums.total.clone()), "deposit": at_once, "note": sold.note, "shop": sold.shop.name,
        "sent_at": sold.placed_at.map(Timestamp), "expires_at": there.expires_at.map(Timestamp), "order_id": there.order_id.map(OrderId),
    })
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    display_id: i64,
    status: String,
    currency_code: String,
    total: String,
    note: Option<String>,
    sent_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    order_id: Option<Uuid>,
}

impl Row {
    fn json(self) -> Result<Value, ApiError> {
        let total = Number(self.total.parse().map_err(ApiError::internal)?);
        Ok(json!({
            "id": QuoteId(self.id), "display_id": self.display_id, "status": self.status, "currency_code": self.currency_code, "total": total,
            "note": self.note, "sent_at": self.sent_at.map(Timestamp), "expires_at": self.expires_at.map(Timestamp),
            "order_id": self.order_id.map(OrderId),
        }))
    }
}

/// Those that were sent to a customer, the youngest first, in one statement.
pub(crate) async fn of_customer(tx: &Tx, customer: Uuid, limit: i64, offset: i64) -> Result<Vec<Value>, ApiError> {
    let sql = "select q.id, q.display_id, case when q.status = 'sent' and q.expires_at <= $4 then 'expired' else q.status end as status,
          q.currency_code, q.total::text as total, q.note, q.sent_at, q.expires_at, q.order_id
        from quotes q
        where q.customer_id = $1 and q.status <> 'draft' and q.sent_at is not null and q.deleted_at is null
        order by q.created_at desc, q.id desc limit $2 offset $3";
    let rows: Vec<Row> =
        db::fetch_all(tx, sql, [customer.into(), limit.into(), offset.into(), tx.now().into()]).await?;
    rows.into_iter().map(Row::json).collect()
}
