//! `GET /store/orders`

use auth::{Customer, Shopper};
use axum::{extract::State, response::Response};
use entity::ids::OrderId;
use resource::{Filter, Param, admin::respond, read_few};
use web::{
    ApiError, App, ListParams, ListQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

use crate::order;

/// How many a page has when nobody says, as in Medusa.
const LIMIT: i64 = 50;

const SORTABLE: &[&str] = &["id", "display_id", "status", "created_at", "updated_at"];

const PARAMS: &[Param] = &[
    Param::ids::<OrderId>("id", "Ids."),
    Param::text("status", "`pending`, `completed`, `archived`, `canceled`, `requires_action`."),
    Param::time("created_at", "When it was placed."),
    Param::time("updated_at", "When it was last changed."),
];

/// What a page is asked for.
pub(super) struct Asked {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, LIMIT, SORTABLE);
        let mut filter = Filter::new("not o.is_draft_order and o.deleted_at is null");
        read_few(params, PARAMS.to_vec(), "o", &[], &mut filter);
        for word in &list.words {
            filter.and("o.search like '%' || ? || '%'", word.to_lowercase().replace(['%', '_', '\\'], ""));
        }
        Self { list, filter }
    }
}

/// List one's own orders.
#[utoipa::path(
    get,
    path = "/store/orders",
    tag = "Orders",
    operation_id = "list_orders",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("status" = Option<Vec<String>>, Query, description = "How far they are."),
        ("created_at" = Option<Object>, Query, description = "When they were placed."),
        ("updated_at" = Option<Object>, Query, description = "When they were last changed."),
    ),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"orders": [{
            "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 7, "status": "pending", "total": 24.9
        }], "count": 1, "offset": 0, "limit": 50})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    Query(Asked { list, mut filter }): Query<Asked>,
) -> Result<Response, ApiError> {
    let selection = order::rules().select(list.fields.as_deref())?;
    filter.and("o.customer_id = ?", me.id.0);
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let (found, count) = order::of_customer(&tx, &list, &filter, &selection).await?;
    tx.commit().await?;
    let mut body = b"{\"orders\":".to_vec();
    order::write_all(&found, &selection, &mut body);
    let (offset, limit) = (list.page.offset, list.page.limit);
    body.extend_from_slice(format!(",\"count\":{count},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    Ok(respond(body))
}
