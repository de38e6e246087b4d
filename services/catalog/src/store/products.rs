//! `/store/products`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use cache::{Topic, Topics};
use db::Scope;
use entity::ids::SalesChannelId;
use web::{
    ApiError, App, ListQuery, Page, StoreErrors,
    fields::Selection,
    query::{FromParams, Params, Query},
};

use super::{answer, rules};
use crate::{
    data::{self, Context, ProductFilter, Reach},
    pricing::{PriceContext, PriceQuery},
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
];

/// What both operations take.
pub(super) struct Parameters {
    list: ListQuery,
    filter: ProductFilter,
    prices: PriceQuery,
    sales_channel_id: Option<Vec<String>>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 50, SORTABLE);
        let filter = ProductFilter {
            id: params.texts("id"),
            title: params.texts("title"),
            handle: params.texts("handle"),
            external_id: params.texts("external_id"),
            is_giftcard: params.boolean("is_giftcard"),
            category_id: params.texts("category_id"),
            collection_id: params.texts("collection_id"),
            tag_id: params.texts("tag_id"),
            type_id: params.texts("type_id"),
            option_id: params.texts("option_id"),
            option_value_id: params.texts("option_value_id"),
            created_at: params.time_range("created_at"),
            updated_at: params.time_range("updated_at"),
            words: list.words.clone(),
        };
        Self { list, filter, prices: PriceQuery::read(params), sales_channel_id: params.texts("sales_channel_id") }
    }
}

/// The parameters of the product list, for the OpenAPI document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) struct ProductListParams {
    /// How many products to answer, 1,000 at most.
    #[param(example = 20, default = 50, minimum = 0, maximum = 1000)]
    limit: Option<i64>,
    /// How many products to skip.
    #[param(example = 0, default = 0, minimum = 0)]
    offset: Option<i64>,
    /// A field to sort by, `-field` for descending.
    #[param(example = "-created_at")]
    order: Option<String>,
    /// Words that must all stand in title, subtitle, description or a variant's title, SKU or barcode.
    #[param(example = "linen shirt")]
    q: Option<String>,
    /// What to answer: `+metadata` adds, `-images` removes, `*variants.images` adds a relation, a bare list replaces.
    #[param(example = "*variants.calculated_price,+variants.inventory_quantity")]
    fields: Option<String>,
    /// The region in which prices are quoted; variants then carry `calculated_price`.
    #[param(example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d")]
    region_id: Option<String>,
    /// Where the goods go, ISO 3166-1 alpha-2: amounts with and without tax are added.
    #[param(example = "de")]
    country_code: Option<String>,
    /// A subdivision of the country.
    province: Option<String>,
    /// Ids: `id=a`, `id[]=a&id[]=b`.
    id: Option<Vec<String>>,
    /// Handles.
    handle: Option<Vec<String>>,
    /// Exact titles.
    title: Option<Vec<String>>,
    /// Products in any of these categories.
    category_id: Option<Vec<String>>,
    /// Products in any of these collections.
    collection_id: Option<Vec<String>>,
    /// Products with any of these tags.
    tag_id: Option<Vec<String>>,
    /// Products of any of these types.
    type_id: Option<Vec<String>>,
    /// Products with any of these options.
    option_id: Option<Vec<String>>,
    /// Products of which a variant has any of these values.
    option_value_id: Option<Vec<String>>,
    /// Channels, a part of those that the key shows.
    sales_channel_id: Option<Vec<String>>,
    /// Keys in another system.
    external_id: Option<Vec<String>>,
    /// Gift cards only, or none.
    is_giftcard: Option<bool>,
}

/// List products.
///
/// The published products of the key's sales channels, in the order of their creation.
#[utoipa::path(
    get,
    path = "/store/products",
    tag = "Products",
    operation_id = "list_products",
    params(ProductListParams),
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
    let Parameters { list, filter, prices, sales_channel_id } = parameters;
    let mut selection = rules::PRODUCTS.select(list.fields.as_deref())?;
    let reach = reach(&shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(&shopper, sales_channel_id.as_deref(), &selection)?;

    let tx = app.db.begin_read(reader(&shopper, customer)).await?;
    let prices = price_context(&tx, &shopper, &prices, &mut selection).await?;
    let (mut products, count) = data::search(&tx, &filter, &reach, &list.order, list.page).await?;
    data::fill_products(&tx, &mut products, &selection, Context { prices: prices.as_ref(), stock_of }).await?;
    tx.commit().await?;
    let answer = answer::list("products", &products, &selection, count, list.page, topics(stock_of));
    Ok(answer::until(answer, prices.and_then(|prices| prices.until)))
}

