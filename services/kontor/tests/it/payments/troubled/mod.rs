//! Stripe is down, slow, answers 500 or HTML, at every call that is made to it: whoever waits is told what to do, nothing is lost, and once
//! Stripe is well the same request does what it was for, once.
//!
//! | call | where |
//! |---|---|
//! | intents made, and charged at once; customers made | `sessions` |
//! | intents read | `completing`, `owing` |
//! | intents captured, refunds made | `money` |
//! | setups made and read, methods listed and detached | `cards` |
//! | prices and subscriptions made, subscriptions changed and ended | `subscribing` |
//! | whose account a key opens | `accounts` |
//! | intents canceled, customers deleted, charges of the absent, and all that jobs look up and walk | `jobs` |

mod accounts;
mod cards;
mod completing;
mod jobs;
mod money;
mod owing;
mod sessions;
mod subscribing;

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};
use testkit::{Answer, Client};

use super::Rig;
use crate::carts::path;

/// So long Stripe may think.
const TIMEOUT: &str = "300ms";
/// Longer than all tries together.
const TOO_LONG: Duration = Duration::from_millis(850);
const ALWAYS: u32 = 1_000;

/// What is the matter with Stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Connections are refused.
    Down,
    /// It does what it is asked, and longer than anybody waits.
    Slow,
    /// 500 of something before it, and nothing has happened.
    Error,
    /// 500, nothing has happened, and it says so for ever under the same key.
    ErrorKept,
    /// The same, though it has happened.
    ErrorAfter,
    /// 200 in HTML, and nothing has happened.
    Html,
    /// 200 in HTML though it has happened.
    HtmlAfter,
    /// 502 in HTML, and nothing has happened.
    BadGateway,
    /// The connection breaks once it has happened.
    Lost,
    /// The connection breaks in the middle of the answer.
    Half,
    /// 429 with `Retry-After`.
    Busy,
}

impl Trouble {
    const ALL: [Self; 11] = [
        Self::Down,
        Self::Slow,
        Self::Error,
        Self::ErrorKept,
        Self::ErrorAfter,
        Self::Html,
        Self::HtmlAfter,
        Self::BadGateway,
        Self::Lost,
        Self::Half,
        Self::Busy,
    ];

    /// From now on, at this method, or at any, and below this path.
    async fn begins(self, rig: &Rig, (method, path): (&str, &str)) {
        let harm = match self {
            Self::Down => return rig.stripe.down().await,
            Self::Slow => Harm::Slow,
            Self::Error => Harm::ErrorBefore,
            Self::ErrorKept => Harm::ErrorKept,
            Self::ErrorAfter => Harm::ErrorAfter,
            Self::Html => Harm::HtmlBefore,
            Self::HtmlAfter => Harm::HtmlAfter,
            Self::BadGateway => Harm::Html,
            Self::Lost => Harm::CutAfter,
            Self::Half => Harm::HalfAnswer,
            Self::Busy => Harm::RateLimit,
        };
        let mut fault = Fault::new(harm).at(method, path).times(ALWAYS);
        fault.method = fault.method.filter(|method| !method.is_empty());
        rig.stripe.fail(match self {
            Self::Slow => fault.slow(TOO_LONG),
            Self::Busy => fault.retry_after(1),
            _ => fault,
        });
    }

    /// Stripe is well again.
    async fn ends(self, rig: &Rig) {
        rig.stripe.calm();
        rig.stripe.up().await;
        rig.stripe.quiet().await;
    }

    /// The provider has said its last word under the key of a call: 500.
    fn is_kept(self) -> bool {
        matches!(self, Self::ErrorKept | Self::ErrorAfter)
    }
}

/// A shop whose Stripe has little time, and tells nobody what happens.
async fn open() -> Rig {
    // Customers ask more often here than anybody does.
    Rig::with(&[("STRIPE_TIMEOUT", TIMEOUT), ("LIMIT_PAYMENTS", "0")]).await
}

/// Whoever asked is told that nothing is lost, and what to do.
fn is_refused(answer: &Answer, trouble: Trouble) {
    assert_eq!(answer.status.as_u16(), 503, "{trouble:?}: {}", answer.text);
    let said = answer.json();
    assert_eq!((&said["type"], &said["code"]), (&json!("unexpected_state"), &json!("service_unavailable")), "{said}");
    let words = said["message"].as_str().unwrap();
    assert!(words.contains("nothing") && words.ends_with("please try again"), "{trouble:?}: {words}");
    assert!(said["request_id"].is_string(), "{said}");
}

/// The whole cart as its customer sees it, but for when it was changed.
async fn seen(client: &Client, cart: &Value) -> Value {
    let mut seen = client.get(&path(cart)).ok().await["cart"].clone();
    seen["updated_at"] = Value::Null;
    seen["payment_collection"]["updated_at"] = Value::Null;
    seen
}

/// The intents that hold or have taken money for a cart.
fn paid(rig: &Rig, cart: &Value) -> usize {
    let books = rig.stripe.books();
    let intents = books["intents"].as_array().unwrap().iter();
    intents.filter(|it| it["metadata"]["cart_id"] == cart["id"] && holds(it)).count()
}

fn holds(intent: &Value) -> bool {
    matches!(intent["status"].as_str(), Some("requires_capture" | "succeeded"))
}

/// Some minutes later: what was in doubt is cleared up, and what was lost is found.
async fn later(rig: &Rig) {
    rig.advance(TimeDelta::minutes(3));
    rig.enqueue("payments.attempts").await;
    rig.run("payments.events").await;
}

/// In the end nothing is in doubt, each order has been paid once, and the books say what Stripe's say.
async fn ends_well(rig: &Rig, orders: i64) {
    nothing_is_open(rig).await;
    assert_eq!(rig.shop.count("orders").await, orders);
    let intents = rig.stripe.books()["intents"].as_array().unwrap().iter().filter(|it| holds(it)).count();
    assert_eq!(i64::try_from(intents).unwrap(), orders, "{}", rig.stripe.books());
}

/// No call is in doubt any more, and no webhook; and the books say what Stripe's say.
async fn nothing_is_open(rig: &Rig) {
    for _ in 0..3 {
        later(rig).await;
    }
    assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    rig.balances().await;
}
