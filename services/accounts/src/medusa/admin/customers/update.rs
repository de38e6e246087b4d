//! `POST /admin/customers/{id}`

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
    store::admin::customers::{self, Customer},
};

/// Change a customer. The address of one with an account is his own to change.
#[utoipa::path(
    post,
    path = "/admin/customers/{id}",
    tag = "Admin: customers",
    operation_id = "admin_update_customer",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::CustomerBody), description = "What changes; what is not named stays.", example = json!({"phone": "+49 431 1", "metadata": {"note": "calls"}})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input(said)): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    let has_account = customers::lock(&tx, customer).await?.ok_or_else(|| resource::missing::<Customer>(&id))?;
    if has_account && !said.email.is_keep() {
        return Err(ApiError::not_allowed("The email of a customer with an account is changed by himself"));
    }
    let email = said.email.clone().given();
    taken(customers::update(&tx, customer, said).await, email.as_deref(), has_account)?;
    let answer = resource::one::<Customer>(&tx, customer, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
