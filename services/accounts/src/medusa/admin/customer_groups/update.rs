//! `POST /admin/customer-groups/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::resource::{self, SelectParams},
    input::{Input, taken},
};
use crate::{
    Accounts,
    store::admin::groups::{self, Group},
};

/// Change a group of customers.
#[utoipa::path(
    post,
    path = "/admin/customer-groups/{id}",
    tag = "Admin: customer groups",
    operation_id = "admin_update_customer_group",
    params(
        ("id" = String, Path, description = "The group's id.", example = "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::GroupBody), description = "What changes; what is not named stays.", example = json!({"name": "Regulars"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The group.", body = serde_json::Value, example = json!({"customer_group": {"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP"}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { name, metadata }): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Group>(fields.as_deref())?;
    let group = resource::key::<Group>(&id)?;
    let wanted = name.clone().unwrap_or_default();
    let tx = accounts.app.db.begin(&staff).await?;
    if !taken(groups::update(&tx, group, name, metadata).await, &wanted)? {
        return Err(resource::missing::<Group>(&id));
    }
    let answer = resource::one::<Group>(&tx, group, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
