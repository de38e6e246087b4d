//! What is due is charged on its day, with the card that was kept for it: the one that an earlier part of the same order was paid with, by
//! somebody who said that it may be charged while he is away (`setup_future_usage: off_session`).
//!
//! Never two at a time: whoever charges holds the due, and the next try is written down before anything is sent. A card that is declined is
//! tried again some days later, a few times; one that is gone for good, or whose bank wants to hear its owner, is not. He is told each time.
//! Where nothing is left to charge, he and the shop are told. What comes of a charge is written with the answer ([`refused()`]), whoever
//! brings it.

mod candidate;
mod charge;
mod owing;
mod refused;
mod told;

use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use candidate::LAST;
pub(super) use refused::refused;

use super::Desk;

/// Looks for what is due today.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Charges {}

/// As many as one run looks after.
const MOST: i64 = 200;
/// So often a card is charged for the same.
const TRIES: i16 = 4;
/// So many days lie between two tries.
const DAYS: [i64; 4] = [1, 3, 5, 7];

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    order_id: Uuid,
}

impl Job for Charges {
    const NAME: &'static str = "payments.charges";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let sql = format!(
            "select d.organization_id, d.id, d.order_id from order_dues d
            join orders o on o.organization_id = d.organization_id and o.id = d.order_id
            where d.paid_at is null and d.due_at <= $1 and d.charges < $2 and coalesce(d.charge_at <= $1, true)
              and o.deleted_at is null and o.status not in ('canceled', 'archived') and not o.is_draft_order and o.customer_id is not null
              and exists (select from ({LAST}) l join payment_sessions t on t.organization_id = o.organization_id and t.id = l.id
                where t.method_ref is not null and t.context ->> 'setup_future_usage' = 'off_session')
            order by d.due_at limit $3"
        );
        let tx = ctx.db().begin_system("charge what is due").await?;
        let rows: Vec<Row> = db::fetch_all(&tx, &sql, [ctx.now().into(), TRIES.into(), MOST.into()]).await?;
        tx.commit().await?;
        for row in rows {
            if ctx.stop().is_cancelled() {
                break;
            }
            if let Err(error) = charge::charge(ctx, desk, &row).await {
                // The others are charged all the same. It stands back for a while, so that it hides none of them.
                tracing::warn!(due = %row.id, %error, "what is due could not be charged");
                let is_for_the_shop = error.status() == http::StatusCode::BAD_REQUEST;
                let words = error.to_string();
                Self::later(ctx, &row, Some(words.as_str()).filter(|_| is_for_the_shop)).await?;
            }
        }
        Ok(())
    }
}

impl Charges {
    /// It is put off; where only the shop can mend what is in the way, it is told so.
    async fn later(ctx: &JobContext, row: &Row, why: Option<&str>) -> Result<(), JobError> {
        let tx = ctx.begin_working_in(row.organization_id).await?;
        let wait = if why.is_some() { TimeDelta::days(1) } else { TimeDelta::hours(6) };
        let sql = "update order_dues set charge_at = $2 where id = $1 and paid_at is null and coalesce(charge_at <= $3, true)";
        let values: [Value; 3] = [row.id.into(), (tx.now() + wait).into(), tx.now().into()];
        let is_open = db::exec(&tx, sql, values).await? > 0;
        if let Some(why) = why.filter(|_| is_open) {
            told::not_begun(&tx, row, why).await.map_err(anyhow::Error::from)?;
        }
        Ok(tx.commit().await?)
    }
}
