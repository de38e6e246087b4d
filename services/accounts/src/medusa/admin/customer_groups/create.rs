//! `POST /admin/customer-groups`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::resource::{self, SelectParams},
    input::{New, taken},
};
use crate::{
    Accounts,
    store::admin::groups::{self, Group},
};

/// Make a group of customers.
#[utoipa::path(
    post,
    path = "/admin/customer-groups",
    tag = "Admin: customer groups",
    operation_id = "admin_create_customer_group",
    params(
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::GroupBody), description = "Its name, which no other group has.", example = json!({"name": "VIP"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The group.", body = serde_json::Value, example = json!({"customer_group": {"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP"}})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(New { name, metadata }): Body<New>,
) -> Result<Response, ApiError> {
    let selection = resource::select::<Group>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let id = taken(groups::create(&tx, &name, metadata).await, &name)?;
    let answer = resource::one::<Group>(&tx, id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
