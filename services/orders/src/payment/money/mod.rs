//! Taking money that was promised, and giving it back.

mod capture;
mod refund;

pub(crate) use capture::{Capturing, capture};
pub(crate) use refund::{By, NOTHING_LEFT, Refunding, refund};

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{REFUSED, accounts::OWN, settle::amount};

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
    currency_code: String,
    provider_ref: Option<String>,
    payment_session_id: Uuid,
    payment_account_id: Option<Uuid>,
    open: String,
    taken: String,
    lost: String,
    beyond: String,
}

/// A payment, as far as it is asked for here.
struct Payment {
    provider: String,
    currency: String,
    /// The object at the provider; the session itself where there is none.
    reference: String,
    session: Uuid,
    /// The account that it goes through.
    account: Uuid,
    /// What may still be taken.
    open: ::money::Amount,
    /// What may still be given back.
    taken: ::money::Amount,
    /// What of it a bank has given back, after a dispute that was lost.
    lost: ::money::Amount,
    /// What of it was not asked for: its collection has come to cost less since.
    beyond: ::money::Amount,
}

/// What was asked for under the same name before.
#[derive(FromQueryResult)]
struct Known {
    status: String,
    amount: String,
}

impl Known {
    /// What whoever asks again is told: the same, unless he asks for something else.
    fn answer(&self, wanted: Option<&::money::Amount>) -> Result<bool, ApiError> {
        if matches!(self.status.as_str(), "failed" | "canceled") {
            let words = "The payment provider refused this before: ask anew, with another Idempotency-Key";
            return Err(ApiError::not_allowed(words).with_code(REFUSED));
        }
        let before = amount(&self.amount)?;
        if wanted.is_some_and(|wanted| *wanted != before) {
            return Err(ApiError::invalid_data(format!(
                "The Idempotency-Key was used before for an amount of {before}: take another key for another amount"
            )));
        }
        Ok(true)
    }
}

async fn find(tx: &Tx, id: Uuid) -> Result<Option<Payment>, ApiError> {
    let sql = "select p.provider_id, p.currency_code, s.provider_ref, p.payment_session_id, s.payment_account_id,
            (p.amount - p.captured_amount - p.capturing_amount)::text as open,
            (p.captured_amount - p.refunded_amount - p.refunding_amount)::text as taken, private.lost_of(p.id)::text as lost,
            least(private.beyond(p.payment_collection_id),
              p.captured_amount - p.refunded_amount - p.refunding_amount - private.lost_of(p.id))::text as beyond
        from payments p join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
        where p.id = $1";
    let found: Option<Row> = db::fetch_optional(tx, sql, [id.into()]).await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(Payment {
        reference: row.provider_ref.unwrap_or_else(|| row.payment_session_id.to_string()),
        provider: row.provider_id,
        currency: row.currency_code,
        session: row.payment_session_id,
        account: row.payment_account_id.unwrap_or(OWN),
        open: amount(&row.open)?,
        taken: amount(&row.taken)?,
        lost: amount(&row.lost)?,
        beyond: amount(&row.beyond)?,
    }))
}
