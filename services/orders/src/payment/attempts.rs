//! Calls to a provider: written down and committed, sent with no transaction open, settled. A process may end between any two of these;
//! what it leaves is sent again under the same key, or looked up (`work::attempts`).

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use db::{Db, Tx, Working};
use payments::{Before, Call, Doubt, Failure, Kind, Outcome, Planned, Provider, Settled, Unplannable, Want};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{ApiError, Kind as Failing};

use super::{
    Desk,
    accounts::{OWN, must_be_there},
    doubts, feed, settle,
};
use crate::subscriptions;

/// A call that was written down.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) id: Uuid,
    /// The session, capture, refund … that it is for.
    pub(crate) subject: Uuid,
    pub(crate) provider: Arc<dyn Provider>,
    /// The account that it is sent to.
    pub(crate) account: Uuid,
    pub(crate) desk: Desk,
    pub(crate) call: Call,
    pub(crate) before: Before,
    /// When it was written down.
    pub(crate) planned_at: DateTime<Utc>,
    /// When it was sent last, as far as anybody knows.
    pub(crate) last_sent_at: Option<DateTime<Utc>>,
}

impl Attempt {
    /// Whether money moves by it: a charge, a capture, what goes back. One of those is called undone only once it cannot arrive any more.
    fn moves_money(&self) -> bool {
        match self.call.kind {
            Kind::CreateIntent => self.call.body.split('&').any(|field| field == "confirm=true"),
            Kind::CancelIntent | Kind::Capture | Kind::Refund => true,
            _ => false,
        }
    }
}

/// What has to be done for something that is wanted.
#[derive(Debug)]
pub(crate) enum Step {
    /// This is to be sent, once the transaction is committed.
    Send(Box<Attempt>),
    /// Nothing: it is so.
    Done,
}

/// So long a call that was written down is left to whoever wrote it; then others look after it.
const LEFT_ALONE: Duration = Duration::from_mins(1);

/// Writes down what has to be sent.
pub(crate) async fn plan(
    tx: &Tx,
    desk: &Desk,
    (provider, account): (&str, Uuid),
    want: &Want,
    subject: Uuid,
) -> Result<Step, ApiError> {
    let provider = desk.get(provider)?;
    must_be_there(tx, account).await?;
    let id = Uuid::now_v7();
    let call = match provider.plan(want, &id.to_string()).map_err(unplannable)? {
        Planned::Done(_) => return Ok(Step::Done),
        Planned::Call(call) => call,
    };
    let shop = tx.organization()?;
    let sql = "insert into payment_attempts (organization_id, id, kind, subject_id, nth, idempotency_key, path, body, api_version,
            planned_at, first_sent_at, last_sent_at, next_at, payment_account_id)
        select $1, $2, $3, $4, 1 + coalesce(max(a.nth), 0), $5, $6, $7, $8, $9, $9, $9, $10, $11
        from payment_attempts a where a.kind = $3 and a.subject_id = $4";
    let values: [Value; 11] = [
        shop.into(),
        id.into(),
        call.kind.as_str().into(),
        subject.into(),
        call.key.as_str().into(),
        call.path.as_str().into(),
        call.body.as_str().into(),
        call.api_version.as_str().into(),
        tx.now().into(),
        (tx.now() + LEFT_ALONE).into(),
        account.into(),
    ];
    db::exec(tx, sql, values).await?;
    let (provider, before, planned_at) = (Arc::clone(provider), Before::default(), tx.now());
    let desk = desk.clone();
    let attempt = Attempt { id, subject, provider, account, desk, call, before, planned_at, last_sent_at: None };
    Ok(Step::Send(Box::new(attempt)))
}

/// Sends it and settles what came of it.
pub(crate) async fn send(db: &Db, working: Working, attempt: &Attempt) -> Result<Outcome, ApiError> {
    send_and_see(db, working, attempt).await.map(|(outcome, _)| outcome)
}

