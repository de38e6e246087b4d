//! `POST /store/customers/me`

use auth::Customer;
use axum::{extract::State, response::Response};
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, Fields, FromBody, Property},
    query::Query,
};

use super::{
    create_customer::{details, read_details},
    view::{CUSTOMER, Profile},
};
use crate::{
    medusa::errors::CustomerErrors,
    store::{
        customers::{self, Details},
        saved_addresses,
    },
};

pub(super) struct Update(Details);

impl FromBody for Update {
    fn read(fields: &mut Fields) -> Self {
        Self(read_details(fields))
    }
}

impl Documented for Update {
    fn properties() -> Vec<Property> {
        details(&["email", "additional_data"])
    }
}

web::schema_of_body!(Update);

/// Change oneself.
///
/// What is not named stays. `metadata` is merged at its top level: `""` takes a key away.
#[utoipa::path(
    post,
    path = "/store/customers/me",
    tag = "Customers",
    operation_id = "update_me",
    params(("fields" = Option<String>, Query, description = "What to answer.")),
    request_body(content = inline(Update), example = json!({"phone": "+45 12 34 56 78", "metadata": {"newsletter": "no"}})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "phone": "+45 12 34 56 78", "metadata": {"newsletter": "no"}, "has_account": true, "addresses": []}})),
        CustomerErrors,
    )
)]
pub(super) async fn update_me(
    State(app): State<App>,
    me: Customer,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Update(details)): Body<Update>,
) -> Result<Response, ApiError> {
    let selection = CUSTOMER.select(fields.as_deref())?;
    let mut tx = app.db.begin_system("change what a customer says of himself").await?;
    tx.work_in(me.organization.0).await?;
    let customer = customers::update(&tx, me.id, me.user, details).await?.ok_or_else(ApiError::unauthorized)?;
    let addresses = if selection.has("addresses") { saved_addresses::all(&tx, me.id).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(Profile { customer, addresses }.answer(&selection))
}
