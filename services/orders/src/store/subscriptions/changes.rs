//! What a customer does to his subscription.

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Working;
use entity::ids::SubscriptionPlanId;
use web::{
    ApiError, App, body,
    body::{Body, Required, Within},
};

use super::{super::own::OwnErrors, counted, example, key, missing, shown, working};
use crate::{
    payment::Desk,
    store::visitor::Visitor,
    subscriptions::{self, Changing},
};

fn changing<'a>(
    app: &'a App,
    desk: &'a Desk,
    shopper: &'a Shopper,
    me: &'a Customer,
) -> Changing<'a, impl Fn() -> Working> {
    let channels = shopper.sales_channels.iter().map(|channel| channel.0).collect();
    Changing { db: &app.db, desk, working: working(shopper, me), customer: Some(me.id.0), channels: Some(channels) }
}

body! {
    /// When it ends.
    pub(super) struct Ending {
        /// Whether it ends now, and what is left of the period is lost; with the period if nothing is said.
        at_once: Option<bool> = false,
    }
}

body! {
    /// What is paid from now on.
    pub(super) struct Another {
        /// The plan.
        plan_id: Required = "splan_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How many of it; as many as before if nothing is said.
        quantity: Within<1, 1_000_000> = 1,
    }
}

/// Cancel: it ends with the period that is paid, or at once. What has ended stays so.
#[utoipa::path(
    post,
    path = "/store/subscriptions/{id}/cancel",
    tag = "Subscriptions",
    operation_id = "cancel_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Ending), example = json!({"at_once": false})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": example()})), OwnErrors)
)]
pub(super) async fn cancel(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Extension(desk): Extension<Desk>,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
    Body(Ending { at_once }): Body<Ending>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    counted(&visitor, &me).await?;
    let key = key(&id)?;
    if !subscriptions::cancel(&changing(&app, &desk, &shopper, &me), key, at_once.unwrap_or(false)).await? {
        return Err(missing(&id));
    }
    shown(&app.db, shopper.working(Some(&me)), &me, key, &id).await
}

/// Go on with a subscription that would end with its period.
#[utoipa::path(
    post,
    path = "/store/subscriptions/{id}/resume",
    tag = "Subscriptions",
    operation_id = "resume_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": example()})), OwnErrors)
)]
pub(super) async fn resume(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Extension(desk): Extension<Desk>,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    counted(&visitor, &me).await?;
    let key = key(&id)?;
    if !subscriptions::resume(&changing(&app, &desk, &shopper, &me), key).await? {
        return Err(missing(&id));
    }
    shown(&app.db, shopper.working(Some(&me)), &me, key, &id).await
}

/// Change to another plan, or another number of it. What is more for the rest of the period is charged at once; what is less is to one's credit.
#[utoipa::path(
    post,
    path = "/store/subscriptions/{id}/change-plan",
    tag = "Subscriptions",
    operation_id = "change_subscription_plan",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Another), example = json!({"plan_id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": example()})), OwnErrors)
)]
pub(super) async fn change_plan(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Extension(desk): Extension<Desk>,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
    Body(Another { plan_id: Required(plan), quantity: Within(quantity) }): Body<Another>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    counted(&visitor, &me).await?;
    let key = key(&id)?;
    let SubscriptionPlanId(wanted) = plan.parse().map_err(|_| ApiError::missing("Subscription plan", &plan))?;
    let changing = changing(&app, &desk, &shopper, &me);
    if !subscriptions::change_plan(&changing, key, wanted, quantity, true).await? {
        return Err(missing(&id));
    }
    shown(&app.db, shopper.working(Some(&me)), &me, key, &id).await
}