/// The same, and whether it stays open: nobody knows what came of it, and it may still come.
pub(super) async fn send_and_see(db: &Db, working: Working, attempt: &Attempt) -> Result<(Outcome, bool), ApiError> {
    let opened = attempt.desk.open(attempt.account).await?;
    if attempt.last_sent_at.is_some() {
        // It is sent again: whoever looks for what it made has to know until when to look, should the process end here.
        let tx = db.begin_working(working).await?;
        let sql = "update payment_attempts set last_sent_at = $2 where id = $1";
        db::exec(&tx, sql, [attempt.id.into(), tx.now().into()]).await?;
        tx.commit().await?;
    }
    // What it says is at least as young as this.
    let asked_at = if attempt.call.kind.is_of_subscription() {
        let tx = db.begin_working(working).await?;
        let asked_at = subscriptions::asked_at(&tx, attempt.subject).await?;
        tx.commit().await?;
        asked_at
    } else {
        db.clock().now()
    };
    let outcome = attempt.provider.send(&opened.account, &attempt.call, attempt.before).await;
    let tx = db.begin_working(working).await?;
    let is_first = note(&tx, attempt, &outcome).await?;
    let is_behind = settle::settle(&tx, attempt, &outcome, (asked_at, is_first)).await?;
    tx.commit().await?;
    if let Settled::Succeeded(answer) = &outcome.settled
        && is_behind
    {
        // It has changed since the answer was made, perhaps: only the subscription itself can tell.
        let about = (attempt.subject, answer.reference.as_str());
        subscriptions::look(db, &attempt.desk, &opened, working, about).await?;
    }
    if !matches!(outcome.settled, Settled::Unknown(_)) {
        return Ok((outcome, false));
    }
    if !outcome.is_last_word() || attempt.moves_money() {
        return Ok((outcome, true));
    }
    // What became of the call is looked at now, so that whoever asks again begins anew.
    match doubts::find(db, working, (attempt, db.clock().now()), true).await {
        Ok(Some(found)) if attempt.call.kind.is_awaited() => Ok((found, false)),
        Ok(_) => Ok((outcome, false)),
        Err(error) => {
            tracing::warn!(attempt = %attempt.id, %error, "what became of a call to a payment provider is not known yet");
            Ok((outcome, true))
        }
    }
}

/// Settles a call by what was found of it.
pub(super) async fn settle_found(
    db: &Db,
    working: Working,
    attempt: &Attempt,
    outcome: &Outcome,
    asked_at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let tx = db.begin_working(working).await?;
    let is_first = note(&tx, attempt, outcome).await?;
    settle::settle(&tx, attempt, outcome, (asked_at, is_first)).await?;
    Ok(tx.commit().await?)
}

/// A call that has done nothing, and never will: what it was for has failed.
pub(super) async fn give_up(db: &Db, working: Working, attempt: &Attempt) -> Result<(), ApiError> {
    let tx = db.begin_working(working).await?;
    let settled = Settled::Failed(never_arrived(), Vec::new());
    let outcome = Outcome { settled, tries: 0, http_status: None, request: None, was_replayed: false };
    let sql = "update payment_attempts set state = 'given_up', settled_at = $2, next_at = null,
            body = case when kind = 'create_customer' then '' else body end where id = $1 and state in ('planned', 'unknown')";
    let is_first = db::exec(&tx, sql, [attempt.id.into(), tx.now().into()]).await? > 0;
    settle::settle(&tx, attempt, &outcome, (tx.now(), is_first)).await?;
    Ok(tx.commit().await?)
}

/// Why a call has failed of which nothing was found.
pub(super) fn never_arrived() -> Failure {
    let message = "nothing was found of this call".to_owned();
    Failure { code: "never_arrived".to_owned(), message, ..Failure::default() }
}

/// What came of a call, in its row. One that is settled stays as it is; true for whoever is the first to say it.
async fn note(tx: &Tx, attempt: &Attempt, outcome: &Outcome) -> Result<bool, ApiError> {
    if is_shut_out(outcome) {
        feed::shut_out(tx, attempt.account).await?;
    }
    let (state, reference, code, message) = match &outcome.settled {
        Settled::Succeeded(answer) => ("succeeded", Some(answer.reference.as_str()), None, None),
        Settled::Failed(failure, _) => {
            let code = failure.decline_code.as_ref().unwrap_or(&failure.code);
            ("failed", None, Some(code.clone()), Some(failure.message.clone()))
        }
        Settled::Unknown(doubt) => ("unknown", None, Some(doubt.code().to_owned()), Some(doubt.to_string())),
    };
    let short = |text: Option<String>, most: usize| text.map(|text| text.chars().take(most).collect::<String>());
    let sql = "update payment_attempts set state = $2, tries = tries + $3, http_status = $4, provider_ref = coalesce($5, provider_ref),
            provider_request = $6, error_code = $7, error_message = $8, last_sent_at = $9,
            -- What names a person is kept no longer than it may have to be sent again.
            body = case when kind = 'create_customer' and $2 <> 'unknown' then '' else body end,
            settled_at = case when $2 <> 'unknown' then $9 end,
            -- Each time somebody looks it was tried some three times.
            next_at = case when $2 = 'unknown' then $9 + least(interval '1 hour', interval '20 seconds' * 2 ^ least(tries / 3, 8)) end
        where id = $1 and state in ('planned', 'unknown')";
    let values: [Value; 9] = [
        attempt.id.into(),
        state.into(),
        i32::try_from(outcome.tries).unwrap_or(i32::MAX).into(),
        outcome.http_status.map(i32::from).into(),
        reference.into(),
        short(outcome.request.clone(), 255).into(),
        short(code, 255).into(),
        short(message, 2_000).into(),
        tx.now().into(),
    ];
    Ok(db::exec(tx, sql, values).await? > 0)
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub(crate) organization_id: Uuid,
    pub(crate) id: Uuid,
    kind: String,
    subject_id: Uuid,
    payment_account_id: Option<Uuid>,
    idempotency_key: String,
    path: String,
    body: String,
    api_version: String,
    tries: i32,
    planned_at: DateTime<Utc>,
    last_sent_at: Option<DateTime<Utc>>,
}

