//! What providers told and was kept: read, brought together by object, compared with our rows and applied. Events come in any order and more
//! than once; what an event cannot tell alone is looked up, once for all events of the object that wait.

mod apply;
mod claim;
mod dispute;
mod people;
mod refunds;
mod subscriptions;
mod whose;

use std::time::Duration;

use chrono::{DateTime, Utc};
use jobs::{Job, JobContext, JobError, enqueue};
use payments::{Dispute, Fact, Invoice, Reading, Refund, Session, Subscription, Told, merge};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::claim::{Claimed, Ending};
use super::again;
use crate::payment::{
    Desk,
    accounts::{OWN, Opened},
    settle::Source,
};

/// Works on all that waits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Inbox {}

/// So long one run goes on; what is left is the next one's.
const MOST_TIME: chrono::Duration = chrono::Duration::seconds(50);
/// Who has something worked on waits so long for others: the work begins in the next second all the same.
const RINGS: Duration = Duration::from_millis(100);

impl Job for Inbox {
    const NAME: &'static str = "payments.inbox";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Option<Duration> = Some(Duration::from_mins(3));
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let begun = ctx.now();
        let is_over = || ctx.now() - begun >= MOST_TIME || ctx.stop().is_cancelled();
        while !is_over() {
            let claimed = claim::claim(ctx).await.map_err(again)?;
            if claimed.is_empty() {
                return Ok(());
            }
            let mut left = claimed.as_slice();
            while let Some(object) = left.chunk_by(|one, other| one.object() == other.object()).next() {
                // A provider that is slow must not have leases end while their events still wait in line.
                if is_over() {
                    return claim::give_back(ctx, left).await.map_err(again);
                }
                let endings = match desk.open(object.first().map_or(OWN, Claimed::account)).await {
                    Ok(opened) => work_on(ctx, desk, &opened, object).await,
                    // A shop has removed its account; or the database does not answer, and it is tried again.
                    Err(error) if error.status().is_client_error() => {
                        object.iter().map(|event| Ending::dead(event.of_shop(), error.to_string())).collect()
                    }
                    Err(error) => {
                        object.iter().map(|event| Ending::again(event.of_shop(), error.to_string())).collect()
                    }
                };
                claim::finish(ctx, object, &endings).await.map_err(again)?;
                left = left.get(object.len()..).unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// Has what waits worked on soon. Of many who ask at the same time one does it: a transaction for each event cost more than to keep it.
pub(crate) fn ring(desk: &Desk) {
    if !desk.ring() {
        return;
    }
    let desk = desk.clone();
    tokio::spawn(async move {
        tokio::time::sleep(RINGS).await;
        // Who is told from here on rings again; what he took may have come too late for this one.
        desk.rung();
        if let Err(error) = enqueue_inbox(&desk).await {
            // The schedule comes round in a few seconds.
            tracing::warn!(%error, "nobody could be told that webhooks wait");
        }
    });
}

/// In the next second, so that a run that is about to end is never the one that is counted on.
async fn enqueue_inbox(desk: &Desk) -> db::Result<()> {
    let tx = desk.db().begin_system("have webhooks worked on").await?;
    let second = tx.now().timestamp() + 1;
    let at = DateTime::from_timestamp(second, 0).unwrap_or_else(|| tx.now());
    enqueue(&tx, &Inbox {}).unique_key(format!("inbox {second}")).run_at(at).await?;
    tx.commit().await
}

/// What is to become of the events of an object.
async fn work_on(ctx: &JobContext, desk: &Desk, of: &Opened, object: &[Claimed]) -> Vec<Ending> {
    let mut endings = Vec::with_capacity(object.len());
    let mut told: Vec<Told> = Vec::new();
    for event in object {
        endings.push(match read(desk, of, event) {
            Reading::Facts(facts) => {
                told.extend(facts);
                // As what they say ends.
                Ending::default()
            }
            Reading::Noted => Ending::done(None),
            Reading::Ignored => Ending::ignored(None),
            Reading::Unreadable(why) if is_of_other_mode(of, event) => Ending::unparsable(why),
            // It is of a type that concerns us: the shop that it is of is told, and has it tried again once it can be read.
            Reading::Unreadable(why) => {
                let shop = match &event.object_id {
                    Some(object) => whose::anybodys(ctx, of.id, object).await.unwrap_or_default(),
                    None => None,
                };
                Ending::dead(shop.or(event.of_shop()), why)
            }
        });
    }
    let mut last = Ending::done(None);
    for merged in merge(told) {
        let ending = match apply::apply(ctx, desk, of, &merged).await {
            Ok(Some(shop)) => Ending::done(Some(shop)),
            Ok(None) => Ending::ignored(None),
            Err(failed) => {
                // Whose it is is told nevertheless: that shop looks into it.
                let shop = whose::concerned(ctx, of.id, &merged.told.fact).await.unwrap_or_default();
                match failed {
                    apply::Failed::Never(why) => Ending::dead(shop, why),
                    apply::Failed::Now(why) => Ending::again(shop, why),
                }
            }
        };
        last = last.worse(ending);
    }
    for ending in &mut endings {
        if ending.is_open() {
            ending.clone_from(&last);
        }
    }
    endings
}

fn is_of_other_mode(of: &Opened, event: &Claimed) -> bool {
    event.is_live.zip(of.is_live()).is_some_and(|(said, ours)| said != ours)
}

fn read(desk: &Desk, of: &Opened, event: &Claimed) -> Reading {
    if is_of_other_mode(of, event) {
        return Reading::Unreadable("it is of the other mode than our key (live or test)".to_owned());
    }
    match desk.of_hook("stripe_stripe") {
        Some(provider) => provider.read(&event.body),
        None => Reading::Ignored,
    }
}

/// Whose something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Whose {
    shop: Uuid,
    id: Uuid,
}

/// What can be said of anything that is not applied.
fn kind(fact: &Fact) -> &'static str {
    fact.of().0
}

/// An object of an account was read: its session learns what it says.
pub(super) async fn session(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Session,
    at: DateTime<Utc>,
) -> Result<(), String> {
    done(apply::session(ctx, desk, of, said, Source::Fresh(at)).await)
}

/// The same of a refund.
pub(super) async fn refund(ctx: &JobContext, desk: &Desk, of: &Opened, said: &Refund) -> Result<(), String> {
    done(refunds::refund(ctx, desk, of, said).await)
}

/// The same of a dispute.
pub(super) async fn dispute(ctx: &JobContext, of: &Opened, said: &Dispute, at: DateTime<Utc>) -> Result<(), String> {
    done(dispute::dispute(ctx, of, said, at).await)
}

/// The same of a subscription.
pub(super) async fn subscription(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Subscription,
    at: DateTime<Utc>,
) -> Result<(), String> {
    done(subscriptions::subscription(ctx, desk, of, said, Source::Fresh(at)).await)
}

/// The same of a bill.
pub(super) async fn invoice(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Invoice,
    at: DateTime<Utc>,
) -> Result<(), String> {
    done(subscriptions::invoice(ctx, desk, of, said, at).await)
}

/// A bill that was paid, of this shop and with this key, becomes an order.
pub(crate) async fn book_invoice(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    of_shop: (Uuid, Uuid),
    reference: &str,
) -> Result<(), String> {
    done(subscriptions::book(ctx, desk, of, of_shop, (reference, None)).await.map(|()| None))
}

fn done(applied: Result<Option<Uuid>, apply::Failed>) -> Result<(), String> {
    match applied {
        Ok(_) => Ok(()),
        Err(apply::Failed::Now(why) | apply::Failed::Never(why)) => Err(why),
    }
}
