//! What the shop does to a subscription. Each is asked of the payment provider, and may be asked again.

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use chrono::{DateTime, Utc};
use db::Working;
use entity::ids::SubscriptionPlanId;
use resource::admin::{Resource as _, answer, begin, key, missing, select};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Required, Within},
    query::Query,
};

use super::subscription::Subscription;
use crate::{
    payment::Desk,
    subscriptions::{self, Changing},
};

fn changing<'a>(app: &'a App, desk: &'a Desk, staff: &'a May<needs::OrderWrite>) -> Changing<'a, impl Fn() -> Working> {
    Changing { db: &app.db, desk, working: move || staff.into(), customer: None, channels: None }
}

/// The subscription as it is now.
async fn shown(
    app: &App,
    staff: &May<needs::OrderWrite>,
    id: &str,
    fields: Option<&str>,
) -> Result<Response, ApiError> {
    let tx = begin::<Subscription>(app, staff).await?;
    let answer = answer::<Subscription>(&tx, key::<Subscription>(id)?, id, &select::<Subscription>(fields)?).await?;
    tx.commit().await?;
    Ok(answer)
}

body! {
    /// When it ends.
    pub(super) struct Ending {
        /// Whether it ends now; with the period that is paid if nothing is said.
        at_once: Option<bool> = false,
    }
}

body! {
    /// How long it rests.
    pub(super) struct Resting {
        /// Until then; until it is resumed if nothing is said.
        resumes_at: Option<DateTime<Utc>> = "2027-01-01T00:00:00Z",
    }
}

body! {
    /// What is paid from now on.
    pub(super) struct Another {
        /// The plan.
        plan_id: Required = "splan_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How many of it; as many as before if nothing is said.
        quantity: Within<1, 1_000_000> = 1,
        /// Whether what is left of the period is charged at once, or to the customer's credit; it is if nothing is said.
        prorate: Option<bool> = true,
    }
}

/// End a subscription, with the period that is paid or at once. What has ended stays so.
#[utoipa::path(
    post,
    path = "/admin/subscriptions/{id}/cancel",
    tag = "Admin: subscriptions",
    operation_id = "admin_cancel_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Ending), example = json!({"at_once": false})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": Subscription::example()})), AdminErrors)
)]
pub(super) async fn cancel(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Ending { at_once }): Body<Ending>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Subscription>(&id)?;
    select::<Subscription>(fields.as_deref())?;
    if !subscriptions::cancel(&changing(&app, &desk, &staff), key, at_once.unwrap_or(false)).await? {
        return Err(missing::<Subscription>(&id));
    }
    shown(&app, &staff, &id, fields.as_deref()).await
}

/// Have a subscription go on: it does not end with its period any more, and its bills are sent again.
#[utoipa::path(
    post,
    path = "/admin/subscriptions/{id}/resume",
    tag = "Admin: subscriptions",
    operation_id = "admin_resume_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": Subscription::example()})), AdminErrors)
)]
pub(super) async fn resume(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Subscription>(&id)?;
    select::<Subscription>(fields.as_deref())?;
    if !subscriptions::resume(&changing(&app, &desk, &staff), key).await? {
        return Err(missing::<Subscription>(&id));
    }
    shown(&app, &staff, &id, fields.as_deref()).await
}

/// Leave the bills of a subscription out for a while: nothing is paid, and nobody is let in.
#[utoipa::path(
    post,
    path = "/admin/subscriptions/{id}/pause",
    tag = "Admin: subscriptions",
    operation_id = "admin_pause_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Resting), example = json!({"resumes_at": "2027-01-01T00:00:00Z"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": Subscription::example()})), AdminErrors)
)]
pub(super) async fn pause(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Resting { resumes_at }): Body<Resting>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Subscription>(&id)?;
    select::<Subscription>(fields.as_deref())?;
    if !subscriptions::pause(&changing(&app, &desk, &staff), key, resumes_at).await? {
        return Err(missing::<Subscription>(&id));
    }
    shown(&app, &staff, &id, fields.as_deref()).await
}

/// Have a subscription change to another plan, or another number of it.
#[utoipa::path(
    post,
    path = "/admin/subscriptions/{id}/change-plan",
    tag = "Admin: subscriptions",
    operation_id = "admin_change_subscription_plan",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Another), example = json!({"plan_id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d", "prorate": true})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": Subscription::example()})), AdminErrors)
)]
pub(super) async fn change_plan(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Another { plan_id: Required(plan), quantity: Within(quantity), prorate }): Body<Another>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Subscription>(&id)?;
    select::<Subscription>(fields.as_deref())?;
    let SubscriptionPlanId(wanted) = plan.parse().map_err(|_| ApiError::missing("Subscription plan", &plan))?;
    let changing = changing(&app, &desk, &staff);
    if !subscriptions::change_plan(&changing, key, wanted, quantity, prorate.unwrap_or(true)).await? {
        return Err(missing::<Subscription>(&id));
    }
    shown(&app, &staff, &id, fields.as_deref()).await
}