/// The columns of [`Row`].
pub(crate) const COLUMNS: &str = "a.organization_id, a.id, a.kind, a.subject_id, a.payment_account_id, a.idempotency_key, a.path, a.body, a.api_version, a.tries, a.planned_at, a.last_sent_at";

impl Row {
    /// A call that somebody else wrote down.
    pub(crate) fn attempt(self, desk: &Desk, now: DateTime<Utc>) -> Result<Attempt, ApiError> {
        let kind: Kind = serde_json::from_value(self.kind.into()).map_err(ApiError::internal)?;
        let (key, path, body, api_version) = (self.idempotency_key, self.path, self.body, self.api_version);
        let age = (now - self.planned_at).to_std().unwrap_or_default().max(Duration::from_secs(1));
        Ok(Attempt {
            id: self.id,
            subject: self.subject_id,
            provider: Arc::clone(desk.get(payments::stripe::Stripe::ID)?),
            account: self.payment_account_id.unwrap_or(OWN),
            desk: desk.clone(),
            call: Call { kind, key, path, body, api_version },
            before: Before { tries: self.tries.unsigned_abs(), age },
            planned_at: self.planned_at,
            last_sent_at: self.last_sent_at,
        })
    }
}

/// Sends again, under its own key, what was written down for something and nobody knows the end of: what was asked for happens once, and
/// whoever asks now is answered what came of it. Refused where nobody knows it still.
pub(crate) async fn again_under_way(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    subject: Uuid,
) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    let sql = format!(
        "select {COLUMNS} from payment_attempts a where a.subject_id = $1 and a.state in ('planned', 'unknown') order by a.planned_at, a.id"
    );
    let rows: Vec<Row> = db::fetch_all(&tx, &sql, [subject.into()]).await?;
    tx.commit().await?;
    for row in rows {
        let attempt = row.attempt(desk, db.clock().now())?;
        let (outcome, is_open) = send_and_see(db, working(), &attempt).await?;
        let is_unknown = matches!(outcome.settled, Settled::Unknown(_));
        // What somebody waits for was not made; what was to be changed can be asked for anew.
        if is_unknown
            && (is_open || attempt.call.kind.is_awaited())
            && let Some(error) = refused(&outcome)
        {
            return Err(error);
        }
    }
    Ok(())
}

/// Why something cannot be paid, in words for whoever wants it.
fn unplannable(why: Unplannable) -> ApiError {
    match why {
        Unplannable::Currency(_) | Unplannable::Amount { .. } => ApiError::invalid_data(why.to_string()),
        Unplannable::Unsupported => ApiError::not_allowed(why.to_string()),
        Unplannable::Reference => ApiError::internal(why),
    }
}

/// Whether the provider does not let our account in.
fn is_shut_out(outcome: &Outcome) -> bool {
    match &outcome.settled {
        Settled::Failed(failure, _) => failure.code == Failure::SHUT_OUT,
        Settled::Unknown(doubt) => *doubt == Doubt::ShutOut,
        Settled::Succeeded(_) => false,
    }
}

/// The code of what the provider has refused for good.
pub(crate) const REFUSED: &str = "payment_refused";

/// What whoever asked is told of a call that did not succeed.
pub(crate) fn refused(outcome: &Outcome) -> Option<ApiError> {
    match &outcome.settled {
        Settled::Succeeded(_) => None,
        _ if is_shut_out(outcome) => {
            // What the provider says of the key is for the shop, which is told.
            let words =
                "The payment provider takes no payments of this shop now: nothing is lost, please try again later";
            Some(ApiError::new(Failing::Unavailable, words))
        }
        Settled::Failed(failure, _) => {
            let words: String = failure.message.chars().take(500).collect();
            Some(ApiError::not_allowed(format!("The payment provider refused: {words}")).with_code(REFUSED))
        }
        Settled::Unknown(doubt) => Some(unanswered(doubt.clone())),
    }
}

/// What whoever asked is told where the provider did not answer.
pub(crate) fn unanswered(doubt: Doubt) -> ApiError {
    let words = "The payment provider cannot be reached or did not answer: nothing is lost, please try again";
    ApiError::new(Failing::Unavailable, words).with_source(doubt)
}

/// The call of a kind that is under way for something: whoever wants the same sends the same.
pub(crate) async fn open(tx: &Tx, desk: &Desk, kind: Kind, subject: Uuid) -> Result<Option<Box<Attempt>>, ApiError> {
    let sql = format!(
        "select {COLUMNS} from payment_attempts a where a.kind = $1 and a.subject_id = $2 and a.state in ('planned', 'unknown')
        order by a.nth desc limit 1"
    );
    let found: Option<Row> = db::fetch_optional(tx, &sql, [kind.as_str().into(), subject.into()]).await?;
    found.map(|row| row.attempt(desk, tx.now()).map(Box::new)).transpose()
}
