//! `/admin/orders/{id}/transfer`

use auth::{May, Staff, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::CustomerId;
use resource::fields::AtMost;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Required},
    query::Query,
};

use crate::{
    admin::deed::{Deed, answer, example, key},
    order::{self, Held, by},
    transfer::{self, Wanted},
};

body! {
    /// To whom an order goes.
    pub(super) struct New {
        /// A customer with an account.
        customer_id: Required = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What whoever has the order is told.
        description: Option<AtMost<2_000>> = "You asked for it by telephone",
        /// What only the staff reads.
        internal_note: Option<AtMost<2_000>> = "See ticket 1042",
        /// Whether the order's address becomes the customer's.
        update_order_email: Option<bool> = false,
    }
}

/// Ask whoever has an order to leave it to a customer with an account. He is mailed a token, with which he accepts or declines.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/transfer",
    tag = "Admin: orders",
    operation_id = "admin_request_order_transfer",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(New), description = "To whom.", example = json!({"customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": example()})),
        AdminErrors,
    )
)]
pub(super) async fn request(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = order::staff_rules().select(fields.as_deref())?;
    let id = key(&text)?;
    let New { customer_id: Required(customer), description, internal_note, update_order_email } = new;
    let text = |text: Option<AtMost<2_000>>| text.map(|AtMost(text)| text);
    let tx = app.db.begin_working(&staff).await?;
    let held = order::hold(&tx, id).await?;
    let customer: CustomerId = customer.parse().map_err(|_| ApiError::missing("Customer", &customer))?;
    let wanted = Wanted {
        customer: customer.0,
        update_email: update_order_email.unwrap_or_default(),
        description: text(description),
        internal_note: text(internal_note),
        by: by(&staff),
    };
    transfer::request(&tx, &held, wanted).await?;
    tx.commit().await?;
    answer(&app, &staff, id, None, &selection).await
}

pub(super) struct Cancel;

impl Deed for Cancel {
    type Input = ();

    const PATH: &'static str = "/transfer/cancel";
    const NAME: &'static str = "cancel_order_transfer";

    async fn act(tx: &Tx, staff: &Staff, order: &Held, _: &str, (): ()) -> Result<(), ApiError> {
        transfer::cancel(tx, order, &by(staff), None).await
    }
}
