//! `POST /admin/customers/{id}/addresses`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::super::resource::{self, SelectParams},
    input::Input,
};
use crate::{
    Accounts,
    store::admin::{
        addresses,
        customers::{self, Customer},
    },
};

/// Keep an address of a customer.
#[utoipa::path(
    post,
    path = "/admin/customers/{id}/addresses",
    tag = "Admin: customers",
    operation_id = "admin_create_customer_address",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::AddressBody), description = "The address.", example = json!({"address_1": "1 Quay", "city": "Kiel", "country_code": "de", "is_default_shipping": true})),
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
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input(said)): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    customers::lock(&tx, customer).await?.ok_or_else(|| resource::missing::<Customer>(&id))?;
    addresses::create(&tx, customer, said).await?;
    let answer = resource::one::<Customer>(&tx, customer, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
