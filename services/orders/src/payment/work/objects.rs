//! Objects of the last day, whatever was told of them: what no event was ever made of is found here.

use jobs::{Job, JobContext, JobError};
use payments::{Fact, Objects as Kind};
use serde::{Deserialize, Serialize};

use super::inbox::{dispute, invoice, refund, session, subscription};
use crate::payment::{Desk, accounts::Opened};

/// Walks the objects of all accounts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Objects {}

/// As far back as a walk goes; the next one comes in an hour.
const BACK: i64 = 25 * 3_600;
/// Of an intent that is less far nothing has happened.
const SOMETHING: i16 = 30;

impl Job for Objects {
    const NAME: &'static str = "payments.objects";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        for of in desk.all().await.map_err(super::again)? {
            if ctx.stop().is_cancelled() {
                break;
            }
            if let Err(error) = Self::walk(ctx, desk, &of).await {
                // The others are walked all the same.
                tracing::warn!(account = %of.id, ?error, "the objects of an account could not be walked");
            }
        }
        Ok(())
    }
}

impl Objects {
    async fn walk(ctx: &JobContext, desk: &Desk, of: &Opened) -> Result<(), JobError> {
        let provider = desk.get(payments::stripe::Stripe::ID).map_err(super::again)?;
        let since = ctx.now().timestamp() - BACK;
        for kind in [Kind::Intents, Kind::Subscriptions, Kind::Invoices, Kind::Refunds, Kind::Disputes] {
            let mut cursor: Option<String> = None;
            loop {
                let asked_at = ctx.now();
                let page =
                    provider.objects(&of.account, kind, since, cursor.as_deref()).await.map_err(anyhow::Error::from)?;
                for fact in &page.entries {
                    let done = match fact {
                        Fact::Session(said) if said.rank >= SOMETHING => session(ctx, desk, of, said, asked_at).await,
                        Fact::Refund(said) => refund(ctx, desk, of, said).await,
                        Fact::Dispute(said) => dispute(ctx, of, said, asked_at).await,
                        Fact::Subscription(said) => subscription(ctx, desk, of, said, asked_at).await,
                        Fact::Invoice(said) => invoice(ctx, desk, of, said, asked_at).await,
                        _ => continue,
                    };
                    if let Err(why) = done {
                        // The others are looked at all the same.
                        tracing::warn!(object = fact.of().1, why, "an object of the payment provider does not fit");
                    }
                }
                match page.next {
                    Some(next) if !ctx.stop().is_cancelled() => cursor = Some(next),
                    _ => break,
                }
            }
        }
        Ok(())
    }
}
