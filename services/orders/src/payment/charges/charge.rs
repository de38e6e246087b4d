//! One due, charged once.

use chrono::TimeDelta;
use entity::ids::OrderId;
use jobs::JobContext;
use payments::{Pays, Settled, label, stripe::Stripe};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{DAYS, Row, TRIES, candidate::candidate};
use crate::{
    dues,
    mails::{self, Asked},
    payment::{
        Desk,
        attempts::send,
        sessions::{Owed, Paying, start},
        settle::amount,
    },
};

/// What no other day changes: the card is gone, or nobody may use it.
const FOR_GOOD: [&str; 10] = [
    "expired_card",
    "incorrect_number",
    "invalid_account",
    "lost_card",
    "pickup_card",
    "restricted_card",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "stolen_card",
    "stop_payment_order",
];
/// What only the owner of the card can do.
const HIMSELF: &str = "authentication_required";

#[derive(FromQueryResult)]
struct Due {
    charges: i16,
}

#[derive(FromQueryResult)]
struct Owing {
    amount: String,
    currency_code: String,
    region_id: Option<Uuid>,
    is_busy: bool,
}

/// Charges it, if nobody else does and nobody is paying it himself.
pub(super) async fn charge(ctx: &JobContext, desk: &Desk, row: &Row) -> Result<(), ApiError> {
    let working = || ctx.working_in(row.organization_id);
    let tx = ctx.db().begin_working(working()).await?;
    let Some(collection) = dues::collect(&tx, row.order_id, row.id).await? else { return Ok(()) };
    // The due is held: of two the second sees what the first has written.
    let sql = "select d.charges from order_dues d where d.id = $1 and d.paid_at is null and d.charges < $2 and coalesce(d.charge_at <= $3, true)";
    let values: [Value; 3] = [row.id.into(), TRIES.into(), tx.now().into()];
    let due: Option<Due> = db::fetch_optional(&tx, sql, values).await?;
    let Some(Due { charges }) = due else { return Ok(()) };
    db::exec(&tx, "select from payment_collections where id = $1 for no key update", [collection.into()]).await?;
    let sql = "select (c.amount - c.authorized_amount)::text as amount, c.currency_code, o.region_id,
            exists (select from payment_sessions s where s.organization_id = c.organization_id and s.payment_collection_id = c.id and s.replaced_at is null
              and s.rank <> 90 and (s.rank >= 30 or s.created_at > $2
                or exists (select from payment_attempts a where a.organization_id = s.organization_id and a.subject_id = s.id
                  and a.kind = 'create_intent' and a.state in ('planned', 'unknown')))) as is_busy
        from payment_collections c join orders o on o.organization_id = c.organization_id and o.id = c.order_id where c.id = $1";
    let since = tx.now() - TimeDelta::minutes(30);
    let open: Owing = db::fetch_one(&tx, sql, [collection.into(), since.into()]).await?;
    let owed = Owed {
        id: collection,
        amount: amount(&open.amount)?,
        currency_code: open.currency_code,
        region: open.region_id,
        label: (label::ORDER, OrderId(row.order_id).to_string()),
    };
    let chosen = candidate(&tx, row.order_id).await?;
    let (Some((holder, method)), false, true) = (chosen, open.is_busy, owed.amount.is_positive()) else {
        later(&tx, row.id, charges, TimeDelta::hours(6)).await?;
        return Ok(tx.commit().await?);
    };
    let days = usize::try_from(charges).ok().and_then(|nth| DAYS.get(nth)).copied().unwrap_or(7);
    later(&tx, row.id, charges + 1, TimeDelta::days(days)).await?;
    let paying = Paying { holder: Some(holder), keep: None, pays: Some(Pays::Away(method)), at_once: true };
    let begun = start(&tx, desk, &owed, Stripe::ID, &paying).await?;
    tx.commit().await?;
    let Some(attempt) = begun else { return Ok(()) };
    let outcome = send(ctx.db(), working(), &attempt).await?;
    // What is in doubt is sent again, or looked up, by whoever looks after calls.
    let Settled::Failed(failure, _) = &outcome.settled else { return Ok(()) };
    let why = failure.decline_code.as_deref().unwrap_or(&failure.code);
    let tx = ctx.db().begin_working(working()).await?;
    if why == HIMSELF {
        later(&tx, row.id, TRIES, TimeDelta::zero()).await?;
        let asked = Asked { order: row.order_id, collection, amount: owed.amount, key: attempt.id };
        mails::ask(&tx, &asked).await?;
    } else if FOR_GOOD.contains(&why) {
        later(&tx, row.id, TRIES, TimeDelta::zero()).await?;
    }
    Ok(tx.commit().await?)
}

/// Writes down how often it was charged, and when it may be again.
async fn later(tx: &db::Tx, due: Uuid, charges: i16, wait: TimeDelta) -> Result<(), ApiError> {
    let sql = "update order_dues set charges = $2, charge_at = $3 where id = $1";
    db::exec(tx, sql, [due.into(), charges.into(), (tx.now() + wait).into()]).await?;
    Ok(())
}
