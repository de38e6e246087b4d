//! `POST /admin/customers`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::resource::{self, SelectParams},
    input::{Input, taken},
};
use crate::{
    Accounts,
    store::admin::customers::{self, Customer},
};

/// Keep a customer without an account.
#[utoipa::path(
    post,
    path = "/admin/customers",
    tag = "Admin: customers",
    operation_id = "admin_create_customer",
    params(
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::CustomerBody), description = "What is known of him.", example = json!({"email": "ann@example.com", "first_name": "Ann"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input(said)): Body<Input>,
) -> Result<Response, ApiError> {
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let email = said.email.clone().given();
    let tx = accounts.app.db.begin(&staff).await?;
    let id = taken(customers::create(&tx, said).await, email.as_deref(), false)?;
    let answer = resource::one::<Customer>(&tx, id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
