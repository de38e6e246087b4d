//! `GET /store/products/{id}/reviews`

use std::sync::LazyLock;

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use cache::{Cacheable, Topic};
use http::{HeaderValue, header};
use web::{
    ApiError, App, ListParams, ListQuery, StoreErrors,
    fields::{FieldRules, Plan},
    query::{FromParams, Params, Query},
};

use super::example;
use crate::reviews::{self, Review};

pub(super) static RULES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(resource::names::<Review>(), std::iter::empty::<&str>()));

const SORTABLE: &[&str] = &["created_at", "rating", "helpful_count"];

pub(super) struct Parameters {
    list: ListQuery,
    stars: Option<Vec<i32>>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let stars = params.texts("rating").map(|texts| {
            let stars = texts.iter().map(|text| text.parse().ok().filter(|stars| (1..=5).contains(stars)));
            stars.collect::<Option<Vec<i32>>>().unwrap_or_else(|| {
                params.complain("Invalid value for field 'rating': expected whole numbers between 1 and 5".to_owned());
                Vec::new()
            })
        });
        Self { list: ListQuery::read(params, 20, SORTABLE), stars }
    }
}

/// List the reviews of a product that the shop has approved, and what all of them say together.
///
/// Their texts are plain: a page that shows them escapes them.
#[utoipa::path(
    get,
    path = "/store/products/{id}/reviews",
    tag = "Reviews",
    operation_id = "list_product_reviews",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("rating" = Option<Vec<i32>>, Query, description = "Only those with so many stars."),
        ListParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of reviews, and the product's rating: the average, and how many gave one star, two, …, five.", body = serde_json::Value, example = json!({
            "reviews": [example()], "count": 1, "offset": 0, "limit": 20, "rating": {"average": 5.0, "count": 1, "stars": [0, 0, 0, 0, 1]}
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(Parameters { list, stars }): Query<Parameters>,
) -> Result<Response, ApiError> {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    let Path(id) = path?;
    let selection = RULES.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let product = reviews::product(&tx, &shopper, &id).await?;
    let (found, count) = reviews::list(&tx, product, stars, &list).await?;
    let rating = reviews::rating(&tx, product).await?;
    tx.commit().await?;
    let mut body = b"{\"reviews\":".to_vec();
    Plan::<Review>::new(&selection).write_all(&found, &mut body);
    let (page, rating) = (list.page, serde_json::to_string(&rating).map_err(ApiError::internal)?);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{},\"rating\":{rating}}}", page.offset, page.limit);
    body.extend_from_slice(rest.as_bytes());
    // Whether the product is there at all is the catalogue's to say.
    let kept = Cacheable::on(Topic::Reviews | Topic::Catalog);
    Ok((kept, [(header::CONTENT_TYPE, JSON)], body).into_response())
}
