//! `/store/products`

use std::collections::HashSet;

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, Order, Page, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::{
    answer,
    context::{self, Context, Of, price_context, reach, reader, stock_channel, topics},
    resource::{self, read_filter},
    rules,
};
use crate::{
    data::{self, PRODUCT_WORDS, PRODUCTS, ProductFilter},
    locale,
};

const SORTABLE: &[&str] = &[
    "id",
    "title",
    "subtitle",
    "handle",
    "status",
    "material",
    "origin_country",
    "created_at",
    "updated_at",
    "external_id",
    "type.value",
    "collection.title",
    "variants.title",
    "variants.sku",
    "variants.created_at",
];

/// Of a product's variants.
macro_rules! first {
    ($what:literal) => {
        concat!(
            "(select ",
            $what,
            " from product_variants v where v.organization_id = p.organization_id and v.product_id = p.id
               and v.deleted_at is null)"
        )
    };
}

/// What of relations a list is sorted by: of several variants the first one counts, or with `-` the last one.
fn sorted_by(order: Vec<Order>) -> Vec<Order> {
    let expression = |field: &'static str, descending| match (field, descending) {
        ("type.value", _) => "(t.value)",
        ("collection.title", _) => "(c.title)",
        ("variants.title", false) => first!("min(v.title)"),
        ("variants.title", true) => first!("max(v.title)"),
        ("variants.sku", false) => first!("min(v.sku)"),
        ("variants.sku", true) => first!("max(v.sku)"),
        ("variants.created_at", false) => first!("min(v.created_at)"),
        ("variants.created_at", true) => first!("max(v.created_at)"),
        _ => field,
    };
    // A field that is named again changes nothing, and each of variants costs a look at all of them.
    let mut named = HashSet::new();
    let order = order.into_iter().filter(|order| named.insert(order.field));
    order.map(|Order { field, descending }| Order { field: expression(field, descending), descending }).collect()
}

/// What both operations take.
pub(super) struct Parameters {
    list: ListQuery,
    filter: ProductFilter,
    context: Context,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let mut list = ListQuery::read(params, 50, SORTABLE);
        list.order = sorted_by(list.order);
        let context = Context::read(params);
        let more = read_filter(params, PRODUCTS.to_vec(), "p", PRODUCT_WORDS);
        Self { filter: ProductFilter { id: None, words: list.words.clone(), more }, list, context }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        resource::documented(PRODUCTS).into_iter().chain(context::documented()).collect()
    }
}

/// List products.
///
/// The published products of the key's sales channels, in the order of their creation.
#[utoipa::path(
    get,
    path = "/store/products",
    tag = "Products",
    operation_id = "list_products",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of products.", body = serde_json::Value, example = json!({
            "products": [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "handle": "harbour-mug"}],
            "count": 72, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, ApiError> {
    let Parameters { list, filter, context: Context { prices, sales_channel_id } } = parameters;
    let mut selection = rules::PRODUCTS.select(list.fields.as_deref())?;
    let reach = reach(&shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(&shopper, sales_channel_id.as_deref(), &selection, Of::Products)?;

    let tx = app.db.begin_read(reader(&shopper, customer.as_deref())).await?;
    let prices = price_context(&tx, &shopper, customer.as_deref(), &prices, &mut selection, Of::Products).await?;
    let (mut products, count) = data::search(&tx, &filter, &reach, &list.order, list.page).await?;
    data::fill_products(&tx, &mut products, &selection, data::Context { prices: prices.as_ref(), stock_of }).await?;
    locale::translate(&tx, shopper.locale(), &mut products).await?;
    tx.commit().await?;
    let answer = answer::list("products", &products, &selection, count, list.page, topics(stock_of));
    Ok(answer::priced(answer, prices))
}

/// Read a product.
#[utoipa::path(
    get,
    path = "/store/products/{id}",
    tag = "Products",
    operation_id = "retrieve_product",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"), Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product.", body = serde_json::Value, example = json!({
            "product": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "handle": "harbour-mug"}
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, axum::extract::rejection::PathRejection>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let Parameters { list, filter, context: Context { prices, sales_channel_id } } = parameters;
    let mut selection = rules::PRODUCTS.select(list.fields.as_deref())?;
    let reach = reach(&shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(&shopper, sales_channel_id.as_deref(), &selection, Of::Products)?;
    let filter = ProductFilter { id: Some(vec![id.clone()]), ..filter };

    let tx = app.db.begin_read(reader(&shopper, customer.as_deref())).await?;
    let prices = price_context(&tx, &shopper, customer.as_deref(), &prices, &mut selection, Of::Products).await?;
    let mut products = data::list_products(&tx, &filter, &reach, &[], Page { limit: 1, offset: 0 }).await?;
    data::fill_products(&tx, &mut products, &selection, data::Context { prices: prices.as_ref(), stock_of }).await?;
    locale::translate(&tx, shopper.locale(), &mut products).await?;
    tx.commit().await?;
    match products.first() {
        Some(product) => {
            let answer = answer::one("product", product, &selection, topics(stock_of));
            Ok(answer::priced(answer, prices))
        }
        None => Err(ApiError::missing("Product", &id)),
    }
}
