//! Hears what happens to orders, and tells their customers.

use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Kind, Telling, gather, gifts, kind, points, tell};
use crate::documents::Sold;

/// Answers an event with a mail.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tell(EventRef);

/// What is told of which event.
const TOLD: &[(&str, &str)] = &[
    ("order.placed", "order_placed"),
    ("order.canceled", "order_canceled"),
    ("order.payment_due", "payment_due"),
    ("shipment.created", "order_shipped"),
    ("delivery.created", "order_delivered"),
    ("payment.failed", "payment_failed"),
    ("payment.refunded", "order_refunded"),
    ("return.requested", "return_requested"),
    ("return.received", "return_received"),
];

/// The events that mails answer.
pub(crate) fn subscriptions() -> Subscriptions {
    let of_orders = TOLD.iter().fold(Subscriptions::new(), |all, (event, _)| all.on::<Tell>(event));
    gifts::heard(points::heard(of_orders))
}

fn told(event: &str) -> Option<&'static Kind> {
    TOLD.iter().find(|(name, _)| *name == event).and_then(|(_, name)| kind(name))
}

/// What an event is about that is of a payment: the refund of it, or the order that it is for.
fn about(after: &Value) -> Option<Uuid> {
    let named = |name: &str| after[name].as_str().and_then(|text| text.parse().ok());
    named("refund_id").or_else(|| after["payment_collection_id"].as_str().and_then(|_| named("order_id")))
}

impl Job for Tell {
    const NAME: &'static str = "orders.tell";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        // Who works for the shop reads no events.
        let tx = ctx.begin().await?;
        let Some(event) = events::load(&tx, &self.0).await? else { return Ok(()) };
        tx.commit().await?;
        let tx = ctx.begin_working().await?;
        let after = event.after.as_ref().unwrap_or(&Value::Null);
        // He is asked to pay himself by whoever charged him, with a link.
        if after["error"]["decline_code"] == "authentication_required" {
            return Ok(());
        }
        let (Some(kind), Some(entity)) = (told(&self.0.event), about(after).or(event.entity_id)) else { return Ok(()) };
        let Some(of) = gather::concerned(&tx, entity).await?.filter(|of| !of.is_quiet) else { return Ok(()) };
        let Some(sold) = Sold::order(&tx, of.order_id).await? else { return Ok(()) };
        let Some(to) = sold.email.clone() else { return Ok(()) };
        let values = gather::values(&sold, &of, after)?;
        let telling = Telling {
            kind,
            to,
            locale: sold.locale.clone(),
            customer: sold.customer_id,
            about: ("order", of.order_id),
            key: format!("{}:{}", kind.name, self.0.event_id),
            values,
            is_secret: false,
        };
        tell(&tx, &telling).await?;
        tx.commit().await?;
        Ok(())
    }
}
