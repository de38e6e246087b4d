//! `POST /admin/fulfillments/{id}/shipment`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::FulfillmentId;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body, body::Body, query::Query};

use super::{RULES, answer, example};
use crate::{admin::labels::LabelBody, fulfilment, order};

body! {
    /// What is said of a shipment.
    pub(super) struct Said {
        /// By which it is followed.
        labels: Option<Vec<LabelBody>> = [{"tracking_number": "00340434", "tracking_url": "https://example.com/t/00340434", "label_url": ""}],
    }
}

/// What was packed leaves.
#[utoipa::path(
    post,
    path = "/admin/fulfillments/{id}/shipment",
    tag = "Admin: fulfillments",
    operation_id = "admin_create_fulfillment_shipment",
    params(("id" = String, Path, description = "The fulfillment's id.", example = "ful_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Said), description = "By which it is followed.", example = json!({"labels": [{"tracking_number": "00340434"}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The fulfillment.", body = serde_json::Value, example = json!({"fulfillment": example()})),
        AdminErrors,
    )
)]
pub(super) async fn ship(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Said { labels }): Body<Said>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = RULES.select(fields.as_deref())?;
    let labels: Vec<_> = labels.unwrap_or_default().into_iter().map(LabelBody::label).collect();
    let tx = app.db.begin_working(&staff).await?;
    let order = order::hold(&tx, fulfilment::order_of(&tx, &text).await?).await?;
    let found = fulfilment::find(&tx, &order, &text).await?;
    fulfilment::ship(&tx, &staff, &order, &found, &labels, None).await?;
    tx.commit().await?;
    answer(&app, &staff, FulfillmentId(found.id()), &selection).await
}
