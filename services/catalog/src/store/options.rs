//! `/store/product-options`: what products differ in, so that a storefront can offer it as a filter.

use ::resource::{Filter, Param};
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::OptionId;
use web::{
    ApiError, App, StoreErrors,
    fields::{FieldRules, Selection},
    query::Query,
};

use super::{
    resource::{self, One, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, Reach},
    view::ProductOption,
};

/// Options.
pub(super) struct Options;

impl Resource for Options {
    type Item = ProductOption;
    type Id = OptionId;

    const ONE: &'static str = "product_option";
    const MANY: &'static str = "product_options";
    const NAME: &'static str = "Product option";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "title", "is_exclusive", "created_at", "updated_at"];
    // A product has its options' `product_id`; an option on its own tells none.
    const FROM: &'static str =
        "product_options o cross join (select '00000000-0000-0000-0000-000000000000'::uuid as product_id) l";
    const ALIAS: &'static str = "o";
    const VISIBLE: &'static str = "o.deleted_at is null";
    const ORDER: &'static str = "o.id";
    const WORDS: &'static [&'static str] = &["o.title"];
    const FILTERS: &'static [Param] = &[
        Param::text("title", "Exact titles."),
        Param::boolean("is_exclusive", "Whether they belong to one product alone."),
    ];

    fn rules() -> &'static FieldRules {
        &rules::OPTIONS
    }

    /// The option of a product that a shopper does not see tells him nothing either; those for several products stand for
    /// themselves.
    fn visible(reach: &Reach) -> Filter {
        let mut seen = Filter::default();
        seen.exists(
            "exists (select from product_product_options k
               join products p on p.organization_id = k.organization_id and p.id = k.product_id
             where k.organization_id = o.organization_id and k.option_id = o.id",
            data::visible_products(reach),
        );
        let mut filter = Filter::new(Self::VISIBLE);
        filter.any(vec![Filter::new("not o.is_exclusive"), seen]);
        filter
    }

    async fn fill(tx: &Tx, page: &mut [ProductOption], selection: &Selection, _: &Reach) -> Result<(), ApiError> {
        if selection.has("values") {
            data::fill_values(tx, page).await?;
        }
        Ok(())
    }
}

/// List product options.
#[utoipa::path(
    get,
    path = "/store/product-options",
    tag = "Product options",
    operation_id = "list_product_options",
    params(Parameters::<Options>),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of product options.", body = serde_json::Value, example = json!({
            "product_options": [{"id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Colour", "is_exclusive": true}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(parameters): Query<Parameters<Options>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
}

/// Read a product option.
#[utoipa::path(
    get,
    path = "/store/product-options/{id}",
    tag = "Product options",
    operation_id = "retrieve_product_option",
    params(
        ("id" = String, Path, description = "The product option's id.", example = "opt_01jd6nwvvgfa5sr38y5wx4pq3d"),
        One::<Options>,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product option.", body = serde_json::Value, example = json!({"product_option": {"id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Colour", "is_exclusive": true}})),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(one): Query<One<Options>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
