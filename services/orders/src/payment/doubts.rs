//! What became of a call whose end nobody has heard: looked for at the provider, by what it would have made.

use chrono::{DateTime, Utc};
use db::{Db, Working};
use payments::{Answer, Fact, Kind, Outcome, Question, Settled};
use sea_orm::FromQueryResult;
use web::ApiError;

use super::attempts::{self, Attempt};

#[derive(FromQueryResult)]
struct Reference {
    provider_ref: Option<String>,
}

/// Asks for what a call has made, which was sent then for the last time, and settles it by that. Where there is nothing it never was: of one
/// that `is_over`, which does nothing any more. What was found, if anything was.
pub(super) async fn find(
    db: &Db,
    working: Working,
    (attempt, last_sent_at): (&Attempt, DateTime<Utc>),
    is_over: bool,
) -> Result<Option<Outcome>, ApiError> {
    let Some(question) = question(db, working, attempt, last_sent_at).await? else {
        if is_over {
            attempts::give_up(db, working, attempt).await?;
        }
        return Ok(None);
    };
    // An intent is there whether a capture of it, or its end, has arrived or not: that says nothing while the call may yet arrive.
    let is_found_by_itself = matches!(
        attempt.call.kind,
        Kind::CreateIntent | Kind::Refund | Kind::CreateSubscription | Kind::CreateCustomer
    );
    if !is_over && !is_found_by_itself {
        return Ok(None);
    }
    let opened = match attempt.desk.open(attempt.account).await {
        // The shop has removed its account: nobody can ask any more.
        Err(error) if is_over && error.status().is_client_error() => {
            attempts::give_up(db, working, attempt).await?;
            return Ok(None);
        }
        opened => opened?,
    };
    let asked_at = db.clock().now();
    let facts = attempt.provider.look_up(&opened.account, &question).await.map_err(attempts::unanswered)?;
    let Some(reference) = facts.first().map(|fact: &Fact| fact.of().1.to_owned()) else {
        if is_over {
            attempts::give_up(db, working, attempt).await?;
        }
        return Ok(None);
    };
    let settled = if did(attempt.call.kind, &facts) {
        Settled::Succeeded(Answer { reference, facts })
    } else {
        Settled::Failed(attempts::never_arrived(), facts)
    };
    let outcome = Outcome { settled, tries: 0, http_status: None, request: None, was_replayed: false };
    attempts::settle_found(db, working, attempt, &outcome, asked_at).await?;
    Ok(Some(outcome))
}

async fn question(
    db: &Db,
    working: Working,
    attempt: &Attempt,
    until: DateTime<Utc>,
) -> Result<Option<Question>, ApiError> {
    let id = attempt.id.to_string();
    let reference = |sql: &'static str| async move {
        let tx = db.begin_working(working).await?;
        let found: Option<Reference> = db::fetch_optional(&tx, sql, [attempt.subject.into()]).await?;
        tx.commit().await?;
        Ok::<_, ApiError>(found.and_then(|row| row.provider_ref))
    };
    Ok(match attempt.call.kind {
        Kind::CreateIntent => Some(Question::IntentOf { attempt: id, from: attempt.planned_at, until }),
        Kind::CreateCustomer => Some(Question::CustomerOf { attempt: id, from: attempt.planned_at, until }),
        Kind::CancelIntent => {
            reference("select provider_ref from payment_sessions where id = $1").await?.map(Question::Intent)
        }
        Kind::Capture => {
            let sql = "select s.provider_ref from payment_captures c
                join payments p on p.organization_id = c.organization_id and p.id = c.payment_id
                join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id where c.id = $1";
            reference(sql).await?.map(Question::Intent)
        }
        Kind::Refund => {
            let sql = "select s.provider_ref from payment_refunds r
                join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
                join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id where r.id = $1";
            reference(sql).await?.map(|intent| Question::RefundOf { attempt: id, intent })
        }
        Kind::CreateSubscription => {
            let sql = "select c.provider_ref from subscriptions s
                join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id where s.id = $1";
            reference(sql).await?.map(|customer| Question::SubscriptionOf { attempt: id, customer })
        }
        Kind::UpdateSubscription | Kind::CancelSubscription => {
            reference("select provider_ref from subscriptions where id = $1").await?.map(Question::Subscription)
        }
        _ => None,
    })
}

/// Whether a call of this kind has done what it was for, by what was found.
fn did(kind: Kind, facts: &[Fact]) -> bool {
    facts.iter().any(|fact| match (kind, fact) {
        (Kind::CancelIntent, Fact::Session(session)) => session.status == "canceled",
        (Kind::Capture, Fact::Session(session)) => session.received.is_positive(),
        _ => true,
    })
}
