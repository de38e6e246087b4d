//! Reading them.

use db::Tx;
use resource::{Filter, Select, order_by};
use uuid::Uuid;
use web::ListQuery;

use super::{Rating, Review};

/// A page of the approved reviews of a product, and how many there are. `stars` are the ratings that are wanted.
pub(crate) async fn list(
    tx: &Tx,
    product: Uuid,
    stars: Option<Vec<i32>>,
    list: &ListQuery,
) -> db::Result<(Vec<Review>, i64)> {
    let mut filter = Filter::new("r.organization_id = $1 and r.product_id = $2 and r.status = 'approved'");
    if let Some(stars) = stars {
        filter.and("r.rating = any(?)", stars);
    }
    filter.and_words(&["r.title", "r.content"], &list.words);
    let order_by = order_by("r", &list.order, "r.created_at desc, r.id desc");
    let select = Select { columns: Review::SELECT, from: "public.reviews r", order_by: &order_by };
    resource::page(tx, select, &filter, vec![tx.organization()?.into(), product.into()], list.page).await
}

/// What all of them say together.
pub(crate) async fn rating(tx: &Tx, product: Uuid) -> db::Result<Rating> {
    let sql = "select r.average::float8 as average, r.rating_count as count, r.stars
        from public.product_ratings r where r.organization_id = $1 and r.product_id = $2";
    let found = db::fetch_optional(tx, sql, [tx.organization()?.into(), product.into()]).await?;
    Ok(found.unwrap_or_else(|| Rating { stars: vec![0; 5], ..Rating::default() }))
}

/// One, whatever became of it.
pub(crate) async fn one(tx: &Tx, id: Uuid) -> db::Result<Option<Review>> {
    let sql = format!("select {} from public.reviews r where r.organization_id = $1 and r.id = $2", Review::SELECT);
    db::fetch_optional(tx, &sql, [tx.organization()?.into(), id.into()]).await
}
