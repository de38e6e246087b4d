//! A bank takes money back, or asks: noted with the payment, booked when it leaves and when it comes back.

use chrono::{DateTime, Utc};
use jobs::JobContext;
use payments::Dispute;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use super::{Whose, apply::Failed, whose};
use crate::payment::accounts::Opened;

#[derive(FromQueryResult)]
struct Heard {
    heard: bool,
}

/// A dispute is told of.
pub(super) async fn dispute(
    ctx: &JobContext,
    of: &Opened,
    said: &Dispute,
    at: DateTime<Utc>,
) -> Result<Option<Uuid>, Failed> {
    let Some(intent) = &said.intent else { return Ok(None) };
    let Some(Whose { shop, id: session }) = whose::session(ctx, of.id, intent, None).await? else { return Ok(None) };
    let tx = ctx.begin_working_in(shop).await?;
    let document = json!({
        "ref": said.reference, "amount": said.amount.to_string(), "currency_code": said.currency, "reason": said.reason,
        "status": said.status, "rank": said.rank, "withdrawn": said.withdrawn.to_string(), "reinstated": said.reinstated.to_string(),
        "evidence_due_at": said.evidence_due, "told_at": at,
    });
    let sql = "select private.hear_dispute($1, $2, $3) as heard";
    let values: [Value; 3] = [session.into(), document.into(), tx.now().into()];
    let Heard { heard } = db::fetch_one(&tx, sql, values).await?;
    tx.commit().await?;
    if heard { Ok(Some(shop)) } else { Err(Failed::Now("the payment that it is of is not known yet".to_owned())) }
}
