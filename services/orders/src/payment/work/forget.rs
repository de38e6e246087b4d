//! Customers who were erased here: their providers forget them too, with all that is kept for them there.

use jobs::{Job, JobContext, JobError};
use payments::{Kind, Want, stripe::Stripe};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::again;
use crate::payment::{
    Desk,
    attempts::{self, Step, plan},
};

/// Looks for those whom a provider knows still.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Forget {}

const MOST: i64 = 200;

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    payment_account_id: Uuid,
    provider_ref: String,
}

impl Job for Forget {
    const NAME: &'static str = "payments.forget";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let sql = "select h.organization_id, h.id, h.payment_account_id, h.provider_ref from stripe_customers h
            where h.deleted_at is not null and h.provider_ref is not null
            -- In any order, so that some that cannot be reached never hide the others.
            order by random() limit $1";
        let tx = ctx.db().begin_system("have payment providers forget who was erased").await?;
        let rows: Vec<Row> = db::fetch_all(&tx, sql, [MOST.into()]).await?;
        tx.commit().await?;
        for row in rows {
            if ctx.stop().is_cancelled() {
                break;
            }
            if let Err(error) = Self::forget(ctx, desk, &row).await {
                tracing::warn!(customer = %row.id, ?error, "a payment provider has not forgotten somebody yet");
            }
        }
        Ok(())
    }
}

impl Forget {
    async fn forget(ctx: &JobContext, desk: &Desk, row: &Row) -> Result<(), JobError> {
        let tx = ctx.begin_working_in(row.organization_id).await?;
        let sql = "select from stripe_customers h where h.id = $1 and h.provider_ref = $2 for no key update";
        if db::exec(&tx, sql, [row.id.into(), row.provider_ref.as_str().into()]).await? == 0 {
            return Ok(());
        }
        if attempts::open(&tx, desk, Kind::DeleteCustomer, row.id).await.map_err(again)?.is_some() {
            // It is sent again by whoever looks after calls in doubt.
            return Ok(());
        }
        let want = Want::ForgetCustomer { customer: row.provider_ref.clone() };
        let step = plan(&tx, desk, (Stripe::ID, row.payment_account_id), &want, row.id).await.map_err(again)?;
        tx.commit().await?;
        if let Step::Send(attempt) = step {
            attempts::send(ctx.db(), ctx.working_in(row.organization_id), &attempt).await.map_err(again)?;
        }
        Ok(())
    }
}
