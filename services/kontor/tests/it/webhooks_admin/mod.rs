//! What payment providers told, for the shop's people: seen, read, worked on again.

mod desk;
mod heaps;
mod histories;
mod intake;
mod turns;
mod types;

use serde_json::{Value, json};
use stripe_double::{Knobs, sign};

use crate::payments::{Rig, SECRET};

const PATH: &str = "/admin/webhook-events";

/// Tells the shop of an event, signed as Stripe signs.
pub(crate) async fn deliver(rig: &Rig, event: &Value) {
    let signed = sign(event, &Knobs::to("", SECRET), rig.stripe.now());
    let client = rig.shop.anybody();
    let request = client
        .post("/hooks/payment/stripe_stripe", &json!({}))
        .body("application/json", signed.body.to_vec())
        .header("stripe-signature", &signed.header);
    request.ok().await;
}

/// An event of an object as it is now.
pub(crate) fn event(id: &str, kind: &str, at: i64, object: &Value) -> Value {
    json!({"id": id, "object": "event", "api_version": stripe_double::VERSION, "type": kind, "created": at, "livemode": false,
        "data": {"object": object}})
}
