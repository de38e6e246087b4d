//! `POST /admin/customers/{id}/addresses/{address_id}`

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
        addresses::{self, Address},
        customers::{self, Customer},
    },
};

/// Change a customer's address.
#[utoipa::path(
    post,
    path = "/admin/customers/{id}/addresses/{address_id}",
    tag = "Admin: customers",
    operation_id = "admin_update_customer_address",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::AddressBody), description = "What changes; what is not named stays.", example = json!({"postal_code": "24103"})),
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
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input(said)): Body<Input>,
) -> Result<Response, ApiError> {
    let Path((id, address)) = path?;
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let key = resource::key::<Address>(&address)?;
    let tx = accounts.app.db.begin(&staff).await?;
    customers::lock(&tx, customer).await?.ok_or_else(|| resource::missing::<Customer>(&id))?;
    if !addresses::update(&tx, customer, key, said).await? {
        return Err(resource::missing::<Address>(&address));
    }
    let answer = resource::one::<Customer>(&tx, customer, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
