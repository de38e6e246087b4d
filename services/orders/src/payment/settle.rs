//! What a provider says moves rows of ours: in a transaction of the shop that it is said of, and after it was compared with the row.

use chrono::{DateTime, SubsecRound, Utc};
use db::Tx;
use entity::ids::{PaymentRefundId, PaymentSessionId};
use money::Amount;
use payments::{Fact, Failure, Kind, Mismatch, Ours, Outcome, Refund, Session, Settled, label};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{attempts::Attempt, charges, customers};
use crate::{plans, subscriptions};

/// How something was told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// The object was read just now, at this time at the latest.
    Fresh(DateTime<Utc>),
    /// An event tells it, of this time.
    Event { id: &'a str, at: DateTime<Utc> },
}

#[derive(FromQueryResult)]
struct Heard {
    heard: Option<Value>,
}

#[derive(FromQueryResult)]
struct Row {
    amount: String,
    currency_code: String,
    is_bill: bool,
}

#[derive(FromQueryResult)]
struct Of {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Changed {
    #[expect(dead_code, reason = "that it was done is enough")]
    changed: bool,
}

/// What is said is not said of the row: nothing was moved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unheard {
    /// It is of something else than our row.
    #[error("not as the row has it: {0}")]
    Mismatch(#[from] Mismatch),
    /// The session belongs to another object.
    #[error("the session has another object at the provider")]
    Other,
    /// It could not be written.
    #[error(transparent)]
    Failed(#[from] ApiError),
}

impl From<db::Error> for Unheard {
    fn from(error: db::Error) -> Self {
        match &error {
            db::Error::Constraint { name, .. } if name == "payment_sessions_ref" => Self::Other,
            _ => Self::Failed(error.into()),
        }
    }
}

impl From<Unheard> for ApiError {
    fn from(unheard: Unheard) -> Self {
        match unheard {
            Unheard::Failed(error) => error,
            other => Self::internal(other),
        }
    }
}

/// Moves what a call was for, by what came of it. `is_first`: nobody has said so before. True where only the subscription itself can tell
/// how it stands.
pub(super) async fn settle(
    tx: &Tx,
    attempt: &Attempt,
    outcome: &Outcome,
    (asked_at, is_first): (DateTime<Utc>, bool),
) -> Result<bool, ApiError> {
    let (kind, subject) = (attempt.call.kind, attempt.subject);
    if customers::settle(tx, (kind, subject), outcome, asked_at).await? {
        return Ok(false);
    }
    let mut is_behind = false;
    let facts: &[Fact] = match &outcome.settled {
        Settled::Succeeded(answer) => &answer.facts,
        Settled::Failed(_, facts) => facts,
        Settled::Unknown(_) => return Ok(false),
    };
    if kind == Kind::CreateIntent {
        // What follows of a refusal is written to the session and what it was for: their collection is held before both.
        let sql = "select from payment_collections c where c.id = (select s.payment_collection_id from payment_sessions s where s.id = $1)
            for no key update";
        db::exec(tx, sql, [subject.into()]).await?;
    }
    for fact in facts {
        match fact {
            Fact::Session(said) => {
                let session =
                    if kind == Kind::CreateIntent { Some(subject) } else { named(tx, &said.reference).await? };
                if let Some(session) = session {
                    hear_session(tx, session, said, Source::Fresh(asked_at)).await?;
                }
            }
            Fact::Refund(said) => hear_refund(tx, subject, said).await?,
            Fact::Subscription(said) => {
                // Under the same key the provider says what it said then, and not how it stands.
                let then = Source::Event { id: &attempt.call.key, at: attempt.planned_at };
                let source = if outcome.was_replayed { then } else { Source::Fresh(asked_at) };
                is_behind |= subscriptions::hear(tx, subject, said, source).await? || outcome.was_replayed;
            }
            Fact::Price(said) if kind == Kind::CreatePrice => plans::made(tx, subject, attempt.account, said).await?,
            _ => {}
        }
    }
    if let Settled::Failed(failure, _) = &outcome.settled {
        let (sql, more): (&str, Vec<Cell>) = match kind {
            Kind::CreateIntent => (
                "update payment_sessions set status = 'error', last_error = coalesce(last_error, $2) where id = $1 and rank < 40",
                vec![json!({ "code": failure.code, "message": failure.message }).into()],
            ),
            Kind::Capture => ("select private.settle_capture($1, false, null, $2)", vec![tx.now().into()]),
            Kind::CreateSubscription => (
                "select private.give_up_subscription($1, $2, $3)",
                vec![json!({ "code": failure.code, "message": failure.message }).into(), tx.now().into()],
            ),
            Kind::Refund => ("select private.hear_refund($1, 'failed', 60::smallint, null, $2)", vec![tx.now().into()]),
            _ => return Ok(is_behind),
        };
        let values: Vec<Cell> = [vec![subject.into()], more].concat();
        db::exec(tx, sql, values).await?;
    }
    if kind == Kind::CreateIntent
        && is_first
        && let Some(failure) = refusal(outcome, facts)
    {
        charges::refused(tx, subject, failure).await?;
    }
    Ok(is_behind)
}

/// Why an intent was not paid, by the answer, or by what was found of it.
fn refusal<'a>(outcome: &'a Outcome, facts: &'a [Fact]) -> Option<&'a Failure> {
    if let Settled::Failed(failure, _) = &outcome.settled {
        return Some(failure);
    }
    facts.iter().find_map(|fact| if let Fact::Session(said) = fact { said.failure.as_ref() } else { None })
}

/// The session of an object at the provider.
pub(crate) async fn named(tx: &Tx, reference: &str) -> Result<Option<Uuid>, ApiError> {
    let sql = "select s.id from payment_sessions s where s.organization_id = $1 and s.provider_ref = $2";
    let found: Option<Of> = db::fetch_optional(tx, sql, [tx.organization()?.into(), reference.into()]).await?;
    Ok(found.map(|of| of.id))
}

/// A session learns what is said of it, if it is said of it. True if an event says less than is known and is younger: then only the object
/// itself can tell.
pub(crate) async fn hear_session(tx: &Tx, session: Uuid, said: &Session, source: Source<'_>) -> Result<bool, Unheard> {
    let sql =
        "select amount::text as amount, currency_code, coalesce(context ? 'subscription_invoice_id', false) as is_bill
        from payment_sessions where id = $1";
    let Some(row): Option<Row> = db::fetch_optional(tx, sql, [session.into()]).await? else { return Ok(false) };
    let amount = amount(&row.amount)?;
    let (id, shop) = (PaymentSessionId(session).to_string(), tx.organization()?.to_string());
    let labels = [(label::SESSION, id.as_str()), (label::ORGANIZATION, shop.as_str())];
    // The intent of a bill is made by the provider, who labels it for nobody; it is known by the id that he told of the bill.
    let labels: &[(&str, &str)] = if row.is_bill { &[] } else { &labels };
    Ours { amount: &amount, currency: &row.currency_code, labels }.check_session(said)?;
    let failure = said.failure.as_ref().map(
        |failure| json!({ "code": failure.code, "decline_code": failure.decline_code, "message": failure.message }),
    );
    let (fresh, told_at, told_by) = match source {
        // By the second, as events are.
        Source::Fresh(at) => (true, at.trunc_subsecs(0), None),
        Source::Event { id, at } => (false, at, Some(id)),
    };
    let told = json!({
        "ref": said.reference, "method": said.method.as_ref().filter(|method| method.len() <= 255), "rank": said.rank, "capturable": said.capturable.to_string(), "received": said.received.to_string(),
        "data": said.data.expose(), "failure": failure, "fresh": fresh, "told_at": told_at, "told_by": told_by,
        "capture_id": Uuid::now_v7(),
    });
    let values: [Cell; 3] = [session.into(), told.into(), tx.now().into()];
    let heard: Heard = db::fetch_one(tx, "select private.hear_session($1, $2, $3) as heard", values).await?;
    let Some(heard) = heard.heard else { return Ok(false) };
    if heard["has_failed"] == true
        && let Some(failure) = &said.failure
    {
        // Whatever it is called there, it is a bank's no, days after it was asked.
        let failure = Failure { is_card: true, ..failure.clone() };
        charges::refused(tx, session, &failure).await?;
    }
    Ok(heard["behind"] == true && !fresh)
}

#[derive(FromQueryResult)]
struct RefundRow {
    amount: String,
    currency_code: String,
    provider_ref: Option<String>,
}

/// A refund learns what is said of it.
pub(crate) async fn hear_refund(tx: &Tx, refund: Uuid, said: &Refund) -> Result<(), Unheard> {
    let sql = "select r.amount::text as amount, p.currency_code, r.provider_ref from payment_refunds r
        join payments p on p.organization_id = r.organization_id and p.id = r.payment_id where r.id = $1";
    let Some(row): Option<RefundRow> = db::fetch_optional(tx, sql, [refund.into()]).await? else { return Ok(()) };
    let amount = amount(&row.amount)?;
    let id = PaymentRefundId(refund).to_string();
    let labels = [(label::REFUND, id.as_str())];
    // One that is known by the provider's own id may have been made there, where nobody labels it.
    let is_known = row.provider_ref.as_deref() == Some(said.reference.as_str());
    let labels: &[(&str, &str)] = if is_known { &[] } else { &labels };
    Ours { amount: &amount, currency: &row.currency_code, labels }.check_refund(said)?;
    let sql = "select private.hear_refund($1, $2, $3, $4, $5) as changed";
    let known @ ("pending" | "requires_action" | "succeeded" | "failed" | "canceled") = said.status.as_str() else {
        // One that is new to us raises nothing.
        return Ok(());
    };
    let values: [Cell; 5] =
        [refund.into(), known.into(), said.rank.into(), said.reference.as_str().into(), tx.now().into()];
    let _: Changed = db::fetch_one(tx, sql, values).await?;
    Ok(())
}

/// An amount as the database tells it.
pub(crate) fn amount(text: &str) -> Result<Amount, ApiError> {
    text.parse().map_err(ApiError::internal)
}
