//! Telling, in the background.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use crate::{Double, webhooks::Knobs};

/// So many are told at once.
const LINES: usize = 32;

/// Tells what happens for as long as the double lives.
pub(crate) async fn run(double: Double) {
    let http = reqwest::Client::new();
    let lines = Arc::new(Semaphore::new(LINES));
    loop {
        double.news().await;
        let due = double.change(|state| {
            let due = state.due().into_iter();
            due.map(|(account, event)| (state.knobs(&account), account, event)).collect::<Vec<_>>()
        });
        for (knobs, account, event) in due {
            let Some(url) = knobs.url.clone() else { continue };
            for _ in 0..knobs.copies {
                if rand::random_range(0..100) < knobs.drop {
                    double.change(|state| state.mark(&account, &event, false));
                    continue;
                }
                let telling = Telling {
                    double: double.clone(),
                    http: http.clone(),
                    lines: Arc::clone(&lines),
                    url: url.clone(),
                    knobs: knobs.clone(),
                    account: account.clone(),
                    event: event.clone(),
                };
                tokio::spawn(telling.run());
            }
        }
    }
}

struct Telling {
    double: Double,
    http: reqwest::Client,
    lines: Arc<Semaphore>,
    url: String,
    knobs: Knobs,
    account: String,
    event: String,
}

impl Telling {
    async fn run(self) {
        let late =
            self.knobs.delay + if self.knobs.shuffle > 0 { rand::random_range(0..self.knobs.shuffle) } else { 0 };
        tokio::time::sleep(Duration::from_millis(late)).await;
        for nth in 0..=self.knobs.retries {
            if nth > 0 {
                tokio::time::sleep(Duration::from_millis(self.knobs.backoff)).await;
            }
            let _line = self.lines.acquire().await;
            let Some(signed) = self.double.signed(&self.account, &self.event, &self.knobs) else { return };
            let call = self.http.post(&self.url).header("stripe-signature", signed.header);
            let call = call.header("content-type", "application/json; charset=utf-8").body(signed.body);
            let answer = call.timeout(Duration::from_secs(10)).send().await;
            let is_taken = answer.is_ok_and(|answer| answer.status().is_success());
            self.double.change(|state| state.mark(&self.account, &self.event, is_taken));
            if is_taken {
                return;
            }
        }
    }
}
