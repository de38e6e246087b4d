//! `GET /store/customers/me`

use auth::Customer;
use axum::{extract::State, response::Response};
use web::{ApiError, App, SelectQuery, query::Query};

use super::view::{CUSTOMER, Profile};
use crate::medusa::errors::CustomerErrors;

/// Read oneself.
#[utoipa::path(
    get,
    path = "/store/customers/me",
    tag = "Customers",
    operation_id = "retrieve_me",
    params(("fields" = Option<String>, Query, description = "What to answer.")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Hansen", "has_account": true, "addresses": []}})),
        CustomerErrors,
    )
)]
pub(super) async fn retrieve_me(
    State(app): State<App>,
    me: Customer,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let selection = CUSTOMER.select(fields.as_deref())?;
    let tx = app.db.begin_read(&me).await?;
    let profile = Profile::of(&tx, &me, &selection).await?;
    tx.commit().await?;
    Ok(profile.answer(&selection))
}
