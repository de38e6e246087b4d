//! Sending what was written down: the same bytes under the same key, until somebody says something that can be understood.

use std::time::{Duration, Instant};

use crate::{
    Account, Answer, Before, Call, Doubt, Fact, Failure, Kind, Outcome, Settled, label,
    stripe::{
        Stripe,
        api::{self, Raw, Refusal},
        views,
    },
};

/// Stripe keeps a key for a day at least; an hour is for clocks and queues.
const KEY_IS_KNOWN: Duration = Duration::from_hours(23);

/// Whoever has less time left does not try again.
const LEAST: Duration = Duration::from_millis(100);

pub(super) async fn send(stripe: &Stripe, account: &Account, call: &Call, before: Before) -> Outcome {
    let begun = Instant::now();
    let mut pauses = stripe.patience.pauses.iter();
    let mut outcome = Outcome {
        settled: Settled::Unknown(Doubt::Unreachable),
        tries: 0,
        http_status: None,
        request: None,
        was_replayed: false,
    };
    if before.age >= KEY_IS_KNOWN {
        return Outcome { settled: Settled::Unknown(Doubt::TooOld), ..outcome };
    }
    // Whether an earlier try may have had its effect.
    let mut was_sent = before.may_be_done();
    loop {
        let left = || stripe.patience.all.saturating_sub(begun.elapsed());
        if !stripe.buckets.turn(account, left()).await {
            // Nothing was sent; what an earlier try has left in doubt counts more.
            if outcome.tries == 0 {
                outcome.settled = Settled::Unknown(Doubt::Crowded);
            }
            return outcome;
        }
        outcome.tries += 1;
        let (mut says_stop, mut wait) = (false, Duration::ZERO);
        let tried = tokio::time::timeout(left(), stripe.once(account, call)).await.unwrap_or(Err(Doubt::TimedOut));
        let settled = match tried {
            Ok(raw) => {
                outcome.http_status = Some(raw.status.as_u16());
                outcome.was_replayed = raw.was_replayed;
                let settled = understand(call, &raw, was_sent);
                says_stop = raw.should_retry == Some(false);
                wait = raw.retry_after.unwrap_or_default();
                outcome.request = raw.request;
                settled
            }
            Err(doubt) => Settled::Unknown(doubt),
        };
        was_sent |= !matches!(settled, Settled::Unknown(Doubt::Unreachable));
        let may_pass = matches!(&settled, Settled::Unknown(doubt) if doubt.may_pass());
        // That nothing was sent this time says nothing of the time before.
        if outcome.tries == 1 || !matches!(settled, Settled::Unknown(Doubt::Unreachable)) {
            outcome.settled = settled;
        }
        if !may_pass || says_stop {
            return outcome;
        }
        let Some(pause) = pauses.next().map(|pause| pause.mul_f64(rand::random_range(0.5..1.5)).max(wait)) else {
            return outcome;
        };
        if begun.elapsed().saturating_add(pause).saturating_add(LEAST) > stripe.patience.all {
            return outcome;
        }
        tokio::time::sleep(pause).await;
    }
}

/// What an answer means. Only what says for certain that nothing happened is a failure.
fn understand(call: &Call, raw: &Raw, was_sent: bool) -> Settled {
    let status = raw.status.as_u16();
    if raw.status.is_success() {
        return match views::fact(&raw.body) {
            Some(fact) if is_of(call, &fact) && is_labelled(call, &fact) => {
                Settled::Succeeded(Answer { reference: fact.of().1.to_owned(), facts: vec![fact] })
            }
            _ => Settled::Unknown(Doubt::Unreadable),
        };
    }
    let refusal: Option<Refusal> = serde_json::from_slice(&raw.body).ok();
    match refusal {
        // The key belongs to other bytes: what they did nobody here knows.
        Some(refusal) if refusal.error.kind == "idempotency_error" && status != 409 => {
            Settled::Unknown(Doubt::KeyTaken)
        }
        // These are said before the key is looked at, and tell nothing of what an earlier try has done. They are never the last word on what
        // has to happen some day: the same key does it once the account lets us in. What somebody waits for now is not done behind his back.
        Some(_) if matches!(status, 401 | 403) && (was_sent || !call.kind.is_awaited()) => {
            Settled::Unknown(Doubt::ShutOut)
        }
        Some(_) if matches!(status, 401 | 403) => Settled::Failed(Failure::shut_out(), Vec::new()),
        // Gone is gone: the first try of a DELETE, which has no key, was heard.
        Some(refusal)
            if was_sent && call.kind.is_delete() && refusal.error.code.as_deref() == Some("resource_missing") =>
        {
            let reference = named(call).unwrap_or_default().to_owned();
            let fact = Fact::Changed { kind: call.kind.as_str().to_owned(), reference: reference.clone() };
            Settled::Succeeded(Answer { reference, facts: vec![fact] })
        }
        // Stripe itself says that the last word is not spoken.
        Some(_) if raw.should_retry == Some(true) => Settled::Unknown(Doubt::Busy(status)),
        Some(refusal) if (400..500).contains(&status) && !matches!(status, 409 | 429) => {
            let error = refusal.error;
            let objects = [error.payment_intent.as_ref(), error.setup_intent.as_ref()];
            let facts = objects.into_iter().flatten().filter_map(|object| views::fact(object.get().as_bytes()));
            let facts = facts.filter(|fact| is_of(call, fact)).collect();
            Settled::Failed(error.failure(), facts)
        }
        _ => Settled::Unknown(api::doubt(status)),
    }
}

/// The object that a call names: `/payment_intents/{id}/capture`
fn named(call: &Call) -> Option<&str> {
    call.path.split('/').nth(2)
}

/// Whether an answer is about what was asked: something in between may have mixed up two of them.
fn is_of(call: &Call, fact: &Fact) -> bool {
    let kind = match call.kind {
        Kind::CreateIntent | Kind::CancelIntent | Kind::Capture => "session",
        Kind::Refund => "refund",
        Kind::CreateCustomer | Kind::DeleteCustomer => "customer",
        Kind::CreateSetupIntent | Kind::CancelSetupIntent => "setup",
        Kind::DetachMethod => "method",
        Kind::CreatePrice => "price",
        Kind::CreateSubscription | Kind::UpdateSubscription | Kind::CancelSubscription => "subscription",
    };
    let (of, reference) = fact.of();
    of == kind && !reference.is_empty() && named(call).is_none_or(|named| named == reference)
}

/// Whether what was made carries the attempt that made it.
fn is_labelled(call: &Call, fact: &Fact) -> bool {
    named(call).is_some() || fact.labels().and_then(|labels| labels.get(label::ATTEMPT)) == Some(&call.key)
}