/// Read a product.
#[utoipa::path(
    get,
    path = "/store/products/{id}",
    tag = "Products",
    operation_id = "retrieve_product",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"), ProductListParams),
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
    let Parameters { list, filter, prices, sales_channel_id } = parameters;
    let mut selection = rules::PRODUCTS.select(list.fields.as_deref())?;
    let reach = reach(&shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(&shopper, sales_channel_id.as_deref(), &selection)?;
    let filter = ProductFilter { id: Some(vec![id.clone()]), ..filter };

    let tx = app.db.begin_read(reader(&shopper, customer)).await?;
    let prices = price_context(&tx, &shopper, &prices, &mut selection).await?;
    let mut products = data::list_products(&tx, &filter, &reach, &[], Page { limit: 1, offset: 0 }).await?;
    data::fill_products(&tx, &mut products, &selection, Context { prices: prices.as_ref(), stock_of }).await?;
    tx.commit().await?;
    match products.first() {
        Some(product) => {
            let answer = answer::one("product", product, &selection, topics(stock_of));
            Ok(answer::until(answer, prices.and_then(|prices| prices.until)))
        }
        None => Err(ApiError::missing("Product", &id)),
    }
}

/// As whom the page is read: a customer in groups has prices of his own, and so a cached answer of his own.
fn reader(shopper: &Shopper, customer: Option<Extension<Customer>>) -> Scope {
    match customer.filter(|customer| !customer.groups.is_empty()) {
        Some(customer) => Scope::known_shopper(shopper.organization.0, customer.user.0),
        None => Scope::from(shopper),
    }
}

/// Prices are computed when they are selected, or when a region is named: then they are selected by that.
async fn price_context(
    tx: &db::Tx,
    shopper: &Shopper,
    query: &PriceQuery,
    selection: &mut Selection,
) -> Result<Option<PriceContext>, ApiError> {
    if query.region.is_some() && selection.has("variants") {
        selection.add_below_star("variants", "calculated_price");
    }
    if query.region.is_none() && !selection.has("variants.calculated_price") {
        return Ok(None);
    }
    PriceContext::resolve(tx, query, shopper).await.map(Some)
}

/// The channels that the request names must be among the key's.
fn reach(shopper: &Shopper, named: Option<&[String]>) -> Result<Reach, ApiError> {
    if shopper.sales_channels.is_empty() {
        return Err(ApiError::invalid_data("Publishable key needs to have a sales channel configured"));
    }
    match named {
        Some(named) => Ok(Reach::Channels(named_channels(shopper, named)?)),
        None => Ok(Reach::of(shopper)),
    }
}

fn named_channels(shopper: &Shopper, named: &[String]) -> Result<Vec<SalesChannelId>, ApiError> {
    named
        .iter()
        .map(|text| text.parse().ok().filter(|id| shopper.sales_channels.contains(id)))
        .collect::<Option<Vec<SalesChannelId>>>()
        .ok_or_else(|| ApiError::invalid_data("Requested sales channel is not part of the publishable key"))
}

/// Stock is that of one channel.
fn stock_channel(
    shopper: &Shopper,
    named: Option<&[String]>,
    selection: &Selection,
) -> Result<Option<SalesChannelId>, ApiError> {
    if !selection.has("variants.inventory_quantity") {
        return Ok(None);
    }
    let channels = match named {
        Some(named) => named_channels(shopper, named)?,
        None => shopper.sales_channels.clone(),
    };
    match channels.as_slice() {
        [only] => Ok(Some(*only)),
        _ => Err(ApiError::invalid_data(
            "Inventory availability cannot be calculated in the given context. Either provide a single sales channel \
             id or configure a single sales channel in the publishable key",
        )),
    }
}

fn topics(stock_of: Option<SalesChannelId>) -> Topics {
    if stock_of.is_some() { Topic::Catalog | Topic::Stock } else { Topic::Catalog.into() }
}
