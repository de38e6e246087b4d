//! `POST /admin/customer-groups/{id}/customers`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::super::resource::{self, Links, SelectParams};
use crate::{
    Accounts,
    store::admin::{
        customers::Customer,
        groups::{self, Group},
    },
};

/// Put customers into a group, and take others out.
#[utoipa::path(
    post,
    path = "/admin/customer-groups/{id}/customers",
    tag = "Admin: customer groups",
    operation_id = "admin_set_customers_of_group",
    params(
        ("id" = String, Path, description = "The group's id.", example = "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::LinksBody), description = "Ids of customers.", example = json!({"add": ["cus_01jd6nwvvgfa5sr38y5wx4pq3d"], "remove": []})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The group.", body = serde_json::Value, example = json!({"customer_group": {"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP"}})),
        AdminErrors,
    )
)]
pub(super) async fn set_customers(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Links { add, remove }): Body<Links>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Group>(fields.as_deref())?;
    let group = resource::key::<Group>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    if !groups::lock(&tx, group).await? {
        return Err(resource::missing::<Group>(&id));
    }
    let set = groups::set_customers(&tx, group, &add, &remove).await?;
    set.map_err(resource::unknown::<Customer>)?;
    let answer = resource::one::<Group>(&tx, group, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
