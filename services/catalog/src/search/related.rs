//! Products that go with another one.

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use crate::data::Reach;

/// More than an answer has: what the shopper does not see leaves room for others.
const LOOKED_AT: i32 = 100;

#[derive(FromQueryResult)]
struct Near {
    product_id: Uuid,
}

/// The nearest by meaning, then those that share the most of what they are filed under.
pub(crate) async fn alike(
    tx: &Tx,
    product: Uuid,
    model: Option<&str>,
    reach: &Reach,
    most: i64,
) -> db::Result<Vec<Uuid>> {
    let filter = match reach {
        Reach::Shop => json!({ "is": "and", "of": [] }),
        Reach::Channels(channels) => {
            json!({ "is": "channel", "any": channels.iter().map(|channel| channel.0).collect::<Vec<_>>() })
        }
    };
    let sql = "select n.product_id from (
          select r.product_id, 1 as kind, r.distance::float8 as far from private.related_products($1, $2, $3, $4) r where $2 is not null
          union all
          select s.product_id, 2, -s.score::float8 from private.similar_products($1, $3, $4) s
        ) n order by n.kind, n.far, n.product_id";
    let values: [Value; 4] = [product.into(), model.into(), filter.into(), LOOKED_AT.into()];
    let rows: Vec<Near> = db::fetch_all(tx, sql, values).await?;
    let mut found: Vec<Uuid> = Vec::new();
    for Near { product_id } in rows {
        if found.len() < usize::try_from(most).unwrap_or_default() && !found.contains(&product_id) {
            found.push(product_id);
        }
    }
    Ok(found)
}

/// Those that stand in the most orders with it.
pub(crate) async fn bought_together(tx: &Tx, product: Uuid) -> db::Result<Vec<Uuid>> {
    let sql = "select b.product_id from private.bought_together($1, $2) b order by b.orders desc, b.product_id";
    let rows: Vec<Near> = db::fetch_all(tx, sql, [product.into(), LOOKED_AT.into()]).await?;
    Ok(rows.into_iter().map(|row| row.product_id).collect())
}
