//! Somebody of the shop who takes money, gives some back and cancels orders while the process dies under his hands. He asks again with
//! the same key when nobody answers.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use rand::{random_range, seq::IndexedRandom as _};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::{heard::Heard, shop::Shop};

/// So long he asks again.
const PATIENCE: Duration = Duration::from_mins(1);
/// What he writes beside money that he gives back.
pub(crate) const NOTE: &str = "a stain";

/// What came of a request.
enum Came {
    Done,
    Refused,
    /// Nobody knows.
    Nothing,
}

/// Works until he is told to stop.
pub(crate) async fn work(shop: &Shop, heard: &Heard, is_over: &AtomicBool) {
    let cashier = Cashier { shop, heard };
    while !is_over.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(random_range(50..400))).await;
        let order = heard.all_orders().choose(&mut rand::rng()).cloned();
        if let Some(order) = order {
            cashier.once(&order).await;
        }
    }
}

struct Cashier<'a> {
    shop: &'a Shop,
    heard: &'a Heard,
}

impl Cashier<'_> {
    async fn once(&self, order: &str) {
        match random_range(0..100) {
            0..15 => {
                if let Came::Done = self.post(&format!("/admin/orders/{order}/cancel"), &json!({})).await {
                    self.heard.canceled(order);
                }
            }
            15..55 => {
                let Some(payment) = self.payment(order).await else { return };
                let _ = self.post(&format!("/admin/payments/{payment}/capture"), &json!({})).await;
            }
            _ => {
                let Some(payment) = self.payment(order).await else { return };
                let amount = json!({ "amount": 1, "note": NOTE });
                match self.post(&format!("/admin/payments/{payment}/refund"), &amount).await {
                    Came::Done => self.heard.given_back(&payment),
                    Came::Nothing => self.heard.perhaps_given_back(&payment),
                    Came::Refused => {}
                }
            }
        }
    }

    /// What the order was paid with.
    async fn payment(&self, order: &str) -> Option<String> {
        let path = format!("/admin/orders/{order}?fields=id,*payment_collections.payments");
        let asked = self.shop.client.get(format!("{}{path}", self.shop.url()));
        let answer = asked.basic_auth(&self.shop.secret_key, Some("")).send().await.ok()?;
        let said: Value = answer.json().await.ok()?;
        let payment = &said["order"]["payment_collections"][0]["payments"][0];
        (payment["provider_id"] == "pp_stripe_stripe").then(|| payment["id"].as_str().map(str::to_owned))?
    }

    async fn post(&self, path: &str, body: &Value) -> Came {
        let key = Uuid::now_v7().to_string();
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let request = self.shop.client.post(format!("{}{path}", self.shop.url())).json(body);
            let request = request.header("idempotency-key", &key).basic_auth(&self.shop.secret_key, Some(""));
            if let Ok(answer) = request.send().await {
                let status = answer.status().as_u16();
                let said: Value = answer.json().await.unwrap_or_default();
                match status {
                    200 => return Came::Done,
                    400 | 422 => return Came::Refused,
                    401 | 403 | 404 => {
                        self.heard.odd(format!("{path}: {said}"));
                        return Came::Refused;
                    }
                    500 => self.heard.odd(format!("{path}: {said}")),
                    _ => {}
                }
            }
            sleep(Duration::from_millis(random_range(20..200))).await;
        }
        Came::Nothing
    }
}
