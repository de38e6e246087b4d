//! Webhooks of payments, each of them new and signed.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{connection::Connection, tally::Tally};

const EVENT: &str = include_str!("event.json");

pub(crate) async fn run(port: u16, secret: &str, clients: usize, length: Duration) -> anyhow::Result<Value> {
    let began = Instant::now();
    let mut tellers = JoinSet::new();
    for _ in 0..clients {
        let mut connection =
            Connection::open(port, "user-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n").await?;
        let secret = secret.to_owned();
        tellers.spawn(async move {
            let mut tally = Tally::new();
            while began.elapsed() < length {
                let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
                let body = event(now);
                let signature = signature(&secret, now, &body)?;
                let (took, _) = connection.ask("POST /hooks/payment/stripe_stripe", &signature, &body).await?;
                tally.note(0, took);
            }
            anyhow::Ok(tally)
        });
    }
    let mut all = Tally::new();
    while let Some(one) = tellers.join_next().await {
        all.join(one??);
    }
    Ok(all.told(["webhook"], began.elapsed()))
}

fn signature(secret: &str, now: u64, body: &[u8]) -> anyhow::Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).context("no key")?;
    mac.update(format!("{now}.").as_bytes());
    mac.update(body);
    Ok(format!("stripe-signature: t={now},v1={}\r\n", hex::encode(mac.finalize().into_bytes())))
}

/// An intent that was paid, as Stripe tells it; each time another one.
fn event(now: u64) -> Vec<u8> {
    let (event, object) = (Uuid::now_v7().simple().to_string(), Uuid::now_v7().simple().to_string());
    EVENT.replace("EVENT", &event).replace("OBJECT", &object).replace("1763800000", &now.to_string()).into_bytes()
}
