//! Access that is given, changed and taken by hand.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{CustomerId, EnrollmentId, ProductId};
use resource::{
    admin::{Resource as _, answer, key, missing, select},
    fresh_metadata,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Fields, Required},
    query::Query,
};

use super::enrollment::Enrollment;
use crate::enrollments::{self, Changed};

/// What somebody may say of how it stands; `revoked` has an operation of its own.
const STANDINGS: [&str; 4] = ["pending", "active", "paused", "ended"];

body! {
    /// Whom to let in where.
    pub(super) struct New {
        /// Whom.
        customer_id: Required = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where.
        product_id: Required = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Until when; `null` for ever; as long as the product says when it is left out.
        ends_at: Change<DateTime<Utc>> = "2027-11-21T10:00:00Z",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"seat": 4},
    }
}

body! {
    /// What changes of an enrollment. What is not named stays.
    pub(super) struct Changes {
        /// `pending`, `active`, `paused` or `ended`.
        status: Option<String> = "paused",
        /// Until when; `null` for ever.
        ends_at: Change<DateTime<Utc>> = "2027-11-21T10:00:00Z",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"seat": 4},
    }
    checked by check
}

fn check(fields: &mut Fields, changes: &Changes) {
    if let Some(status) = &changes.status
        && !STANDINGS.contains(&&**status)
    {
        let got: String = status.chars().take(60).collect();
        fields.complain(format!("Expected: '{}' for field 'status', but got: '{got}'", STANDINGS.join(", ")));
    }
}

fn example() -> Value {
    json!({ "enrollment": Enrollment::example() })
}

async fn shown(tx: Tx, id: Uuid, fields: Option<&str>) -> Result<Response, ApiError> {
    let answer = answer::<Enrollment>(&tx, id, &EnrollmentId(id).to_string(), &select::<Enrollment>(fields)?).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Let a customer in by hand.
#[utoipa::path(
    post,
    path = "/admin/enrollments",
    tag = "Admin: enrollments",
    operation_id = "admin_create_enrollment",
    params(SelectParams),
    request_body(content = inline(New), example = json!({"customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The enrollment.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(New { customer_id: Required(customer), product_id: Required(product), ends_at, metadata }): Body<New>,
) -> Result<Response, ApiError> {
    let of: CustomerId = customer.parse().map_err(|_| ApiError::missing("Customer", &customer))?;
    let to: ProductId = product.parse().map_err(|_| ApiError::missing("Product", &product))?;
    let tx = app.db.begin_working(&staff).await?;
    let id = enrollments::grant(&tx, of.0, to.0, ends_at, fresh_metadata(metadata)).await?;
    shown(tx, id, fields.as_deref()).await
}

/// Change an enrollment.
#[utoipa::path(
    post,
    path = "/admin/enrollments/{id}",
    tag = "Admin: enrollments",
    operation_id = "admin_update_enrollment",
    params(("id" = String, Path, description = "The enrollment's id.", example = "enr_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Changes), example = json!({"status": "paused"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The enrollment.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn update(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Changes { status, ends_at, metadata }): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Enrollment>(&id)?;
    let status = status.and_then(|status| STANDINGS.into_iter().find(|known| *known == status));
    let tx = app.db.begin_working(&staff).await?;
    if !enrollments::change(&tx, key, Changed { status, ends_at, metadata }).await? {
        return Err(missing::<Enrollment>(&id));
    }
    shown(tx, key, fields.as_deref()).await
}

/// Let somebody in no longer, whatever he has bought.
#[utoipa::path(
    post,
    path = "/admin/enrollments/{id}/revoke",
    tag = "Admin: enrollments",
    operation_id = "admin_revoke_enrollment",
    params(("id" = String, Path, description = "The enrollment's id.", example = "enr_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The enrollment.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn revoke(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Enrollment>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    if !enrollments::revoke(&tx, key).await? {
        return Err(missing::<Enrollment>(&id));
    }
    shown(tx, key, fields.as_deref()).await
}
