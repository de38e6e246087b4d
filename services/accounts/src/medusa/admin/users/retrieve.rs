//! `GET /admin/users/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, people::Person},
};

/// Read somebody who works in the shop.
#[utoipa::path(
    get,
    path = "/admin/users/{id}",
    tag = "Admin: staff",
    operation_id = "admin_retrieve_user",
    params(
        ("id" = String, Path, description = "The person's id.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "The person.", body = serde_json::Value, example = json!({"user": {"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "roles": ["editor"]}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::StaffRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Person>(fields.as_deref())?;
    let user = resource::key::<Person>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "show somebody of the staff").await?;
    let found = admin::one::<Person>(&tx, user, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Person>(&id))?;
    Ok(resource::shown(&found, &selection))
}
