//! What a bank decides takes days: of what began before all that a walk sees, nobody is told how it ended if its event was lost. So what nobody
//! has heard of for a day is looked up.

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{JobContext, JobError};
use payments::{Doubt, Fact, Question, stripe::Stripe};
use sea_orm::{FromQueryResult, Value};

use super::{WHY, again, is_over};
use crate::payment::{Desk, accounts::Opened, work::inbox::session};

/// As many in one walk.
const MOST: i64 = 100;
/// So long nobody has heard of it.
const SILENT: TimeDelta = TimeDelta::hours(20);

#[derive(FromQueryResult)]
struct Row {
    provider_ref: String,
}

/// Looks them up, those first of which nobody has heard for longest.
pub(super) async fn look_up(ctx: &JobContext, desk: &Desk, of: &Opened, began: DateTime<Utc>) -> Result<(), JobError> {
    let sql = "select s.provider_ref from payment_sessions s
        where s.rank = 40 and s.told_at <= $2 and s.provider_ref is not null
          and coalesce(s.payment_account_id, '00000000-0000-0000-0000-000000000000') = $1
        order by s.told_at limit $3";
    let values: [Value; 3] = [of.id.into(), (ctx.now() - SILENT).into(), MOST.into()];
    let tx = ctx.db().begin_system(WHY).await?;
    let rows: Vec<Row> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    let provider = desk.get(Stripe::ID).map_err(again)?;
    for Row { provider_ref } in rows {
        if is_over(ctx, began) {
            break;
        }
        let asked_at = ctx.now();
        let facts = match provider.look_up(&of.account, &Question::Intent(provider_ref.clone())).await {
            Ok(facts) => facts,
            Err(doubt) => {
                tracing::warn!(object = provider_ref, %doubt, "what a bank decides cannot be looked up now");
                // One that cannot be read hides no other; who is shut out is told the same of all.
                if doubt == Doubt::ShutOut {
                    break;
                }
                continue;
            }
        };
        for fact in &facts {
            if let Fact::Session(said) = fact
                && let Err(why) = session(ctx, desk, of, said, asked_at).await
            {
                tracing::warn!(object = provider_ref, why, "an object of the payment provider does not fit");
            }
        }
    }
    Ok(())
}
