//! What opens doors for a customer.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{EnrollmentId, ProductId},
};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    status: String,
    is_open: bool,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    product_id: Uuid,
    title: String,
    handle: String,
    thumbnail: Option<String>,
    created_at: DateTime<Utc>,
    total: i64,
}

impl Row {
    fn json(self) -> Value {
        let product = ProductId(self.product_id);
        json!({
            "id": EnrollmentId(self.id), "status": self.status, "is_open": self.is_open, "starts_at": Timestamp(self.starts_at),
            "ends_at": self.ends_at.map(Timestamp), "product_id": product, "created_at": Timestamp(self.created_at),
            "product": { "id": product, "title": self.title, "handle": self.handle, "thumbnail": self.thumbnail },
        })
    }
}

/// A page of them, the youngest first, and how many there are; of one product, if it is named. `is_open` says whether the door is.
pub(crate) async fn of_customer(
    tx: &Tx,
    customer: Uuid,
    product: Option<Uuid>,
    limit: i64,
    offset: i64,
) -> db::Result<(Vec<Value>, i64)> {
    let sql = "select e.id, e.status, e.status = 'active' and e.starts_at <= $5 and coalesce(e.ends_at > $5, true) as is_open, e.starts_at,
          e.ends_at, e.product_id, p.title, p.handle, p.thumbnail, e.created_at, count(*) over () as total
        from enrollments e join products p on p.organization_id = e.organization_id and p.id = e.product_id
        where e.customer_id = $1 and coalesce(e.product_id = $2, true)
        order by e.created_at desc, e.id desc limit $3 offset $4";
    let values = [customer.into(), product.into(), limit.into(), offset.into(), tx.now().into()];
    let rows: Vec<Row> = db::fetch_all(tx, sql, values).await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(Row::json).collect(), total))
}
