//! `GET /store/customers/me/addresses/{address_id}`

use auth::Customer;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::SavedAddressId;
use resource::Filter;
use web::{ApiError, App, ListQuery, SelectQuery, fields::Plan, query::Query};

use super::view::{ADDRESSES, respond};
use crate::{
    medusa::errors::CustomerErrors,
    store::saved_addresses::{self, Address},
};

/// Read an address.
#[utoipa::path(
    get,
    path = "/store/customers/me/addresses/{address_id}",
    tag = "Customers",
    operation_id = "retrieve_address",
    params(
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("fields" = Option<String>, Query, description = "What to answer."),
    ),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The address.", body = serde_json::Value, example = json!({"address": {"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "address_1": "Havnegade 1", "city": "København", "postal_code": "1058", "country_code": "dk", "is_default_shipping": true, "is_default_billing": false}})),
        CustomerErrors,
    )
)]
pub(super) async fn retrieve_address(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(given) = path?;
    let selection = ADDRESSES.select(fields.as_deref())?;
    let id = key(&given)?;
    let tx = app.db.begin_read(&me).await?;
    let mut filter = Filter::default();
    filter.and("a.id = ?", id.0);
    let (found, _) = saved_addresses::list(&tx, me.id, filter, &ListQuery::one()).await?;
    tx.commit().await?;
    let address = found.first().ok_or_else(|| missing(&given))?;
    let mut body = b"{\"address\":".to_vec();
    Plan::<Address>::new(&selection).write(address, &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// A text that is no id finds nothing.
pub(super) fn key(given: &str) -> Result<SavedAddressId, ApiError> {
    given.parse().map_err(|_| missing(given))
}

/// 404
pub(super) fn missing(given: &str) -> ApiError {
    ApiError::missing("Address", given)
}
