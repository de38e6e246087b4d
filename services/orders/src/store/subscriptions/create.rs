//! `POST /store/subscriptions`

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use entity::ids::{RegionId, SavedAddressId, SubscriptionId, SubscriptionPlanId};
use resource::fresh_metadata;
use serde_json::{Map, Value};
use web::{
    ApiError, App, body,
    body::{Body, Change, Filled, Required, Within},
};

use super::{super::own::OwnErrors, counted, example, shown, working};
use crate::{
    payment::Desk,
    store::visitor::Visitor,
    subscriptions::{self, Asked},
};

body! {
    /// What somebody subscribes to.
    pub(super) struct New {
        /// The plan, of `/store/subscription-plans`.
        plan_id: Required = "splan_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How many of it; one if nothing is said.
        quantity: Within<1, 1_000_000> = 1,
        /// Where it is taxed; a region of the plan's currency if nothing is said.
        region_id: Filled = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it is sent, if it is: one of the customer's addresses, in a country of the region; his default one if nothing is said. Each
        /// time it is sent to the address as it is then.
        shipping_address_id: Filled = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The storefront's own data.
        metadata: Change<Map<String, Value>> = {"note": "Ring twice"},
    }
}

/// Subscribe. Nothing runs before the first bill is paid with `payment.client_secret`, or, where a trial comes first, a card was left with it.
///
/// Asked again while that is open, it answers the same subscription, if it is asked for as many in the same region. What is bought again and again is bought by itself, and not in a cart.
#[utoipa::path(
    post,
    path = "/store/subscriptions",
    tag = "Subscriptions",
    operation_id = "create_subscription",
    request_body(content = inline(New), example = json!({"plan_id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": example()})),
        OwnErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Extension(desk): Extension<Desk>,
    visitor: Visitor,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    counted(&visitor, &me).await?;
    let New { plan_id: Required(plan), quantity: Within(quantity), region_id: Filled(region), .. } = new;
    let SubscriptionPlanId(wanted) = plan.parse().map_err(|_| ApiError::missing("Subscription plan", &plan))?;
    let region =
        region.map(|text| text.parse::<RegionId>().map(|id| id.0).map_err(|_| ApiError::missing("Region", &text)));
    let address = new.shipping_address_id.0;
    let address = address
        .map(|text| text.parse::<SavedAddressId>().map(|id| id.0).map_err(|_| ApiError::missing("Address", &text)));
    let asked = Asked {
        plan: wanted,
        quantity: quantity.unwrap_or(1),
        region: region.transpose()?,
        address: address.transpose()?,
        channels: shopper.sales_channels.iter().map(|channel| channel.0).collect(),
        locale: shopper.locale().map(ToOwned::to_owned),
        metadata: fresh_metadata(new.metadata),
    };
    let id = subscriptions::subscribe(&app.db, &desk, working(&shopper, &me), me.id.0, asked).await?;
    shown(&app.db, shopper.working(Some(&me)), &me, id, &SubscriptionId(id).to_string()).await
}
