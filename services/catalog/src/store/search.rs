//! `POST /store/search`: InstantSearch-shaped, as Medusa has it since 2.21.

use auth::Shopper;
use axum::{Extension, Json, extract::State};
use serde_json::{Map, Value, json};
use utoipa::openapi::schema::{ArrayBuilder, Object, Type};
use web::{
    ApiError, App, StoreErrors,
    body::{Body, Change, Documented, Property},
};

use crate::search::{self, Asked, Semantics};

/// What is searched for, for the OpenAPI document: one search, or up to twenty in `queries`.
pub(super) struct SearchBody;

impl Documented for SearchBody {
    fn properties() -> Vec<Property> {
        let object = |name, words: &[&str], example| Property::of::<Change<Map<String, Value>>>(name, words, example);
        let mut searches = ArrayBuilder::new()
            .items(Object::with_type(Type::Object))
            .description(Some(
                "Several searches at once, each with the fields below; then none of them stands beside it.",
            ))
            .build();
        let example = json!([{ "entity": "product", "filters": { "q": "mug" } }]);
        searches.example = Some(example.clone());
        vec![
            Property { name: "queries", is_required: false, schema: searches.into(), example },
            Property::of::<Option<String>>("entity", &["What is searched: product."], json!("product")),
            Property::of::<Option<Vec<String>>>(
                "fields",
                &[
                    "Which fields of a product are answered: id, title, subtitle, handle, description, thumbnail, collection_id,",
                    "type_id, category_ids, tag_ids, options, price, currency_code, rating, rating_count, in_stock, created_at.",
                ],
                json!(["title", "price"]),
            ),
            object(
                "filters",
                &[
                    "Words in q, and conditions on id, collection_id, type_id, category_ids, tag_ids, options, price, rating,",
                    "in_stock and created_at with $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte, $exists, $contains and $overlaps,",
                    "joined by $and, $or and $not: 50 conditions with 200 values at most. Prices are those of currency_code, else of region_id, else of the key's",
                    "default region.",
                ],
                json!({ "q": "linen shirt", "price": { "$lt": 80 }, "options": ["size:m"] }),
            ),
            object(
                "pagination",
                &[
                    "skip, take (100 at most, 0 for counts alone), order as {\"price\": \"ASC\"}, or the cursor of an answer.",
                    "With words the best 1,000 can be paged through, by meaning alone the nearest 100, and an estimated count counts no further.",
                ],
                json!({ "skip": 0, "take": 20 }),
            ),
            object(
                "search_options",
                &[
                    "attributes_to_search_on, match_strategy (all, any, last), typo_tolerance, facets, disjunctive_facets,",
                    "highlight, distinct, min_score, include_score, locales, count (estimated, exact, none), and vector with",
                    "value, query and semantic_ratio: 0 goes by words alone, 1 by meaning alone.",
                ],
                json!({ "facets": ["category_ids", { "field": "price", "type": "stats" }], "highlight": true }),
            ),
        ]
    }
}

web::schema_of_body!(SearchBody);

/// Search products.
///
/// By words, misspelt ones too, and by meaning, where a model is configured; `provider_metadata` says whether it was.
#[utoipa::path(
    post,
    path = "/store/search",
    tag = "Search",
    operation_id = "search_products",
    request_body(content = inline(SearchBody), example = json!({
        "entity": "product", "fields": ["title", "price"],
        "filters": {"q": "linen shirt", "price": {"$lt": 80}, "options": ["size:m"]},
        "pagination": {"skip": 0, "take": 20},
        "search_options": {"facets": ["category_ids", {"field": "price", "type": "stats"}], "highlight": true}
    })),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A result for each search.", body = Value, example = json!({"results": [{
            "hits": [{
                "id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "document": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Linen Shirt", "price": 60},
                "highlights": {"title": ["<em>Linen</em> <em>Shirt</em>"]}
            }],
            "facets": {"price": {"type": "stats", "min": 60, "max": 60, "avg": 60, "sum": 60, "count": 1}},
            "metadata": {"skip": 0, "take": 20, "count": 1, "query": "linen shirt", "processing_time_ms": 4},
            "provider_metadata": {"semantic": true, "model": "text-embedding-3-small", "facets_exhaustive": true}
        }]})),
        StoreErrors,
    )
)]
pub(super) async fn search(
    State(app): State<App>,
    Extension(semantics): Extension<Semantics>,
    shopper: Shopper,
    Body(asked): Body<Asked>,
) -> Result<Json<Value>, ApiError> {
    search::run(&app.db, &semantics, &shopper, asked).await.map(Json)
}
