//! Events that were never told: walked from where the last walk ended, and kept as if they had been.

use chrono::{DateTime, Duration, Utc};
use jobs::{Job, JobContext, JobError, enqueue};
use payments::{Page, Since, Swept};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{QUEUE, SHUT_OUT, WHY, accounts, ends, is_over, keep_place, open, place};
use crate::{
    hooks,
    payment::{Desk, accounts::Opened, work::inbox::Inbox},
};

/// Has the events of all accounts walked.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Events {}

/// Walks the events of an account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EventsOf {
    account: Uuid,
}

/// As far back as the first walk goes.
const FIRST: Duration = Duration::days(2);
/// Events appear a little later than they say.
const OVERLAP: Duration = Duration::minutes(15);

const NAME: &str = "events";

/// A walk that is under way: pages go from the youngest event towards the oldest.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Walk {
    from: DateTime<Utc>,
    began: DateTime<Utc>,
    /// The youngest.
    newest: Option<String>,
    /// Where the last page ended.
    before: Option<String>,
    found: u64,
}

impl Job for Events {
    const NAME: &'static str = "payments.events";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let tx = ctx.db().begin_system(WHY).await?;
        for account in accounts(&tx, desk, "true").await? {
            enqueue(&tx, &EventsOf { account }).unique_key(format!("events {account}")).await?;
        }
        Ok(tx.commit().await?)
    }
}

impl Job for EventsOf {
    const NAME: &'static str = "payments.walk_events";
    const QUEUE: &'static str = QUEUE;
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let Some(of) = open(desk, self.account).await? else { return Ok(()) };
        let provider = desk.get(payments::stripe::Stripe::ID).map_err(super::again)?;
        let (kept, until) = place::<Walk>(ctx, &of, NAME).await?;
        let began = ctx.now();
        // By time, with some overlap: an event may be listed behind younger ones. Keeping one twice is keeping it once.
        let from = until.map_or(began - FIRST, |until| until - OVERLAP);
        let mut walk = kept.unwrap_or(Walk { from, began, newest: None, before: None, found: 0 });
        loop {
            let since = Since { created: Some(walk.from.timestamp()), before: walk.before.clone(), ..Since::default() };
            let page = match provider.events(&of.account, &since).await {
                Ok(page) => page,
                // What a page ended with is gone there after a month.
                Err(payments::Doubt::Forgotten) => {
                    walk.before = None;
                    let tx = ctx.db().begin_system(WHY).await?;
                    keep_place(&tx, &of, NAME, &walk).await?;
                    return Ok(tx.commit().await?);
                }
                Err(doubt) => return ends(ctx, &of, &doubt).await,
            };
            let is_last = walk.keep(ctx, &of, page).await?;
            if is_last {
                break;
            }
            if is_over(ctx, began) {
                return Ok(());
            }
        }
        if walk.found > 0 {
            // A walk that finds something is a webhook that was lost.
            tracing::warn!(
                found = walk.found,
                account = %of.id,
                "events of the payment provider were never told, and found"
            );
        }
        Ok(())
    }
}

impl Walk {
    /// Keeps a page and how far that is; true for the last one.
    async fn keep(&mut self, ctx: &JobContext, of: &Opened, page: Page<Swept>) -> Result<bool, JobError> {
        // The first page has the youngest.
        if self.newest.is_none() {
            self.newest = page.entries.last().map(|swept| swept.envelope.event.clone());
        }
        let tx = ctx.db().begin_system(WHY).await?;
        let found = hooks::keep_all(&tx, of, &page.entries).await?;
        if found > 0 {
            enqueue(&tx, &Inbox {}).await?;
        }
        self.found += found;
        let is_last = page.next.is_none();
        self.before = page.next;
        if is_last {
            let sql = "update payment_accounts set walks = walks - $5 - $6, last_event_id = coalesce($3, last_event_id), events_until = $4
                where organization_id = $1 and id = $2";
            let values: [Value; 6] = [
                of.shop.into(),
                of.id.into(),
                self.newest.clone().into(),
                self.began.into(),
                NAME.into(),
                SHUT_OUT.into(),
            ];
            db::exec(&tx, sql, values).await?;
        } else {
            keep_place(&tx, of, NAME, self).await?;
        }
        tx.commit().await?;
        Ok(is_last)
    }
}
