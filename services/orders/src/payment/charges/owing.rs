//! How a due stands, and what is in the way of charging it.

use chrono::TimeDelta;
use db::Tx;
use entity::ids::OrderId;
use payments::label;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{Row, TRIES};
use crate::{
    dues,
    payment::{sessions::Owed, settle::amount},
};

/// A due that is held, with its order and its collection.
pub(super) enum Standing {
    /// Nothing is to be paid, or nobody is to be charged for it.
    Settled,
    /// Somebody is paying it himself, or a charge is on its way.
    Busy,
    /// Somebody began to pay it and went away: what the provider has of it goes before it is charged, or it may be paid twice.
    LetGo { session: Uuid, provider: String, reference: String },
    /// It is to be charged.
    Open { charges: i16, owed: Owed },
}

#[derive(FromQueryResult)]
struct Found {
    charges: i16,
    amount: String,
    currency_code: String,
    region_id: Option<Uuid>,
    is_busy: bool,
    session: Option<Uuid>,
    provider_id: Option<String>,
    provider_ref: Option<String>,
}

/// So long whoever has begun to pay is left to it.
const AT_IT: TimeDelta = TimeDelta::minutes(30);
/// So long, where his bank wants to hear him.
const AT_HIS_BANK: TimeDelta = TimeDelta::days(1);

/// Holds the due and all that it hangs on, and reads it. Whoever takes the order back meanwhile waits, or has done so.
pub(super) async fn hold(tx: &Tx, row: &Row) -> Result<Standing, ApiError> {
    let Some(collection) = dues::collect(tx, row.order_id, row.id).await? else { return Ok(Standing::Settled) };
    let sql = "select d.charges, (c.amount - c.authorized_amount)::text as amount, c.currency_code, o.region_id, s.id as session, s.provider_id, s.provider_ref,
            coalesce(s.rank = 40 or (s.rank < 30 and s.since > $3) or (s.rank = 30 and s.since > $4)
              or exists (select from payment_attempts a where a.organization_id = d.organization_id and a.subject_id = s.id
                and a.kind = 'create_intent' and a.state in ('planned', 'unknown')), false) as is_busy
        from order_dues d
        join orders o on o.organization_id = d.organization_id and o.id = d.order_id and o.deleted_at is null and o.canceled_at is null
          and o.status not in ('canceled', 'archived') and not o.is_draft_order
        join payment_collections c on c.organization_id = d.organization_id and c.id = d.payment_collection_id and c.deleted_at is null
          and c.status not in ('canceled', 'completed')
        left join lateral (select t.id, t.rank, t.provider_id, t.provider_ref, greatest(t.created_at, t.told_at) as since from payment_sessions t
          where t.organization_id = c.organization_id and t.payment_collection_id = c.id and t.replaced_at is null and t.rank < 50
            and t.provider_id <> 'pp_system_default') s on true
        where d.id = $1 and c.id = $2 and d.paid_at is null and d.charges < $5 and coalesce(d.charge_at <= $6, true)";
    let now = tx.now();
    let values: [Value; 6] =
        [row.id.into(), collection.into(), (now - AT_IT).into(), (now - AT_HIS_BANK).into(), TRIES.into(), now.into()];
    let found: Option<Found> = db::fetch_optional(tx, sql, values).await?;
    let Some(found) = found else { return Ok(Standing::Settled) };
    let amount = amount(&found.amount)?;
    // What is promised and not taken yet is nobody's to charge.
    if found.is_busy || !amount.is_positive() {
        return Ok(Standing::Busy);
    }
    if let (Some(session), Some(provider), Some(reference)) = (found.session, found.provider_id, found.provider_ref) {
        return Ok(Standing::LetGo { session, provider, reference });
    }
    let owed = Owed {
        id: collection,
        amount,
        currency_code: found.currency_code,
        region: found.region_id,
        label: (label::ORDER, OrderId(row.order_id).to_string()),
    };
    Ok(Standing::Open { charges: found.charges, owed })
}
