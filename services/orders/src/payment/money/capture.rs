//! Taking what was promised.

use db::{Db, OnConstraint, Working};
use money::Amount;
use payments::{Settled, Want};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{Known, find};
use crate::payment::{
    Desk, SYSTEM,
    attempts::{self, Step, plan, refused},
};

#[derive(FromQueryResult)]
struct Begun {
    capture: Option<Uuid>,
}

/// What is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Capturing {
    /// Nothing said: all that is open.
    pub(crate) amount: Option<Amount>,
    /// Asked again with the same key, nothing more is taken.
    pub(crate) key: String,
    /// One that the provider refused is asked for anew: a job's, which comes again until it is done.
    pub(crate) is_again: bool,
}

/// Takes of a payment: never more than was promised, whoever asks at the same time. False when there is no such payment.
pub(crate) async fn capture(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    payment: Uuid,
    Capturing { amount: wanted, key, is_again }: Capturing,
) -> Result<bool, ApiError> {
    let tx = db.begin_working(working()).await?;
    let sql = "select count(*) from (select private.hold_payment($1)) h";
    db::exec(&tx, sql, [payment.into()]).await?;
    let Some(of) = find(&tx, payment).await? else { return Ok(false) };
    // What never arrived is asked for anew, under the same name; and what was refused, by a job.
    let sql = "update payment_captures c set client_key = c.client_key || ' ' || c.id where c.payment_id = $1 and c.client_key = $2
        and c.status = 'failed' and ($3 or exists (select from payment_attempts a
          where a.kind = 'capture' and a.subject_id = c.id and (a.state = 'given_up' or a.error_code = 'never_arrived')))";
    db::exec(&tx, sql, [payment.into(), key.as_str().into(), is_again.into()]).await?;
    let sql = "select status, amount::text as amount from payment_captures where payment_id = $1 and client_key = $2";
    let known: Option<Known> = db::fetch_optional(&tx, sql, [payment.into(), key.as_str().into()]).await?;
    if let Some(known) = known {
        return known.answer(wanted.as_ref());
    }
    let amount = wanted.unwrap_or_else(|| of.open.clone());
    if !amount.is_positive() {
        let words = "The payment is captured already: nothing of it is open";
        return Err(ApiError::invalid_data(words));
    }
    let sql = "select private.begin_capture($1, $2::numeric, $3) as capture";
    let values: [Value; 3] = [payment.into(), amount.to_string().into(), key.into()];
    let begun: Result<Begun, db::Error> = db::fetch_one(&tx, sql, values).await;
    let begun = begun.on_constraint("payments_captured", |_| {
        let (open, currency) = (&of.open, &of.currency);
        ApiError::invalid_data(format!(
            "You cannot capture more than the authorized amount: {open} {currency} are open"
        ))
    })?;
    let Some(capture) = begun.capture else {
        return Err(ApiError::invalid_data("The payment was canceled and cannot be captured"));
    };
    if of.provider == SYSTEM {
        let sql = "select private.take_capture($1, $2)";
        db::exec(&tx, sql, [capture.into(), tx.now().into()]).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let want = Want::Capture { intent: of.reference, amount, currency: of.currency };
    let step = plan(&tx, desk, (&of.provider, of.account), &want, capture).await?;
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
