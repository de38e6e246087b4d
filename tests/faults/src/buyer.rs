//! Somebody who buys: he asks again when nobody answers, pays in the browser, leaves in the middle, or changes his mind.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use rand::random_range;
use serde_json::{Value, json};
use stripe_double::Double;
use tokio::time::{Instant, sleep};

use crate::{heard::Heard, shop::Shop};

/// Buys until he is told to stop.
pub(crate) async fn buy(shop: &Shop, stripe: &Double, heard: &Heard, is_over: &AtomicBool) {
    while !is_over.load(Ordering::Relaxed) {
        let one = Buyer { shop, stripe, heard };
        if one.once().await.is_none() {
            heard.abandoned();
        }
    }
}

struct Buyer<'a> {
    shop: &'a Shop,
    stripe: &'a Double,
    heard: &'a Heard,
}

/// So long he tries before he leaves.
const PATIENCE: Duration = Duration::from_mins(1);

impl Buyer<'_> {
    /// Asks, and asks again while nobody answers. Nothing when he loses patience or is refused.
    async fn ask(&self, path: &str, body: Value) -> Option<Value> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let request = self.shop.client.post(format!("{}{path}", self.shop.url())).json(&body);
            if let Ok(answer) = request.header("x-publishable-api-key", &self.shop.key).send().await {
                let status = answer.status().as_u16();
                let said: Value = answer.json().await.unwrap_or_default();
                match status {
                    200 => return Some(said),
                    // Sold out is an answer; so is a cart that changed under his hands.
                    400 => {
                        if said["code"] == "insufficient_inventory" {
                            self.heard.sold_out();
                        }
                        return None;
                    }
                    500 => self.heard.odd(format!("{path}: {said}")),
                    404 => {
                        self.heard.odd(format!("{path}: {said}"));
                        return None;
                    }
                    _ => {}
                }
            }
            sleep(Duration::from_millis(random_range(20..200))).await;
        }
        None
    }

    async fn once(&self) -> Option<()> {
        let pick = if random_range(0..3) == 0 { 0 } else { random_range(0..self.shop.variants.len()) };
        let variant = &self.shop.variants.get(pick)?.1;
        let address = json!({"first_name": "Ann", "last_name": "Berg", "address_1": "Havnegade 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"});
        let made = self
            .ask("/store/carts", json!({
                "region_id": self.shop.region, "email": "ann@example.com", "shipping_address": address, "billing_address": address,
                "items": [{"variant_id": variant, "quantity": random_range(1..4)}]
            }))
            .await?;
        let cart = made["cart"]["id"].as_str()?.to_owned();
        self.heard.cart(&cart);
        let way = self.way(&cart).await?;
        self.ask(&format!("/store/carts/{cart}/shipping-methods"), json!({ "option_id": way })).await?;
        let collection = self.ask("/store/payment-collections", json!({ "cart_id": cart })).await?;
        let sessions =
            format!("/store/payment-collections/{}/payment-sessions", collection["payment_collection"]["id"].as_str()?);
        let by_card = random_range(0..100) < 85;
        let provider = if by_card { "pp_stripe_stripe" } else { "pp_system_default" };
        let begun = self.ask(&sessions, json!({ "provider_id": provider })).await?;
        if by_card {
            let intent = begun["payment_collection"]["payment_sessions"][0]["data"]["id"].as_str()?.to_owned();
            self.pay(&intent).await;
        }
        match random_range(0..100) {
            // He pays and is never seen again.
            0..15 => return None,
            // He puts something more into the cart of which he has paid.
            15..20 => {
                self.ask(&format!("/store/carts/{cart}/line-items"), json!({ "variant_id": variant, "quantity": 1 }))
                    .await?;
            }
            _ => {}
        }
        let done = self.ask(&format!("/store/carts/{cart}/complete"), json!({})).await?;
        if done["type"] == "order" {
            self.heard.order(done["order"]["id"].as_str()?);
        }
        Some(())
    }

    async fn way(&self, cart: &str) -> Option<String> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let request = self.shop.client.get(format!("{}/store/shipping-options?cart_id={cart}", self.shop.url()));
            if let Ok(answer) = request.header("x-publishable-api-key", &self.shop.key).send().await
                && answer.status().is_success()
            {
                let said: Value = answer.json().await.ok()?;
                let standard =
                    said["shipping_options"].as_array()?.iter().find(|option| option["name"] == "Standard")?;
                return standard["id"].as_str().map(str::to_owned);
            }
            sleep(Duration::from_millis(random_range(20..200))).await;
        }
        None
    }

    /// What he does in his browser; most cards do. Some pay from their account, which arrives later, or does not.
    async fn pay(&self, intent: &str) {
        let card = match random_range(0..100) {
            0..10 => "pm_card_visa_chargeDeclined",
            10..15 => "pm_card_threeDSecure2Required",
            15..22 => "pm_success_sepa_debit",
            _ => "pm_card_visa",
        };
        if card == "pm_success_sepa_debit" && self.stripe.confirm(intent, card).is_ok() {
            let (stripe, intent, does) = (self.stripe.clone(), intent.to_owned(), random_range(0..3) > 0);
            // Before, while or after he asks for his order.
            tokio::spawn(async move {
                sleep(Duration::from_millis(random_range(0..2_000))).await;
                stripe.arrive(&intent, does)
            });
            sleep(Duration::from_millis(random_range(0..1_000))).await;
            return;
        }
        let first = self.stripe.confirm(intent, card);
        let _ = match card {
            "pm_card_threeDSecure2Required" => self.stripe.authenticate(intent, true),
            _ if first.is_err() => self.stripe.confirm(intent, "pm_card_visa"),
            _ => first,
        };
    }
}
