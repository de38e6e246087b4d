//! `POST /admin/customers/{id}/customer-groups`

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
        customers::{self, Customer},
        groups::Group,
    },
};

/// Put a customer into groups, and take him out of others.
#[utoipa::path(
    post,
    path = "/admin/customers/{id}/customer-groups",
    tag = "Admin: customers",
    operation_id = "admin_set_customer_groups",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::LinksBody), description = "Ids of groups.", example = json!({"add": ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"], "remove": []})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}})),
        AdminErrors,
    )
)]
pub(super) async fn set_groups(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Links { add, remove }): Body<Links>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    customers::lock(&tx, customer).await?.ok_or_else(|| resource::missing::<Customer>(&id))?;
    let set = customers::set_groups(&tx, customer, &add, &remove).await?;
    set.map_err(resource::unknown::<Group>)?;
    let answer = resource::one::<Customer>(&tx, customer, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
