//! `POST /admin/products/{id}/variants/batch`

use std::collections::HashSet;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::VariantId;
use resource::{
    admin::{begin, key, missing, select},
    lock,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body::BodyUpTo, query::Query};

use super::{bodies::ManyVariants, change, table::VariantRow};
use crate::{
    admin::products::{answer, table::Product},
    write::apply::Parts,
};

/// Make, change and delete variants of a product: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/variants/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_variants_of_product",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(ManyVariants), example = json!({"create": [{"title": "Blue", "options": {"Colour": "Blue"}}], "delete": ["variant_01jd6nwvvgfa5sr38y5wx4pq3e"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [{"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Blue"}], "updated": [],
            "deleted": {"ids": ["variant_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "variant", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    BodyUpTo(many): BodyUpTo<ManyVariants, { 16 << 20 }>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<VariantRow>(fields.as_deref())?;
    let product = key::<Product>(&id)?;
    let (create, update, delete) = many.said();
    let named = update.iter().filter_map(|variant| variant.id.as_deref());
    let updated = named.map(key::<VariantRow>).collect::<Result<Vec<_>, _>>()?;
    let remove = delete.iter().map(|id| key::<VariantRow>(id)).collect::<Result<Vec<_>, _>>()?;
    let put = create.into_iter().chain(update).collect();

    let tx = begin::<Product>(&app, &staff).await?;
    if !lock::<Product>(&tx, product).await? {
        return Err(missing::<Product>(&id));
    }
    let before: HashSet<Uuid> = variants(&tx, product).await?.into_iter().collect();
    change(&tx, product, Parts::Some { put, remove }).await?;
    let created: Vec<Uuid> = variants(&tx, product).await?.into_iter().filter(|id| !before.contains(id)).collect();
    let key = |variant: &VariantRow| variant.id.0;
    let answer = answer::batch(&tx, key, [&created, &updated], &delete, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The keys of a product's variants, in the order in which they were made.
async fn variants(tx: &db::Tx, product: Uuid) -> db::Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: VariantId,
    }
    let sql = "select v.id from public.product_variants v
        where v.organization_id = $1 and v.product_id = $2 and v.deleted_at is null order by v.id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into(), product.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}
