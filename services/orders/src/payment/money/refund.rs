//! Giving back what was taken.

use db::{Db, OnConstraint, Working};
use entity::ids::{PaymentRefundId, PaymentSessionId};
use money::Amount;
use payments::{RefundReason, Settled, Want, label};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{Known, find};
use crate::payment::{
    Desk, SYSTEM,
    attempts::{self, Step, plan, refused},
};

/// What is given back, and why.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refunding {
    /// Nothing said: all that is left.
    pub(crate) amount: Option<Amount>,
    pub(crate) reason: Option<Uuid>,
    pub(crate) note: Option<String>,
    /// Asked again with the same key, nothing more is given back.
    pub(crate) key: String,
    /// Who wants it.
    pub(crate) by: By,
}

/// Who wants something given back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum By {
    /// Somebody of the staff: the provider says whether it goes.
    #[default]
    Hand,
    /// A job, which comes again until it is done: what the provider refused is asked for anew. What a bank decides on waits until it has, and
    /// what the bank has given back is not given back once more.
    Itself,
    /// A job too, of what came and nobody has asked for: that much and no more. It is given up sooner than a bank decides; the shop is told.
    Surplus,
}

impl By {
    fn is_again(self) -> bool {
        self != Self::Hand
    }
}

#[derive(FromQueryResult)]
struct Waits {
    waits: bool,
}

#[derive(FromQueryResult)]
struct Begun {
    refund: Option<Uuid>,
}

/// All of it went back already.
pub(crate) const NOTHING_LEFT: &str = "Nothing of the payment is left to be refunded";

/// Gives back of a payment: never more than was taken, whoever asks at the same time. False when there is no such payment, or
/// it waits for a bank.
pub(crate) async fn refund(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    payment: Uuid,
    Refunding { amount: wanted, reason, note, key, by }: Refunding,
) -> Result<bool, ApiError> {
    let tx = db.begin_working(working()).await?;
    let sql = "select count(*) from (select private.hold_payment($1)) h";
    db::exec(&tx, sql, [payment.into()]).await?;
    let Some(of) = find(&tx, payment).await? else { return Ok(false) };
    let left = match by {
        By::Hand => of.taken.clone(),
        By::Itself => &of.taken - &of.lost,
        By::Surplus => of.beyond.clone(),
    };
    if by == By::Itself && left.is_positive() {
        let sql = "select private.waits_for_bank($1, $2) as waits";
        let Waits { waits } = db::fetch_one(&tx, sql, [payment.into(), tx.now().into()]).await?;
        if waits {
            // The shop is told.
            tx.commit().await?;
            return Ok(false);
        }
    }
    // What never arrived is asked for anew, under the same name; by a job also what was refused, and what is left since one of this name went
    // back.
    let sql = "update payment_refunds r set client_key = r.client_key || ' ' || r.id where r.payment_id = $1 and r.client_key = $2
        and (r.status in ('failed', 'canceled') and ($3 or exists (select from payment_attempts a
            where a.kind = 'refund' and a.subject_id = r.id and (a.state = 'given_up' or a.error_code = 'never_arrived')))
          or r.status = 'succeeded' and $4)";
    let is_left = by.is_again() && wanted.is_none() && left.is_positive();
    let values: [Value; 4] = [payment.into(), key.as_str().into(), by.is_again().into(), is_left.into()];
    db::exec(&tx, sql, values).await?;
    let sql = "select status, amount::text as amount from payment_refunds where payment_id = $1 and client_key = $2";
    let known: Option<Known> = db::fetch_optional(&tx, sql, [payment.into(), key.as_str().into()]).await?;
    if let Some(known) = known {
        return known.answer(wanted.as_ref());
    }
    let amount = wanted.unwrap_or(left);
    if !amount.is_positive() {
        return Err(ApiError::invalid_data(NOTHING_LEFT));
    }
    let sql = "select private.begin_refund($1, $2::numeric, $3, $4, $5) as refund";
    let values: [Value; 5] = [payment.into(), amount.to_string().into(), key.into(), reason.into(), note.into()];
    let begun: Result<Begun, db::Error> = db::fetch_one(&tx, sql, values).await;
    let begun = begun.on_constraint("payments_refunded", |_| {
        let (taken, currency) = (&of.taken, &of.currency);
        ApiError::invalid_data(format!(
            "You cannot refund more than what is captured on the payment: {taken} {currency} are left"
        ))
    })?;
    let Some(refund) = begun.refund else { return Ok(false) };
    if of.provider == SYSTEM {
        let sql = "select private.hear_refund($1, 'succeeded', 50::smallint, null, $2)";
        db::exec(&tx, sql, [refund.into(), tx.now().into()]).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let labels = [
        (label::REFUND, PaymentRefundId(refund).to_string()),
        (label::SESSION, PaymentSessionId(of.session).to_string()),
        (label::ORGANIZATION, tx.organization()?.to_string()),
    ];
    let want = Want::Refund {
        intent: of.reference,
        amount,
        currency: of.currency,
        reason: Some(RefundReason::RequestedByCustomer),
        labels: labels.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    let step = plan(&tx, desk, (&of.provider, of.account), &want, refund).await?;
    tx.commit().await?;
    if let Step::Send(attempt) = step {
        let outcome = attempts::send(db, working(), &attempt).await?;
        // What is in doubt is on its way, and no failure: whoever asked again for it would ask for more.
        if matches!(outcome.settled, Settled::Failed(..))
            && let Some(error) = refused(&outcome)
        {
            return Err(error);
        }
    }
    Ok(true)
}
