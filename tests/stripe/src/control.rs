//! `/_test`: what customers, banks and time do, and what the double has seen.

use axum::{
    Json, Router,
    extract::State as Extract,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Double, Fault, Knobs, SECRET_KEY, error::Refused, gate, world::World};

pub(crate) fn router(double: Double) -> Router {
    Router::new()
        .route("/_test/confirm", post(confirm_intent))
        .route("/_test/authenticate", post(authenticate_intent))
        .route("/_test/arrive", post(arrive))
        .route("/_test/refunds", post(refunds))
        .route("/_test/disputes", post(disputes))
        .route("/_test/subscriptions", post(subscriptions))
        .route("/_test/webhooks", post(webhooks))
        .route("/_test/faults", post(faults))
        .route("/_test/clock", post(clock))
        .route("/_test/books", get(books))
        .route("/_test/requests", get(requests))
        .with_state(double)
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(self.body())).into_response()
    }
}

type Done = Result<Json<Value>, Refused>;

fn account(headers: &HeaderMap) -> String {
    gate::account(headers).unwrap_or_else(|_| SECRET_KEY.to_owned())
}

/// Does it, and answers the object as it is then, declined or not.
fn act(double: &Double, headers: &HeaderMap, id: &str, act: impl FnOnce(&mut World) -> Result<(), Refused>) -> Done {
    double.change(|state| {
        let world = state.world(&account(headers));
        let done = act(world);
        let object = world.find(id);
        state.told();
        match (done, object) {
            (Ok(()), Some(object)) => Ok(Json(object)),
            (Err(no), _) => Err(no),
            (Ok(()), None) => Err(Refused::missing("object", id)),
        }
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirm {
    /// The id of an intent or a setup intent, or its client secret.
    intent: String,
    payment_method: String,
}

/// As a client's library does, which knows the client secret.
fn id_of(said: &str) -> &str {
    said.split_once("_secret_").map_or(said, |(id, _)| id)
}

pub(crate) fn confirm(world: &mut World, id: &str, method: &str) -> Result<(), Refused> {
    if id.starts_with("seti_") { world.confirm_setup(id, method) } else { world.confirm(id, Some(method), false) }
}

pub(crate) fn authenticate(world: &mut World, id: &str, succeeds: bool) -> Result<(), Refused> {
    if id.starts_with("seti_") { world.authenticate_setup(id, succeeds) } else { world.authenticate(id, succeeds) }
}

async fn confirm_intent(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Confirm>) -> Done {
    let id = id_of(&said.intent);
    act(&double, &headers, id, |world| confirm(world, id, &said.payment_method))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ends {
    intent: String,
    succeeds: bool,
}

async fn authenticate_intent(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Ends>) -> Done {
    let id = id_of(&said.intent);
    act(&double, &headers, id, |world| authenticate(world, id, said.succeeds))
}

async fn arrive(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Ends>) -> Done {
    let id = id_of(&said.intent);
    act(&double, &headers, id, |world| world.arrive(id, said.succeeds))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Becomes {
    id: String,
    status: String,
}

async fn refunds(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Becomes>) -> Done {
    act(&double, &headers, &said.id, |world| world.settle_refund(&said.id, &said.status).map(drop))
}

async fn disputes(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Becomes>) -> Done {
    act(&double, &headers, &said.id, |world| world.settle_dispute(&said.id, &said.status).map(drop))
}

/// `renewed`, `unpaid_renewal`, `incomplete_expired`, `unpaid`, `canceled`, `trial_will_end`, `paid_elsewhere`, `ends_in_ten_days`
async fn subscriptions(Extract(double): Extract<Double>, headers: HeaderMap, Json(said): Json<Becomes>) -> Done {
    let id = said.id.as_str();
    act(&double, &headers, id, |world| becomes(world, id, &said.status))
}

/// What becomes of a subscription.
pub(crate) fn becomes(world: &mut World, id: &str, status: &str) -> Result<(), Refused> {
    match status {
        "renewed" => world.renew(id, true),
        "unpaid_renewal" => world.renew(id, false),
        "incomplete_expired" => {
            world.move_to(id, &["incomplete"], "incomplete_expired");
            Ok(())
        }
        "unpaid" => {
            world.move_to(id, &["past_due"], "unpaid");
            Ok(())
        }
        "canceled" => world.cancel_subscription(id),
        "paid_elsewhere" => world.paid_elsewhere(id),
        "ends_in_ten_days" => {
            let at = world.now + 10 * 24 * 3600;
            world.subscription(id)?.cancel_at = Some(at);
            let of = world.subscription(id)?.clone();
            world.tell("customer.subscription.updated", &of);
            Ok(())
        }
        "trial_will_end" => {
            let of = world.subscription(id)?.clone();
            world.tell("customer.subscription.trial_will_end", &of);
            Ok(())
        }
        other => Err(Refused::invalid(format!("A subscription does not become {other} here")).param("status")),
    }
}

async fn webhooks(Extract(double): Extract<Double>, Json(knobs): Json<Knobs>) -> Json<Knobs> {
    double.tell(knobs.clone());
    Json(knobs)
}

async fn faults(Extract(double): Extract<Double>, Json(fault): Json<Fault>) -> Json<Fault> {
    double.fail(fault.clone());
    Json(fault)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    #[serde(default)]
    advance: i64,
    #[serde(default)]
    stand: Option<i64>,
}

async fn clock(Extract(double): Extract<Double>, Json(clock): Json<Clock>) -> Json<Value> {
    let now = double.change(|state| {
        if clock.stand.is_some() {
            state.stand(clock.stand);
        }
        state.advance(clock.advance);
        state.now()
    });
    Json(json!({ "now": now }))
}

async fn books(Extract(double): Extract<Double>, headers: HeaderMap) -> Json<Value> {
    Json(double.change(|state| state.world(&account(&headers)).books()))
}

async fn requests(Extract(double): Extract<Double>) -> Json<Value> {
    Json(json!(double.requests()))
}
