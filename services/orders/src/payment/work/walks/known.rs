//! Of a page of objects those that say something new: most are as our rows have them, and one statement tells which.

use std::collections::HashMap;

use jobs::{JobContext, JobError};
use payments::{Fact, Refund, Session, label};
use sea_orm::{FromQueryResult, Value};

use super::WHY;
use crate::payment::accounts::Opened;

/// Of an intent that is less far, and that nobody knows here, nothing has happened.
const SOMETHING: i16 = 30;

#[derive(FromQueryResult)]
struct Known {
    reference: String,
    /// Our row says the same.
    is_same: bool,
}

/// Leaves out what moves nothing.
pub(super) async fn news(ctx: &JobContext, of: &Opened, mut facts: Vec<Fact>) -> Result<Vec<Fact>, JobError> {
    let intents: Vec<&Session> = facts.iter().filter_map(as_session).collect();
    let refunds: Vec<&Refund> = facts.iter().filter_map(as_refund).collect();
    if intents.is_empty() && refunds.is_empty() {
        return Ok(facts);
    }
    // What was replaced and has money goes back: that is looked at each time.
    let sql = "select s.provider_ref as reference, s.rank = said.rank and s.received_amount = said.received::numeric
            and s.capturable_amount = said.capturable::numeric and (s.replaced_at is null or s.rank not in (50, 100)) as is_same
        from unnest($2::text[], $3::smallint[], $4::text[], $5::text[]) said (reference, rank, received, capturable)
        join payment_sessions s on s.provider_ref = said.reference
          and coalesce(s.payment_account_id, '00000000-0000-0000-0000-000000000000') = $1
        union all
        select r.provider_ref, r.status = said.status from unnest($6::text[], $7::text[]) said (reference, status)
        join payment_refunds r on r.provider_ref = said.reference
        join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
        join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
          and coalesce(s.payment_account_id, '00000000-0000-0000-0000-000000000000') = $1";
    let values: [Value; 7] = [
        of.id.into(),
        intents.iter().map(|said| said.reference.clone()).collect::<Vec<_>>().into(),
        intents.iter().map(|said| said.rank).collect::<Vec<_>>().into(),
        intents.iter().map(|said| said.received.to_string()).collect::<Vec<_>>().into(),
        intents.iter().map(|said| said.capturable.to_string()).collect::<Vec<_>>().into(),
        refunds.iter().map(|said| said.reference.clone()).collect::<Vec<_>>().into(),
        refunds.iter().map(|said| said.status.clone()).collect::<Vec<_>>().into(),
    ];
    let tx = ctx.db().begin_system(WHY).await?;
    let known: Vec<Known> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    let known: HashMap<String, bool> = known.into_iter().map(|row| (row.reference, row.is_same)).collect();
    facts.retain(|fact| match (known.get(fact.of().1), fact) {
        (Some(is_same), _) => !is_same,
        // An account may have much that was never begun here.
        (None, Fact::Session(said)) => said.rank >= SOMETHING && said.labels.contains_key(label::SESSION),
        (None, _) => true,
    });
    Ok(facts)
}

fn as_session(fact: &Fact) -> Option<&Session> {
    match fact {
        Fact::Session(said) => Some(said),
        _ => None,
    }
}

fn as_refund(fact: &Fact) -> Option<&Refund> {
    match fact {
        Fact::Refund(said) => Some(said),
        _ => None,
    }
}
