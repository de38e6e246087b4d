//! `POST /store/customers/me/addresses`, `POST|DELETE /store/customers/me/addresses/{address_id}`: what changes is answered
//! with the whole customer, as Medusa does.

use auth::Customer;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use serde_json::json;
use web::{ApiError, App, SelectQuery, body::Body, query::Query};

use super::{
    address::{key, missing},
    view::{CUSTOMER, Profile},
};
use crate::{
    medusa::{errors::CustomerErrors, private},
    store::saved_addresses::{self, Said, fits},
};

/// Keep an address.
///
/// A new default takes the place of the old one. A customer keeps 100 at most.
#[utoipa::path(
    post,
    path = "/store/customers/me/addresses",
    tag = "Customers",
    operation_id = "create_address",
    params(("fields" = Option<String>, Query, description = "What of the customer to answer.")),
    request_body(content = inline(Said), example = json!({"first_name": "Ann", "last_name": "Hansen", "address_1": "Havnegade 1", "city": "København", "postal_code": "1058", "country_code": "dk", "is_default_shipping": true})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The customer, with his addresses.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "addresses": [{"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "city": "København", "country_code": "dk"}]}})),
        CustomerErrors,
    )
)]
pub(super) async fn create_address(
    State(app): State<App>,
    me: Customer,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(said): Body<Said>,
) -> Result<Response, ApiError> {
    let selection = CUSTOMER.select(fields.as_deref())?;
    let tx = app.db.begin(&me).await?;
    fits(saved_addresses::create(&tx, me.id.0, said).await)?;
    let profile = Profile::of(&tx, &me, &selection).await?;
    tx.commit().await?;
    Ok(profile.answer(&selection))
}

/// Change an address.
///
/// What is not named stays. A new default takes the place of the old one.
#[utoipa::path(
    post,
    path = "/store/customers/me/addresses/{address_id}",
    tag = "Customers",
    operation_id = "update_address",
    params(
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("fields" = Option<String>, Query, description = "What of the customer to answer."),
    ),
    request_body(content = inline(Said), example = json!({"is_default_billing": true})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The customer, with his addresses.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "addresses": [{"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "is_default_billing": true}]}})),
        CustomerErrors,
    )
)]
pub(super) async fn update_address(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(said): Body<Said>,
) -> Result<Response, ApiError> {
    let Path(given) = path?;
    let selection = CUSTOMER.select(fields.as_deref())?;
    let id = key(&given)?;
    let tx = app.db.begin(&me).await?;
    if !saved_addresses::update(&tx, me.id.0, id.0, said).await? {
        return Err(missing(&given));
    }
    let profile = Profile::of(&tx, &me, &selection).await?;
    tx.commit().await?;
    Ok(profile.answer(&selection))
}

/// Forget an address.
#[utoipa::path(
    delete,
    path = "/store/customers/me/addresses/{address_id}",
    tag = "Customers",
    operation_id = "delete_address",
    params(
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("fields" = Option<String>, Query, description = "What of the customer to answer."),
    ),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "address", "deleted": true, "parent": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "addresses": []}})),
        CustomerErrors,
    )
)]
pub(super) async fn delete_address(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(given) = path?;
    let selection = CUSTOMER.select(fields.as_deref())?;
    let id = key(&given)?;
    let tx = app.db.begin(&me).await?;
    if !saved_addresses::delete(&tx, me.id.0, id.0).await? {
        return Err(missing(&given));
    }
    let parent = Profile::of(&tx, &me, &selection).await?.json(&selection)?;
    tx.commit().await?;
    Ok(private::answer(json!({ "id": id, "object": "address", "deleted": true, "parent": parent }), []))
}
