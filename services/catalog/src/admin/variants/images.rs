//! Which pictures of a product are those of its variants, from either side.

use auth::{May, Staff, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use entity::ids::ImageId;
use resource::{
    Links,
    admin::{begin, key, missing},
    lock,
};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, body::Body};

use super::table::VariantRow;
use crate::{
    admin::products::table::Product,
    write::apply::{Pair, link_images},
};

type Ids = Result<Path<(String, String)>, PathRejection>;

/// Show pictures of a product with one of its variants, and others no more.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/variants/{variant_id}/images/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_images_of_variant",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = String, Path, description = "The variant's id.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    request_body(content = inline(Links), description = "Ids of pictures.", example = json!({"add": ["img_01jd6nwvvgfa5sr38y5wx4pq3d"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "What was added and removed.", body = serde_json::Value, example = json!({"added": ["img_01jd6nwvvgfa5sr38y5wx4pq3d"], "removed": []})), AdminErrors)
)]
pub(super) async fn of_variant(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Ids,
    Body(links): Body<Links>,
) -> Result<Json<Value>, ApiError> {
    let Path((product, variant)) = path?;
    let variant = key::<VariantRow>(&variant)?;
    set(&app, &staff, &product, links, |image| Ok((variant, image_key(image)?))).await
}

/// Show a picture of a product with some of its variants, and with others no more.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/images/{image_id}/variants/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_variants_of_image",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("image_id" = String, Path, description = "The picture's id.", example = "img_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    request_body(content = inline(Links), description = "Ids of variants.", example = json!({"add": ["variant_01jd6nwvvgfa5sr38y5wx4pq3d"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "What was added and removed.", body = serde_json::Value, example = json!({"added": ["variant_01jd6nwvvgfa5sr38y5wx4pq3d"], "removed": []})), AdminErrors)
)]
pub(super) async fn of_image(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Ids,
    Body(links): Body<Links>,
) -> Result<Json<Value>, ApiError> {
    let Path((product, image)) = path?;
    let image = image_key(&image)?;
    set(&app, &staff, &product, links, |variant| Ok((key::<VariantRow>(variant)?, image))).await
}

async fn set(
    app: &App,
    staff: &Staff,
    product: &str,
    Links { add, remove }: Links,
    pair: impl Fn(&str) -> Result<Pair, ApiError>,
) -> Result<Json<Value>, ApiError> {
    let id = key::<Product>(product)?;
    let (added, removed) = (add.unwrap_or_default(), remove.unwrap_or_default());
    let pairs = |texts: &[String]| texts.iter().map(|text| pair(text)).collect::<Result<Vec<_>, _>>();
    let (add, remove) = (pairs(&added)?, pairs(&removed)?);
    let tx = begin::<Product>(app, staff).await?;
    if !lock::<Product>(&tx, id).await? {
        return Err(missing::<Product>(product));
    }
    link_images(&tx, id, &add, &remove).await?;
    tx.commit().await?;
    Ok(Json(json!({ "added": added, "removed": removed })))
}

fn image_key(text: &str) -> Result<Uuid, ApiError> {
    text.parse::<ImageId>().map(|id| id.0).map_err(|_| ApiError::missing("Image", text))
}
