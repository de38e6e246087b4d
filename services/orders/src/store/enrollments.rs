//! `GET /store/enrollments`

use auth::{Customer, Shopper};
use axum::{extract::State, response::Response};
use entity::ids::ProductId;
use resource::admin::respond;
use serde_json::json;
use web::{
    ApiError, App, ListParams, ListQuery,
    query::{FromParams, Params, Query},
};

use super::own::OwnErrors;
use crate::enrollments;

/// The most that a page carries.
const MOST: i64 = 100;

/// The page that is asked for.
pub(super) struct Listed {
    list: ListQuery,
    product: Option<String>,
}

impl FromParams for Listed {
    fn read(params: &mut Params) -> Self {
        let product = params.text("product_id");
        Self { list: ListQuery::read(params, 20, &[]), product }
    }
}

/// List what one has bought that opens a door, the youngest first. `is_open` says whether it does.
#[utoipa::path(
    get,
    path = "/store/enrollments",
    tag = "Enrollments",
    operation_id = "list_enrollments",
    params(("product_id" = Option<String>, Query, description = "Of this product.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"), ListParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of them.", body = Value, example = json!({
            "enrollments": [{
                "id": "enr_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "active", "is_open": true, "starts_at": "2026-11-21T10:00:00.000Z",
                "ends_at": "2027-11-21T10:00:00.000Z", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
                "product": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Throwing mugs", "handle": "throwing-mugs", "thumbnail": null}
            }],
            "count": 1, "offset": 0, "limit": 20
        })),
        OwnErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Query(Listed { list, product }): Query<Listed>,
) -> Result<Response, ApiError> {
    let (limit, offset) = (list.page.limit.min(MOST), list.page.offset);
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let (found, count) = match product.as_deref().map(str::parse::<ProductId>) {
        // A text that is no id names nothing.
        Some(Err(_)) => (Vec::new(), 0),
        Some(Ok(product)) => enrollments::of_customer(&tx, me.id.0, Some(product.0), limit, offset).await?,
        None => enrollments::of_customer(&tx, me.id.0, None, limit, offset).await?,
    };
    tx.commit().await?;
    let body = json!({ "enrollments": found, "count": count, "offset": offset, "limit": limit });
    Ok(respond(body.to_string().into_bytes()))
}
