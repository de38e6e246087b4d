//! `GET /store/subscription-plans`: what can be subscribed to.

use auth::Shopper;
use axum::{extract::State, response::Response};
use entity::ids::{ProductId, SubscriptionPlanId, VariantId};
use money::wire::Number;
use resource::admin::respond;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::json;
use uuid::Uuid;
use web::{
    ApiError, App, ListParams, ListQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

/// The page that is asked for.
pub(super) struct Listed {
    list: ListQuery,
    product: Option<String>,
    variant: Option<String>,
}

impl FromParams for Listed {
    fn read(params: &mut Params) -> Self {
        let (product, variant) = (params.text("product_id"), params.text("variant_id"));
        Self { list: ListQuery::read(params, 50, &[]), product, variant }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    variant_id: Uuid,
    product_id: Uuid,
    amount: String,
    currency_code: String,
    interval: String,
    interval_count: i32,
    trial_days: Option<i32>,
    total: i64,
}

/// List what can be subscribed to, with what it costs each time.
#[utoipa::path(
    get,
    path = "/store/subscription-plans",
    tag = "Subscriptions",
    operation_id = "list_subscription_plans",
    params(
        ("product_id" = Option<String>, Query, description = "Of this product.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("variant_id" = Option<String>, Query, description = "Of this variant.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ListParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "subscription_plans": [{
                "id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d", "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
                "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 12.9, "currency_code": "eur", "interval": "month",
                "interval_count": 1, "trial_days": 14
            }],
            "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Listed { list, product, variant }): Query<Listed>,
) -> Result<Response, ApiError> {
    let (limit, offset) = (list.page.limit.min(100), list.page.offset);
    // A text that is no id names nothing.
    let product = product.map(|text| text.parse::<ProductId>().map_or_else(|_| Uuid::nil(), |id| id.0));
    let variant = variant.map(|text| text.parse::<VariantId>().map_or_else(|_| Uuid::nil(), |id| id.0));
    let channels: Vec<Uuid> = shopper.sales_channels.iter().map(|channel| channel.0).collect();
    let sql = "select l.id, l.variant_id, p.id as product_id, l.amount::text as amount, l.currency_code, l.interval, l.interval_count,
            l.trial_days, count(*) over () as total
        from subscription_plans l
        join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
        join products p on p.organization_id = v.organization_id and p.id = v.product_id and p.deleted_at is null and p.status = 'published'
        where l.is_active and l.deleted_at is null and coalesce(p.id = $1, $1::uuid is null) and coalesce(v.id = $2, $2::uuid is null)
          and exists (select from product_sales_channels c where c.organization_id = p.organization_id and c.product_id = p.id
            and c.sales_channel_id = any ($3))
        order by p.id, v.variant_rank, l.amount, l.id limit $4 offset $5";
    let values: [Cell; 5] = [product.into(), variant.into(), channels.into(), limit.into(), offset.into()];
    let tx = app.db.begin_working(&shopper).await?;
    let rows: Vec<Row> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    let count = rows.first().map_or(0, |row| row.total);
    let plans = rows.iter().map(|row| {
        let amount = row.amount.parse().map(Number).map_err(ApiError::internal)?;
        Ok(json!({
            "id": SubscriptionPlanId(row.id), "variant_id": VariantId(row.variant_id), "product_id": ProductId(row.product_id), "amount": amount,
            "currency_code": row.currency_code, "interval": row.interval, "interval_count": row.interval_count, "trial_days": row.trial_days,
        }))
    });
    let plans = plans.collect::<Result<Vec<_>, ApiError>>()?;
    let body = json!({ "subscription_plans": plans, "count": count, "offset": offset, "limit": limit });
    Ok(respond(body.to_string().into_bytes()))
}
