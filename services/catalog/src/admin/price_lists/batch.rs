//! `GET /admin/price-lists/{id}/prices`, `POST /admin/price-lists/{id}/prices/batch`, `POST /admin/price-lists/{id}/products`

use auth::{May, Staff, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::ProductId;
use resource::{
    admin::{Action, Listing, begin, key, missing, respond_page, select},
    ids, lock, one,
};
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, ListParams, SelectParams, SelectQuery, body::Body, query::Query};

use super::{
    bodies::{Batch, Products, changed_prices, new_prices},
    price::{ListPrice, example},
    prices,
    table::PriceList,
};
use crate::admin::products::answer;

/// List the prices of a price list.
#[utoipa::path(
    get,
    path = "/admin/price-lists/{id}/prices",
    tag = "Admin: price lists",
    operation_id = "admin_list_prices_of_price_list",
    params(
        ("id" = String, Path, description = "The price list's id.", example = "plist_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = Option<String>, Query, description = "Ids of variants.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("currency_code" = Option<String>, Query, description = "ISO 4217 codes.", example = "eur"),
        ("price_set_id" = Option<String>, Query, description = "Ids of price sets.", example = "pset_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ListParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"prices": [example()], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::PromotionRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<ListPrice>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let list = key::<PriceList>(&id)?;
    let tx = begin::<PriceList>(&app, &staff).await?;
    one::<PriceList>(&tx, list, &select::<PriceList>(Some("id"))?).await?.ok_or_else(|| missing::<PriceList>(&id))?;
    let answer = respond_page(&tx, listing.only("p.price_list_id = ?", list)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Make, change and delete prices of a price list: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/price-lists/{id}/prices/batch",
    tag = "Admin: price lists",
    operation_id = "admin_batch_prices_of_price_list",
    params(
        ("id" = String, Path, description = "The price list's id.", example = "plist_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Batch), example = json!({"create": [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 15.9}], "delete": ["price_01jd6nwvvgfa5sr38y5wx4pq3e"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [example()], "updated": [],
            "deleted": {"ids": ["price_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "price", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::PromotionWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Batch { create, update, delete }): Body<Batch>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<ListPrice>(fields.as_deref())?;
    let list = key::<PriceList>(&id)?;
    let delete = delete.unwrap_or_default();
    let gone = delete.iter().map(|id| key::<ListPrice>(id)).collect::<Result<Vec<_>, _>>()?;
    let tx = begin::<PriceList>(&app, &staff).await?;
    if !lock::<PriceList>(&tx, list).await? {
        return Err(missing::<PriceList>(&id));
    }
    remove(&tx, list, &gone).await?;
    let create = new_prices("create", create);
    let (created, updated) = prices::put(&tx, list, create, changed_prices(update)).await?;
    let key = |price: &ListPrice| price.id.0;
    let answer = answer::batch(&tx, key, [&created, &updated], &delete, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Takes prices out of a list, which has all of them.
async fn remove(tx: &Tx, list: Uuid, prices: &[Uuid]) -> Result<(), ApiError> {
    #[derive(sea_orm::FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    if prices.is_empty() {
        return Ok(());
    }
    let sql = "update public.price_list_prices set deleted_at = $3
        where organization_id = $1 and price_list_id = $2 and deleted_at is null and id = any($4) returning id";
    let values = [tx.organization()?.into(), list.into(), tx.now().into(), prices.to_vec().into()];
    let gone: Vec<Id> = db::fetch_all(tx, sql, values).await?;
    match prices.iter().find(|id| gone.iter().all(|row| row.id != **id)) {
        Some(id) => Err(missing::<ListPrice>(&entity::ids::PriceId(*id).to_string())),
        None => Ok(()),
    }
}

/// What a list has no prices of any more.
#[derive(Debug)]
pub(super) struct SetProducts;

impl Action for SetProducts {
    type On = PriceList;
    type Input = Products;

    const PATH: &'static str = "/products";
    const NAME: &'static str = "remove_products_of_price_list";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Products { remove }: Products) -> Result<bool, ApiError> {
        if !lock::<PriceList>(tx, id).await? {
            return Ok(false);
        }
        let products = ids::<ProductId>(&remove.unwrap_or_default());
        let sql = "update public.price_list_prices p set deleted_at = $3
            where p.organization_id = $1 and p.price_list_id = $2 and p.deleted_at is null and p.price_set_id in (
              select v.price_set_id from public.product_variants v where v.organization_id = $1 and v.product_id = any($4))";
        db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into(), products.into()]).await?;
        Ok(true)
    }
}
