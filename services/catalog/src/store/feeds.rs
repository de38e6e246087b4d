//! `GET /store/products/{id}/json-ld`, `GET /store/sitemap`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use cache::{Cacheable, Topic};
use entity::ids::ProductId;
use http::{HeaderValue, header};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use crate::{
    feeds::{self, Found, Front, MOST_ENTRIES, Wanted},
    reviews,
};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(json_ld)).routes(routes!(sitemap))
}

/// JSON that can stand in a page as it is: nothing in it ends a script.
fn respond(kept: Cacheable, body: &Value) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    // Outside of texts JSON has none of these.
    let text = body.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    (kept, [(header::CONTENT_TYPE, JSON)], text).into_response()
}

/// Read a product as structured data, for a page that shows it.
///
/// HTML is taken off, and what is answered can stand between script tags as it is.
#[utoipa::path(
    get,
    path = "/store/products/{id}/json-ld",
    tag = "Feeds",
    operation_id = "read_product_json_ld",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("region_id" = Option<String>, Query, description = "The region in which prices are quoted.", example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("country_code" = Option<String>, Query, description = "Where the goods go.", example = "de"),
        ("province" = Option<String>, Query, description = "A subdivision of the country."),
        ("locale" = Option<String>, Query, description = "The language of texts.", example = "de-DE"),
        ("sales_channel_id" = Option<String>, Query, description = "One of the key's sales channels: only what is sold there, and its stock. Without it what any of them has is in stock.", example = "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product as schema.org has it.", body = serde_json::Value, example = json!({"json_ld": {
            "@context": "https://schema.org/", "@type": "Product", "productID": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Harbour Mug",
            "offers": [{"@type": "Offer", "price": "19.90", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}]
        }})),
        StoreErrors,
    )
)]
pub(super) async fn json_ld(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    feeds::must_have_channel(&shopper)?;
    let tx = app.db.begin_read(&shopper).await?;
    let found = feeds::one(&tx, &shopper, &wanted, &id).await?;
    let (product, Found { prices, sales, .. }) = found.ok_or_else(|| ApiError::missing("Product", &id))?;
    let rating = reviews::rating(&tx, product.id.0).await?;
    let front = Front::find(&tx).await?;
    tx.commit().await?;
    let body = json!({ "json_ld": feeds::json_ld(&product, &front, &rating, &sales) });
    let mut kept = Cacheable::on(Topic::Catalog | Topic::Stock | Topic::Reviews);
    if let Some(until) = prices.until {
        kept = kept.until(until.into());
    }
    Ok(respond(kept, &body))
}

pub(super) struct Next {
    limit: i64,
    after: Option<String>,
}

impl FromParams for Next {
    fn read(params: &mut Params) -> Self {
        // Pages are the same in each language.
        params.take("locale");
        Self { limit: params.integer("limit", 1, MOST_ENTRIES).unwrap_or(MOST_ENTRIES), after: params.text("after") }
    }
}

/// List the pages of products, for a sitemap: `next` is the `after` of the page behind, until it is null.
#[utoipa::path(
    get,
    path = "/store/sitemap",
    tag = "Feeds",
    operation_id = "list_sitemap_entries",
    params(
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most.", example = 1_000),
        ("after" = Option<String>, Query, description = "What the page before answered as `next`.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "entries": [{"loc": "https://shop.example.com/products/harbour-mug", "lastmod": "2026-11-21T10:00:00.000Z", "images": ["https://img.example.com/mug.jpg"]}],
            "next": null
        })),
        StoreErrors,
    )
)]
pub(super) async fn sitemap(
    State(app): State<App>,
    shopper: Shopper,
    Query(Next { limit, after }): Query<Next>,
) -> Result<Response, ApiError> {
    let after = match after {
        None => Uuid::nil(),
        Some(text) => {
            let wrong =
                |_| ApiError::invalid_data("Invalid request: Field 'after' must be what was answered as 'next'");
            text.parse::<ProductId>().map_err(wrong)?.0
        }
    };
    feeds::must_have_channel(&shopper)?;
    let tx = app.db.begin_read(&shopper).await?;
    let front = Front::find(&tx).await?;
    front.must_have_url()?;
    let entries = feeds::entries(&tx, &shopper, &front, after, limit).await?;
    tx.commit().await?;
    let is_last = i64::try_from(entries.len()).unwrap_or(i64::MAX) < limit;
    let next = entries.last().filter(|_| !is_last).map(|entry| entry.id);
    Ok(respond(Cacheable::on(Topic::Catalog), &json!({ "entries": entries, "next": next })))
}
