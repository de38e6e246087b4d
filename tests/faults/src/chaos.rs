//! Killing, a Stripe that answers wrongly now and then, and a shop that now takes money at once and now later.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use stripe_double::{Double, Fault, Harm};
use tokio::time::sleep;

use crate::shop::Shop;

const HARMS: [Harm; 8] = [
    Harm::CutAfter,
    Harm::CutBefore,
    Harm::ErrorAfter,
    Harm::ErrorBefore,
    Harm::ErrorKept,
    Harm::HalfAnswer,
    Harm::HtmlAfter,
    Harm::RateLimit,
];
/// Of a hundred requests so many go wrong in each of these ways.
const PERCENT: u8 = 1;

/// Goes on until it is told to stop.
pub(crate) async fn run(shop: Arc<Shop>, stripe: Double, is_over: Arc<AtomicBool>) -> anyhow::Result<()> {
    for harm in HARMS {
        stripe.fail(Fault { percent: PERCENT, ..Fault::new(harm).times(u32::MAX) });
    }
    while !is_over.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(rand::random_range(2_000..6_000))).await;
        shop.take(rand::random_bool(0.6)).await?;
        shop.kill().await?;
    }
    Ok(())
}

/// From here on it answers as it should.
pub(crate) fn calm(stripe: &Double) {
    stripe.calm();
}
