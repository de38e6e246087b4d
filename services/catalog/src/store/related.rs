//! `/store/products/{id}/related` and `/store/products/{id}/bought-together`

use std::time::Duration;

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use chrono::TimeDelta;
use db::Tx;
use entity::ids::ProductId;
use uuid::Uuid;
use web::{
    ApiError, App, Page, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::{
    answer,
    context::{Of, price_context, reach, reader, stock_channel, topics},
    rules,
};
use crate::{
    data::{self, Context, ProductFilter, Reach},
    locale,
    pricing::PriceQuery,
    search::{self, Semantics},
};

const MOST: i64 = 24;
const USUALLY: i64 = 8;
/// The index follows the catalogue by a moment, and nobody tells when it has: so long an answer is kept at most.
const KEPT: Duration = Duration::from_mins(1);

/// What both operations take.
pub(super) struct Parameters {
    limit: i64,
    fields: Option<String>,
    prices: PriceQuery,
    sales_channel_id: Option<Vec<String>>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        // Who answers has it already.
        let _ = params.text("locale");
        Self {
            limit: params.integer("limit", 0, MOST).unwrap_or(USUALLY),
            fields: params.text("fields"),
            prices: PriceQuery::read(params),
            sales_channel_id: params.texts("sales_channel_id"),
        }
    }
}

/// The parameters, for the OpenAPI document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) struct RelatedParams {
    /// How many products to answer.
    #[param(example = 8, default = 8, minimum = 0, maximum = 24)]
    limit: Option<i64>,
    /// What to answer of each, as in the product list.
    #[param(example = "id,title,*variants.calculated_price")]
    fields: Option<String>,
    /// The region in which prices are quoted.
    #[param(example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d")]
    region_id: Option<String>,
    /// Where the goods go, ISO 3166-1 alpha-2.
    #[param(example = "de")]
    country_code: Option<String>,
    /// A subdivision of the country.
    province: Option<String>,
    /// Channels, a part of those that the key shows.
    sales_channel_id: Option<Vec<String>>,
}

/// List products like this one.
///
/// The nearest by meaning, where a model is configured, and by categories, tags, collection and type.
#[utoipa::path(
    get,
    path = "/store/products/{id}/related",
    tag = "Products",
    operation_id = "related_products",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"), RelatedParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "Products, the most alike first.", body = serde_json::Value, example = json!({
            "products": [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "handle": "harbour-mug"}],
            "count": 1, "offset": 0, "limit": 8
        })),
        StoreErrors,
    )
)]
pub(super) async fn related(
    State(app): State<App>,
    Extension(semantics): Extension<Semantics>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let model = semantics.embedder().map(|embedder| embedder.model().to_owned());
    respond(&app, &shopper, customer, &id, parameters, Kind::Alike(model)).await
}

/// List products that are bought together with this one.
///
/// Those that stand in two orders at least of the last 90 days, counted anew every hour.
#[utoipa::path(
    get,
    path = "/store/products/{id}/bought-together",
    tag = "Products",
    operation_id = "products_bought_together",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"), RelatedParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "Products, the most frequent first.", body = serde_json::Value, example = json!({
            "products": [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "handle": "harbour-mug"}],
            "count": 1, "offset": 0, "limit": 8
        })),
        StoreErrors,
    )
)]
pub(super) async fn bought_together(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    respond(&app, &shopper, customer, &id, parameters, Kind::Bought).await
}

enum Kind {
    /// By the model of this name, if there is one.
    Alike(Option<String>),
    Bought,
}

async fn respond(
    app: &App,
    shopper: &Shopper,
    customer: Option<Extension<Customer>>,
    id: &str,
    parameters: Parameters,
    kind: Kind,
) -> Result<Response, ApiError> {
    let Parameters { limit, fields, prices, sales_channel_id } = parameters;
    let mut selection = rules::PRODUCTS.select(fields.as_deref())?;
    let reach = reach(shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(shopper, sales_channel_id.as_deref(), &selection, Of::Products)?;
    let missing = || ApiError::missing("Product", id);
    let product: ProductId = id.parse().map_err(|_| missing())?;

    let tx = app.db.begin_read(reader(shopper, customer.as_deref())).await?;
    if by_ids(&tx, &[product.0], &reach, 1).await?.is_empty() {
        return Err(missing());
    }
    let prices = price_context(&tx, shopper, customer.as_deref(), &prices, &mut selection, Of::Products).await?;
    let found = match kind {
        Kind::Alike(model) => search::alike(&tx, product.0, model.as_deref(), &reach, MOST).await?,
        Kind::Bought => search::bought_together(&tx, product.0).await?,
    };
    let mut products = by_ids(&tx, &found, &reach, limit).await?;
    data::fill_products(&tx, &mut products, &selection, Context { prices: prices.as_ref(), stock_of }).await?;
    locale::translate(&tx, shopper.locale(), &mut products).await?;
    let soon = tx.now() + TimeDelta::from_std(KEPT).unwrap_or_default();
    tx.commit().await?;
    let count = i64::try_from(products.len()).unwrap_or_default();
    let page = Page { limit, offset: 0 };
    let answer = answer::list("products", &products, &selection, count, page, topics(stock_of));
    Ok(answer::until(answer::priced(answer, prices), Some(soon)))
}

/// The products of these keys that the shopper sees, in the order of the keys.
async fn by_ids(tx: &Tx, ids: &[Uuid], reach: &Reach, limit: i64) -> db::Result<Vec<crate::view::Product>> {
    let wanted = ids.iter().map(|id| ProductId(*id).to_string()).collect();
    let filter = ProductFilter { id: Some(wanted), ..ProductFilter::default() };
    let all = Page { limit: i64::try_from(ids.len()).unwrap_or(i64::MAX), offset: 0 };
    let mut products = data::list_products(tx, &filter, reach, &[], all).await?;
    products.sort_by_key(|product| ids.iter().position(|id| *id == product.id.0));
    products.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(products)
}
