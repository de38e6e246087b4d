//! `POST /admin/products/batch`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use resource::admin::{begin, key, select};
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body::BodyUpTo, query::Query};

use super::{answer, bodies::ManyProducts, table::Product};
use crate::write::apply::{ProductSaid, apply};

/// Make, change and delete products: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/products/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_products",
    params(SelectParams),
    request_body(content = inline(ManyProducts), example = json!({"create": [{"title": "Harbour Mug"}], "delete": ["prod_01jd6nwvvgfa5sr38y5wx4pq3e"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug"}], "updated": [],
            "deleted": {"ids": ["prod_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "product", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    BodyUpTo(many): BodyUpTo<ManyProducts, { 16 << 20 }>,
) -> Result<Response, ApiError> {
    let selection = select::<Product>(fields.as_deref())?;
    let (create, update, delete) = many.lists();
    let made = create.len();
    let mut said: Vec<ProductSaid> = Vec::with_capacity(made + update.len());
    said.extend(create.into_iter().enumerate().map(|(n, new)| new.said(format!("create, {n}"))));
    for (n, changes) in update.into_iter().enumerate() {
        let id = Some(key::<Product>(changes.id())?);
        said.push(ProductSaid { id, ..changes.said(format!("update, {n}")) });
    }
    let gone = delete.iter().map(|id| key::<Product>(id)).collect::<Result<Vec<_>, _>>()?;
    let tx = begin::<Product>(&app, &staff).await?;
    let written = apply(&tx, said, gone).await?;
    let (created, updated) = written.split_at(made);
    let answer = answer::batch(&tx, |product: &Product| product.id.0, [created, updated], &delete, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
