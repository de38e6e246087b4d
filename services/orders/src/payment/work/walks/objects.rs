//! Objects since the last walk, and of the last day at the least, whatever was told of them: what no event was ever made of is found here.

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{Job, JobContext, JobError, enqueue};
use payments::{Doubt, Fact, Objects as Kind};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{QUEUE, SHUT_OUT, WHY, accounts, deciding::look_up, ends, is_over, keep_place, known::news, open, place};
use crate::payment::{
    Desk,
    accounts::Opened,
    work::inbox::{dispute, invoice, refund, session, subscription},
};

/// Has the objects walked of all accounts of which that was done long ago, or is under way.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Objects {
    /// However short ago.
    #[serde(default)]
    pub(crate) now: bool,
}

/// Walks the objects of an account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ObjectsOf {
    account: Uuid,
}

/// As far back as a walk goes at the least; the next one comes in an hour.
const BACK: TimeDelta = TimeDelta::hours(25);
const NAME: &str = "objects";
const KINDS: [Kind; 5] = [Kind::Intents, Kind::Subscriptions, Kind::Invoices, Kind::Refunds, Kind::Disputes];

/// A walk that is under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Walk {
    /// Since when.
    from: DateTime<Utc>,
    began: DateTime<Utc>,
    /// Which of [`KINDS`].
    kind: usize,
    /// Where the last page ended.
    after: Option<String>,
}

impl Job for Objects {
    const NAME: &'static str = "payments.objects";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let due = "a.walks ? 'objects' or coalesce(a.objects_until <= $2 - interval '55 minutes', true)";
        let tx = ctx.db().begin_system(WHY).await?;
        for account in accounts(&tx, desk, if self.now { "true" } else { due }).await? {
            enqueue(&tx, &ObjectsOf { account }).unique_key(format!("objects {account}")).await?;
        }
        Ok(tx.commit().await?)
    }
}

impl Job for ObjectsOf {
    const NAME: &'static str = "payments.walk_objects";
    const QUEUE: &'static str = QUEUE;
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let Some(of) = open(desk, self.account).await? else { return Ok(()) };
        let (kept, until) = place::<Walk>(ctx, &of, NAME).await?;
        let began = ctx.now();
        // What was begun long ago is past by now: a place that nobody could go on from must not stop all walks.
        let kept = kept.filter(|walk| began - walk.began < BACK);
        // Where nobody has walked for long, the walk goes back to where the last one began.
        let from = until.map_or(began, |until| until.min(began)) - BACK;
        let mut walk = kept.unwrap_or(Walk { from, began, kind: 0, after: None });
        while let Some(kind) = KINDS.get(walk.kind) {
            if let Err(doubt) = walk.page(ctx, desk, &of, *kind).await? {
                return ends(ctx, &of, &doubt).await;
            }
            let tx = ctx.db().begin_system(WHY).await?;
            keep_place(&tx, &of, NAME, &walk).await?;
            tx.commit().await?;
            if is_over(ctx, began) {
                return Ok(());
            }
        }
        look_up(ctx, desk, &of, began).await?;
        let tx = ctx.db().begin_system(WHY).await?;
        let sql = "update payment_accounts set walks = walks - $4 - $5, objects_until = $3 where organization_id = $1 and id = $2";
        let values: [Value; 5] = [of.shop.into(), of.id.into(), walk.began.into(), NAME.into(), SHUT_OUT.into()];
        db::exec(&tx, sql, values).await?;
        Ok(tx.commit().await?)
    }
}

impl Walk {
    /// Takes the next page; or says what the provider answered instead.
    async fn page(
        &mut self,
        ctx: &JobContext,
        desk: &Desk,
        of: &Opened,
        kind: Kind,
    ) -> Result<Result<(), Doubt>, JobError> {
        let provider = desk.get(payments::stripe::Stripe::ID).map_err(super::again)?;
        let asked_at = ctx.now();
        let since = self.from.timestamp();
        let page = match provider.objects(&of.account, kind, since, self.after.as_deref()).await {
            Ok(page) => page,
            // Where the last page ended is gone: this kind is walked from its beginning.
            Err(Doubt::Forgotten) => {
                self.after = None;
                return Ok(Ok(()));
            }
            Err(doubt) => return Ok(Err(doubt)),
        };
        for fact in news(ctx, of, page.entries).await? {
            let done = match &fact {
                Fact::Session(said) => session(ctx, desk, of, said, asked_at).await,
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
        self.after = page.next;
        if self.after.is_none() {
            self.kind += 1;
        }
        Ok(Ok(()))
    }
}
