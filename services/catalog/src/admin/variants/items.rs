//! `/admin/products/{id}/variants/{variant_id}/inventory-items`: what variants take off the stock.

use auth::{May, Staff, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::{InventoryItemId, ProductId, VariantId};
use resource::{
    admin::{answer, begin, key, missing, select},
    lock, one,
};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Fields, Required, Within},
    query::Query,
};

use super::{
    bodies::{ItemBody, require_quantity},
    table::VariantRow,
};
use crate::{
    admin::products::table::Product,
    write::apply::{link_items, unlink_items},
};

body! {
    /// How many of an item a variant takes.
    pub struct Quantity {
        /// How many.
        required_quantity: Within<1, 1_000_000_000> = 2,
    }
    checked by check
}

fn check(fields: &mut Fields, body: &Quantity) {
    require_quantity(fields, body.required_quantity);
}

body! {
    /// A link of one of several variants.
    pub struct LinkBody {
        /// Which variant.
        variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it takes.
        inventory_item_id: Required = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How many of it.
        required_quantity: Within<1, 1_000_000_000> = 2,
    }
    checked by check_link
}

fn check_link(fields: &mut Fields, body: &LinkBody) {
    require_quantity(fields, body.required_quantity);
}

body! {
    /// A link that ends.
    pub struct EndBody {
        /// Which variant.
        variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it takes no more.
        inventory_item_id: Required = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// Links that are made, changed and ended at once.
    pub struct ManyLinks {
        /// New ones.
        create: Option<Vec<LinkBody>> = [{
            "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
            "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "required_quantity": 2
        }],
        /// Other quantities.
        update: Option<Vec<LinkBody>> = [],
        /// Those that end.
        delete: Option<Vec<EndBody>> = [],
    }
}

/// A variant takes an item off the stock.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/variants/{variant_id}/inventory-items",
    tag = "Admin: products",
    operation_id = "admin_link_item_of_variant",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = String, Path, description = "The variant's id.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(ItemBody), example = json!({"inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "required_quantity": 2})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "The variant.", body = serde_json::Value, example = json!({"variant": {"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d"}})), AdminErrors)
)]
pub(super) async fn link(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(item): Body<ItemBody>,
) -> Result<Response, ApiError> {
    let Path((product, variant)) = path?;
    let selection = select::<VariantRow>(fields.as_deref())?;
    let (tx, id) = open(&app, &staff, &product, &variant).await?;
    put(&tx, id, &item.inventory_item_id.0, item.required_quantity).await?;
    let answer = answer::<VariantRow>(&tx, id, &variant, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A variant takes another quantity of an item.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/variants/{variant_id}/inventory-items/{inventory_item_id}",
    tag = "Admin: products",
    operation_id = "admin_change_item_of_variant",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = String, Path, description = "The variant's id.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("inventory_item_id" = String, Path, description = "The item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Quantity), example = json!({"required_quantity": 2})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "The variant.", body = serde_json::Value, example = json!({"variant": {"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d"}})), AdminErrors)
)]
pub(super) async fn change(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<(String, String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Quantity { required_quantity }): Body<Quantity>,
) -> Result<Response, ApiError> {
    let Path((product, variant, item)) = path?;
    let selection = select::<VariantRow>(fields.as_deref())?;
    let (tx, id) = open(&app, &staff, &product, &variant).await?;
    if !is_linked(&tx, id, &item).await? {
        return Err(ApiError::missing("Inventory item", &item));
    }
    put(&tx, id, &item, required_quantity).await?;
    let answer = answer::<VariantRow>(&tx, id, &variant, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A variant takes an item off the stock no more.
#[utoipa::path(
    delete,
    path = "/admin/products/{id}/variants/{variant_id}/inventory-items/{inventory_item_id}",
    tag = "Admin: products",
    operation_id = "admin_unlink_item_of_variant",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = String, Path, description = "The variant's id.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("inventory_item_id" = String, Path, description = "The item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "The link is gone.", body = serde_json::Value, example = json!({
        "id": {"variant": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "inventory": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"},
        "object": "variant-inventory-item-link", "deleted": true, "parent": {"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d"}
    })), AdminErrors)
)]
pub(super) async fn unlink(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    let Path((product, variant, item)) = path?;
    let (tx, id) = open(&app, &staff, &product, &variant).await?;
    let links = json!([{ "variant_id": id, "inventory_item_id": item_key(&item)? }]);
    if unlink_items(&tx, links).await? == 0 {
        return Err(ApiError::missing("Inventory item", &item));
    }
    tx.commit().await?;
    Ok(Json(json!({
        "id": { "variant": variant, "inventory": item }, "object": LINK, "deleted": true, "parent": { "id": variant }
    })))
}

const LINK: &str = "variant-inventory-item-link";

