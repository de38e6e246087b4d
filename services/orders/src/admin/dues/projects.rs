//! `POST /admin/project-orders`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use db::Tx;
use entity::ids::{CustomerId, OrderId, RegionId, SalesChannelId, VariantId};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use std::str::FromStr;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App,
    body::{Body, Email},
};

use super::{bodies::Project, example};
use crate::dues;

#[derive(FromQueryResult)]
struct Made {
    display_id: i64,
    total: String,
    customer_id: Option<Uuid>,
}

/// Make an order on a project: what was agreed on, with a deposit and the rest. With a `key`, once.
#[utoipa::path(
    post,
    path = "/admin/project-orders",
    tag = "Admin: dues",
    operation_id = "admin_create_project_order",
    request_body(content = inline(Project), example = json!({
        "key": "kitchen-2026-17", "email": "ann@example.com", "currency_code": "eur",
        "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}], "tax": [{"rate": 19, "code": "DE19", "name": "VAT"}]
    })),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The order, and what is due of it.", body = Value, example = json!({
            "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 7, "total": 1428, "currency_code": "eur"}, "dues": [example()]
        })),
        AdminErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Body(project): Body<Project>,
) -> Result<Response, ApiError> {
    let currency = project.currency_code.0.to_lowercase();
    let mut items = Vec::new();
    for item in project.items.unwrap_or_default() {
        items.push(json!({
            "title": item.title.0.0, "quantity": item.quantity.0, "unit_price": item.unit_price.0.unwrap_or_default().to_plain_string(),
            "variant_id": parsed::<VariantId>("Variant", item.variant_id.as_deref())?,
        }));
    }
    let tax: Vec<Value> = (project.tax.unwrap_or_default().into_iter())
        .map(|tax| {
            let rate = tax.rate.0.unwrap_or_default().normalized().to_plain_string();
            json!({ "rate": rate, "code": tax.code.map(|code| code.0), "name": tax.name.map(|name| name.0) })
        })
        .collect();
    let document = json!({
        "key": project.key.0.map(|key| key.0),
        "customer_id": parsed::<CustomerId>("Customer", project.customer_id.as_deref())?,
        "email": project.email.map(|Email(email)| email),
        "currency_code": currency,
        "region_id": parsed::<RegionId>("Region", project.region_id.as_deref())?,
        "sales_channel_id": parsed::<SalesChannelId>("Sales channel", project.sales_channel_id.as_deref())?,
        "deposit_percent": project.deposit_percent.0,
        "deposit_days": project.deposit_days.0,
        "balance_due_at": project.balance_due_at,
        "items": items,
        "tax": tax,
        "metadata": project.metadata.given(),
    });
    let tx = app.db.begin_working(&staff).await?;
    check_variants(&tx, &document["items"]).await?;
    let order = dues::make(&tx, document, &currency).await?;
    let sql = "select o.display_id, o.total::text as total, o.customer_id from orders o where o.id = $1";
    let made: Made = db::fetch_one(&tx, sql, [order.into()]).await?;
    let total = money::wire::Number(made.total.parse().map_err(ApiError::internal)?);
    let due = dues::of_order(&tx, order).await?.iter().map(|due| due.json(true)).collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    let order = json!({
        "id": OrderId(order), "display_id": made.display_id, "total": total, "currency_code": currency,
        "customer_id": made.customer_id.map(CustomerId),
    });
    Ok(respond(json!({ "order": order, "dues": due }).to_string().into_bytes()))
}

#[derive(FromQueryResult)]
struct Unknown {
    id: Uuid,
}

/// What another shop sells, or nobody, is as if not there.
async fn check_variants(tx: &Tx, items: &Value) -> Result<(), ApiError> {
    let sql = "select i.variant_id as id from jsonb_to_recordset($1) as i (variant_id uuid)
        where i.variant_id is not null and not exists (select from product_variants v where v.id = i.variant_id and v.deleted_at is null)
        limit 1";
    let unknown: Option<Unknown> = db::fetch_optional(tx, sql, [items.clone().into()]).await?;
    unknown.map_or(Ok(()), |one| Err(ApiError::missing("Variant", &VariantId(one.id).to_string())))
}

/// The key of an id in the body.
fn parsed<T: FromStr + Into<Uuid>>(what: &str, text: Option<&str>) -> Result<Option<Uuid>, ApiError> {
    text.map(|text| text.parse::<T>().map(Into::into).map_err(|_| ApiError::missing(what, text))).transpose()
}
