//! `POST /store/customers/me/payment-methods`

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use payments::{Keep, stripe::Stripe};
use resource::admin::respond;
use serde_json::json;
use web::{
    ApiError, App, body,
    body::{Body, Filled, FromText},
};

use super::MethodErrors;
use crate::{
    payment::{Desk, customers, methods},
    store::visitor::{Deed, Visitor},
};

/// For what a method is kept.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage(Option<Keep>);

impl FromText for Usage {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        match text.as_str() {
            "off_session" => Ok(Self(Some(Keep::OffSession))),
            "on_session" => Ok(Self(Some(Keep::OnSession))),
            _ => {
                let got: String = text.chars().take(60).collect();
                Err(format!("Expected: 'off_session, on_session' for field '{at}', but got: '{got}'"))
            }
        }
    }
}

body! {
    /// What is to be kept.
    pub(super) struct NewMethod {
        /// What for: `off_session` when one may be away as it is charged, which is what nobody says means; `on_session` when one will be there.
        usage: Filled<Usage> = "off_session",
    }
}

/// Begin to keep a card without paying. `data.client_secret` is for the provider's library in the browser, which asks for the card and
/// leads to the bank where the bank wants it; the card is listed once that is done. Asked again meanwhile, it answers the same.
#[utoipa::path(
    post,
    path = "/store/customers/me/payment-methods",
    tag = "Payments",
    operation_id = "create_payment_method",
    request_body(content = inline(NewMethod), example = json!({"usage": "off_session"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "What was begun.", body = serde_json::Value, example = json!({"payment_method_setup": {
            "id": "seti_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "pp_stripe_stripe", "status": "pending",
            "data": {"id": "seti_1QVd6nwv", "client_secret": "seti_1QVd6nwv_secret_…", "status": "requires_payment_method"}
        }})),
        MethodErrors,
    )
)]
pub(super) async fn begin(
    State(app): State<App>,
    shopper: Shopper,
    Extension(desk): Extension<Desk>,
    me: Customer,
    visitor: Visitor,
    Body(NewMethod { usage }): Body<NewMethod>,
) -> Result<Response, ApiError> {
    visitor.does(Deed::Payment).await?;
    visitor.does_as(Deed::Payment, me.id).await?;
    let working = || shopper.working(Some(&me));
    let keep = usage.0.and_then(|usage| usage.0).unwrap_or(Keep::OffSession);
    let known = customers::known(&app.db, &desk, working, Stripe::ID, Some(me.id)).await?;
    let holder =
        known.ok_or_else(|| ApiError::not_allowed("The customer is being removed: nothing is kept for him"))?;
    let setup = methods::begin(&app.db, &desk, working, &holder, keep).await?;
    Ok(respond(json!({ "payment_method_setup": setup.json() }).to_string().into_bytes()))
}