/// Make, change and end links of a product's variants: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/variants/inventory-items/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_items_of_variants",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(ManyLinks), example = json!({"create": [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "required_quantity": 2}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "What was made, changed and ended.", body = serde_json::Value, example = json!({
        "created": [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "required_quantity": 2}],
        "updated": [], "deleted": []
    })), AdminErrors)
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(ManyLinks { create, update, delete }): Body<ManyLinks>,
) -> Result<Json<Value>, ApiError> {
    let Path(id) = path?;
    let product = key::<Product>(&id)?;
    let (create, update, delete) = (create.unwrap_or_default(), update.unwrap_or_default(), delete.unwrap_or_default());
    let tx = begin::<Product>(&app, &staff).await?;
    if !lock::<Product>(&tx, product).await? {
        return Err(missing::<Product>(&id));
    }
    let put = create.iter().chain(&update).map(|link| (&link.variant_id.0, &link.inventory_item_id.0));
    let gone = delete.iter().map(|link| (&link.variant_id.0, &link.inventory_item_id.0));
    let variants: Vec<Uuid> =
        put.clone().chain(gone.clone()).map(|(variant, _)| key::<VariantRow>(variant)).collect::<Result<_, _>>()?;
    check_own(&tx, product, variants).await?;
    let ended = gone.map(|(variant, item)| {
        Ok(json!({
            "variant_id": key::<VariantRow>(variant)?, "inventory_item_id": item_key(item)?
        }))
    });
    let ended = ended.collect::<Result<Vec<Value>, ApiError>>()?;
    if !ended.is_empty() {
        unlink_items(&tx, ended.into()).await?;
    }
    let links = create.iter().chain(&update).map(|link| {
        Ok(json!({
            "variant_id": key::<VariantRow>(&link.variant_id.0)?,
            "inventory_item_id": item_key(&link.inventory_item_id.0)?,
            "required_quantity": link.required_quantity.0,
        }))
    });
    let links = links.collect::<Result<Vec<Value>, ApiError>>()?;
    let mut pairs: Vec<String> =
        links.iter().map(|link| format!("{} {}", link["variant_id"], link["inventory_item_id"])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    if pairs.len() < links.len() {
        return Err(ApiError::invalid_data(
            "Invalid request: A variant and an item stand twice in 'create' and 'update'",
        ));
    }
    if !links.is_empty() {
        link_items(&tx, links.into()).await?;
    }
    tx.commit().await?;
    let shown = |links: &[LinkBody]| -> Vec<Value> {
        let shown = links.iter().map(|link| {
            json!({
                "variant_id": link.variant_id.0, "inventory_item_id": link.inventory_item_id.0,
                "required_quantity": link.required_quantity.0,
            })
        });
        shown.collect()
    };
    let gone: Vec<Value> = delete
        .iter()
        .map(|link| json!({ "variant_id": link.variant_id.0, "inventory_item_id": link.inventory_item_id.0 }))
        .collect();
    Ok(Json(json!({ "created": shown(&create), "updated": shown(&update), "deleted": gone })))
}

/// A transaction in which the product is locked and has the variant.
async fn open(app: &App, staff: &Staff, product: &str, variant: &str) -> Result<(Tx, Uuid), ApiError> {
    let (id, product_id) = (key::<VariantRow>(variant)?, key::<Product>(product)?);
    let tx = begin::<Product>(app, staff).await?;
    if !lock::<Product>(&tx, product_id).await? {
        return Err(missing::<Product>(product));
    }
    let found = one::<VariantRow>(&tx, id, &select::<VariantRow>(Some("id"))?).await?;
    found.filter(|found| found.product_id == ProductId(product_id)).ok_or_else(|| missing::<VariantRow>(variant))?;
    Ok((tx, id))
}

fn item_key(text: &str) -> Result<Uuid, ApiError> {
    text.parse::<InventoryItemId>().map(|id| id.0).map_err(|_| ApiError::missing("Inventory item", text))
}

async fn put(tx: &Tx, variant: Uuid, item: &str, quantity: Within<1, 1_000_000_000>) -> Result<(), ApiError> {
    let link = json!({ "variant_id": variant, "inventory_item_id": item_key(item)?, "required_quantity": quantity.0 });
    Ok(link_items(tx, json!([link])).await?)
}

/// Whether a variant takes an item. Who writes products is told, though he may not see the stock.
async fn is_linked(tx: &Tx, variant: Uuid, item: &str) -> Result<bool, ApiError> {
    #[derive(FromQueryResult)]
    struct Linked {
        is_linked: bool,
    }
    let sql = "select private.takes_stock($1, $2) as is_linked";
    let found: Linked = db::fetch_one(tx, sql, [variant.into(), item_key(item)?.into()]).await?;
    Ok(found.is_linked)
}

/// All of these variants are the product's.
async fn check_own(tx: &Tx, product: Uuid, variants: Vec<Uuid>) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let sql = "select w.id from unnest($3::uuid[]) as w (id) where not exists (
          select from public.product_variants v where v.organization_id = $1 and v.product_id = $2 and v.id = w.id
            and v.deleted_at is null) limit 1";
    let stray: Option<Id> =
        db::fetch_optional(tx, sql, [tx.organization()?.into(), product.into(), variants.into()]).await?;
    stray.map_or(Ok(()), |Id { id }| Err(missing::<VariantRow>(&VariantId(id).to_string())))
}
