//! `/store/product-variants`

use ::resource::{Filter, Select, ids, order_by};
use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::{SalesChannelId, VariantId};
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, SelectParams, SelectQuery, StoreErrors,
    fields::Selection,
    query::{FromParams, Params, Query},
};

use super::{
    answer,
    context::{self, Context, Of, price_context, reach, reader, stock_channel, topics},
    resource::{self, read_filter},
    rules,
};
use crate::{
    data::{self, Reach, VARIANT_WORDS, VARIANTS},
    locale,
    pricing::PriceContext,
    view::Variant,
};

const SORTABLE: &[&str] =
    &["id", "title", "sku", "variant_rank", "manage_inventory", "allow_backorder", "created_at", "updated_at"];

/// What the list takes.
pub(super) struct Parameters {
    list: ListQuery,
    filter: Filter,
    context: Context,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 20, SORTABLE);
        let context = Context::read(params);
        Self { list, filter: read_filter(params, VARIANTS.to_vec(), "v", VARIANT_WORDS), context }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        resource::documented(VARIANTS).into_iter().chain(context::documented()).collect()
    }
}

/// What reading one takes.
pub(super) struct One {
    select: SelectQuery,
    context: Context,
}

impl FromParams for One {
    fn read(params: &mut Params) -> Self {
        Self { select: SelectQuery::read(params), context: Context::read(params) }
    }
}

impl utoipa::IntoParams for One {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let fields = <SelectParams as utoipa::IntoParams>::into_params(|| Some(ParameterIn::Query));
        fields.into_iter().chain(context::documented()).chain([resource::language()]).collect()
    }
}

/// What is to be answered of which variants.
struct Asked<'a> {
    filter: Filter,
    list: &'a ListQuery,
    context: Context,
}

/// What was found, and what the answer depends on.
struct Found {
    variants: Vec<Variant>,
    count: i64,
    selection: Selection,
    stock_of: Option<SalesChannelId>,
    prices: Option<PriceContext>,
}

async fn find(
    app: &App,
    shopper: &Shopper,
    customer: Option<Extension<Customer>>,
    Asked { filter, list, context: Context { prices, sales_channel_id } }: Asked<'_>,
) -> Result<Found, ApiError> {
    let mut selection = rules::VARIANTS.select(list.fields.as_deref())?;
    let reach = reach(shopper, sales_channel_id.as_deref())?;
    let stock_of = stock_channel(shopper, sales_channel_id.as_deref(), &selection, Of::Variants)?;
    let tx = app.db.begin_read(reader(shopper, customer.as_deref())).await?;
    let prices = price_context(&tx, shopper, customer.as_deref(), &prices, &mut selection, Of::Variants).await?;
    let (mut variants, count) = page(&tx, filter, &reach, list).await?;
    if !variants.is_empty() {
        let context = data::Context { prices: prices.as_ref(), stock_of };
        data::fill_variants(&tx, &mut variants.iter_mut().collect::<Vec<_>>(), &selection, context).await?;
        locale::translate(&tx, shopper.locale(), &mut variants).await?;
    }
    tx.commit().await?;
    Ok(Found { variants, count, selection, stock_of, prices })
}

async fn page(tx: &Tx, filter: Filter, reach: &Reach, list: &ListQuery) -> db::Result<(Vec<Variant>, i64)> {
    let mut conditions = data::visible_variants(reach);
    conditions.all(filter);
    conditions.and_words(VARIANT_WORDS, &list.words);
    let order_by = order_by("v", &list.order, "v.id");
    let select = Select { columns: Variant::SELECT, from: "product_variants v", order_by: &order_by };
    ::resource::page(tx, select, &conditions, Vec::new(), list.page).await
}

/// List product variants.
///
/// The variants of the published products of the key's sales channels, in the order of their creation.
#[utoipa::path(
    get,
    path = "/store/product-variants",
    tag = "Product variants",
    operation_id = "list_product_variants",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of variants.", body = serde_json::Value, example = json!({
            "variants": [{"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Blue", "sku": "MUG-B",
                "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d"}],
            "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    Query(Parameters { list, filter, context }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let Found { variants, count, selection, stock_of, prices } =
        find(&app, &shopper, customer, Asked { filter, list: &list, context }).await?;
    let answer = answer::list("variants", &variants, &selection, count, list.page, topics(stock_of));
    Ok(answer::priced(answer, prices))
}

/// Read a product variant.
#[utoipa::path(
    get,
    path = "/store/product-variants/{id}",
    tag = "Product variants",
    operation_id = "retrieve_product_variant",
    params(("id" = String, Path, description = "The variant's id.", example = "variant_01jd6nwvvgfa5sr38y5wx4pq3d"), One),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The variant.", body = serde_json::Value, example = json!({
            "variant": {"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Blue", "sku": "MUG-B",
                "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d"}
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
    Query(One { select, context }): Query<One>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut filter = Filter::default();
    filter.and("v.id = any(?)", ids::<VariantId>(std::slice::from_ref(&id)));
    let list = ListQuery { fields: select.fields, ..ListQuery::one() };
    let found = find(&app, &shopper, customer, Asked { filter, list: &list, context }).await?;
    let variant = found.variants.first().ok_or_else(|| ApiError::missing("Product variant", &id))?;
    let answer = answer::one("variant", variant, &found.selection, topics(found.stock_of));
    Ok(answer::priced(answer, found.prices))
}
