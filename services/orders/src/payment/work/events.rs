//! Events that were never told: walked from where the last walk ended, and kept as if they had been.

use chrono::{Duration, Utc};
use jobs::{Job, JobContext, JobError};
use payments::{Page, Since, Swept};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};

use super::{again, ring};
use crate::{
    hooks,
    payment::{Desk, accounts::Opened},
};

/// Walks the events of all accounts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Events {}

/// As far back as the first walk goes.
const FIRST: Duration = Duration::days(2);
/// Events appear a little later than they say.
const OVERLAP: Duration = Duration::minutes(15);

#[derive(FromQueryResult)]
struct Place {
    last_event_id: Option<String>,
    events_until: Option<chrono::DateTime<Utc>>,
}

impl Job for Events {
    const NAME: &'static str = "payments.events";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        for of in desk.all().await.map_err(again)? {
            if ctx.stop().is_cancelled() {
                break;
            }
            if let Err(error) = Self::walk(ctx, desk, &of).await {
                // The others are walked all the same; this one is due again.
                tracing::warn!(account = %of.id, ?error, "the events of an account could not be walked");
            }
        }
        Ok(())
    }
}

impl Events {
    async fn walk(ctx: &JobContext, desk: &Desk, of: &Opened) -> Result<(), JobError> {
        let provider = desk.get(payments::stripe::Stripe::ID).map_err(again)?;
        let place = Self::place(ctx, of).await?;
        let began = ctx.now();
        let from = place.events_until.map_or(began - FIRST, |until| until - OVERLAP);
        // By time, with some overlap: an event may be listed behind younger ones. Keeping one twice is keeping it once.
        let mut since = Since { created: Some(from.timestamp()), ..Since::default() };
        let (mut newest, mut found) = (None, 0);
        loop {
            let page: Page<Swept> = provider.events(&of.account, &since).await.map_err(anyhow::Error::from)?;
            // The first page has the youngest.
            if newest.is_none() {
                newest = page.entries.last().map(|swept| swept.envelope.event.clone());
            }
            for swept in &page.entries {
                let envelope = &swept.envelope;
                let bytes = swept.body.get().as_bytes();
                found += i32::from(hooks::keep(ctx.db(), of, envelope, bytes, "swept").await.map_err(again)?);
            }
            match page.next {
                Some(next) => since = since.page(next),
                None => break,
            }
        }
        if found > 0 {
            // A walk that finds something is a webhook that was lost.
            tracing::warn!(found, "events of the payment provider were never told, and found");
            ring(desk);
        }
        Self::remember(ctx, of, newest.or(place.last_event_id), began).await
    }

    async fn place(ctx: &JobContext, of: &Opened) -> Result<Place, JobError> {
        let tx = ctx.db().begin_system("walk the events of the payment provider").await?;
        let sql = "insert into payment_accounts (organization_id, id, source) values ($1, $2, 'settings') on conflict do nothing";
        db::exec(&tx, sql, [of.shop.into(), of.id.into()]).await?;
        let sql = "select last_event_id, events_until from payment_accounts where organization_id = $1 and id = $2";
        let place = db::fetch_one(&tx, sql, [of.shop.into(), of.id.into()]).await?;
        tx.commit().await?;
        Ok(place)
    }

    async fn remember(
        ctx: &JobContext,
        of: &Opened,
        newest: Option<String>,
        until: chrono::DateTime<Utc>,
    ) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("walk the events of the payment provider").await?;
        let sql =
            "update payment_accounts set last_event_id = $3, events_until = $4 where organization_id = $1 and id = $2";
        let values: [Value; 4] = [of.shop.into(), of.id.into(), newest.into(), until.into()];
        db::exec(&tx, sql, values).await?;
        tx.commit().await?;
        Ok(())
    }
}
