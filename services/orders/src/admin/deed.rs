//! `POST /admin/orders/{id}/cancel`: what is done to an order, which is answered afterwards.
//!
//! Kontor at work does it, for nobody writes orders himself; the answer is read as who called, so it tells him no more than he may see.

use std::collections::HashMap;

use auth::{May, Staff, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::post,
};
use db::{Scope, Tx};
use entity::ids::OrderId;
use resource::admin::{Doc, fields, id, respond};
use serde_json::{Value, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, FromBody},
    fields::Selection,
    query::Query,
};

use crate::{
    cart::view::goods::Audience,
    order::{self, Held, OrderView},
};

/// Under which heading the document has orders.
pub(crate) const TAG: &str = "Admin: orders";

/// Something that is done to an order.
pub(crate) trait Deed: Send + Sync + 'static {
    /// What comes behind the order's id: `/cancel`.
    const PATH: &'static str;
    /// Its name in the document, without `admin_`.
    const NAME: &'static str;
    /// What the path names besides the order, if it does: its name there, what it is, and an id of that kind.
    const PART: Option<(&'static str, &'static str, &'static str)> = None;
    /// What is said of it.
    type Input: FromBody + Documented + Send + 'static;

    /// Does it to an order that is held. `part` is what the path names besides.
    fn act(
        tx: &Tx,
        staff: &Staff,
        order: &Held,
        part: &str,
        input: Self::Input,
    ) -> impl Future<Output = Result<(), ApiError>> + Send;
}

/// Serves and documents it.
pub(crate) fn deed<D: Deed>(summary: &'static str) -> OpenApiRouter<App> {
    let named = |name: &str, of: &str, example: &str| id(name, of, &json!({ "id": example }));
    let doc = Doc::new::<needs::OrderWrite>(D::NAME.to_owned(), TAG, summary)
        .params([named("id", "Order", EXAMPLE)])
        .params(D::PART.map(|(name, of, example)| named(name, of, example)))
        .params([fields()])
        .body::<D::Input>()
        .answers("The order.", json!({ "order": example() }));
    let path = format!("/admin/orders/{{id}}{}", D::PATH);
    OpenApiRouter::new().routes(doc.route(HttpMethod::Post, &path, post(act::<D>)))
}

type Named = Result<Path<HashMap<String, String>>, PathRejection>;

async fn act<D: Deed>(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Named,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(input): Body<D::Input>,
) -> Result<Response, ApiError> {
    let Path(mut named) = path?;
    let selection = order::staff_rules().select(fields.as_deref())?;
    let id = key(&named.remove("id").unwrap_or_default())?;
    let part = D::PART.and_then(|(name, ..)| named.remove(name)).unwrap_or_default();
    let tx = app.db.begin_working(&staff).await?;
    let held = order::hold(&tx, id).await?;
    D::act(&tx, &staff, &held, &part, input).await?;
    tx.commit().await?;
    answer(&app, &staff, id, None, &selection).await
}

/// The order that a path names.
pub(crate) fn key(text: &str) -> Result<OrderId, ApiError> {
    text.parse().map_err(|_| order::missing(text))
}

/// `{"order": …}`, as who calls may see it.
pub(crate) async fn answer(
    app: &App,
    staff: &Staff,
    id: OrderId,
    version: Option<i64>,
    selection: &Selection,
) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(staff)).await?;
    let view = order::read_for(&tx, id, Audience::Staff, version, selection).await?;
    tx.commit().await?;
    Ok(shown(&view, selection))
}

fn shown(view: &OrderView, selection: &Selection) -> Response {
    let mut body = b"{\"order\":".to_vec();
    order::write(view, selection, &mut body);
    body.push(b'}');
    respond(body)
}

const EXAMPLE: &str = "order_01jd6nwvvgfa5sr38y5wx4pq3d";

/// An order, for the OpenAPI document.
pub(crate) fn example() -> Value {
    json!({
        "id": EXAMPLE, "display_id": 7, "status": "pending", "version": 1, "email": "ann@example.com",
        "currency_code": "eur", "payment_status": "authorized", "fulfillment_status": "not_fulfilled", "total": 24.9,
        "summary": {"paid_total": 0.0, "pending_difference": 24.9, "current_order_total": 24.9},
        "items": [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "quantity": 1, "unit_price": 19.9}],
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
    })
}
