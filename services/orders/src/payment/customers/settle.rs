//! What came of calls about customers and what is kept for them.

use chrono::{DateTime, Utc};
use db::Tx;
use payments::{Fact, Kind, Outcome, Settled};
use uuid::Uuid;
use web::ApiError;

use crate::payment::{methods, settle::Source};

/// Moves what a call was for. False for a call that is about something else.
pub(in crate::payment) async fn settle(
    tx: &Tx,
    (kind, subject): (Kind, Uuid),
    outcome: &Outcome,
    asked_at: DateTime<Utc>,
) -> Result<bool, ApiError> {
    match (kind, &outcome.settled) {
        (Kind::CreateCustomer, Settled::Succeeded(answer)) => {
            let sql = "update stripe_customers set provider_ref = $2 where id = $1 and provider_ref is null";
            db::exec(tx, sql, [subject.into(), answer.reference.as_str().into()]).await?;
        }
        (Kind::DeleteCustomer, Settled::Succeeded(_)) => forget(tx, subject, None).await?,
        (Kind::DeleteCustomer, Settled::Failed(failure, _)) if failure.code == "resource_missing" => {
            forget(tx, subject, None).await?;
        }
        (Kind::CreateSetupIntent, Settled::Succeeded(answer)) => {
            for fact in &answer.facts {
                if let Fact::Setup(said) = fact {
                    methods::hear_setup(tx, subject, said, Source::Fresh(asked_at)).await?;
                }
            }
        }
        (Kind::CreateSetupIntent, Settled::Failed(failure, _)) => {
            let sql = "update setup_sessions set status = 'error', data = data || jsonb_build_object('error', $2::text) where id = $1 and rank < 40";
            db::exec(tx, sql, [subject.into(), failure.message.as_str().into()]).await?;
        }
        (Kind::DetachMethod, Settled::Succeeded(_)) => methods::detached(tx, subject).await?,
        // It hangs nowhere any more, or never did.
        (Kind::DetachMethod, Settled::Failed(failure, _))
            if matches!(failure.code.as_str(), "resource_missing" | "payment_method_unexpected_state") =>
        {
            methods::detached(tx, subject).await?;
        }
        (
            Kind::CreateCustomer
            | Kind::DeleteCustomer
            | Kind::CreateSetupIntent
            | Kind::CancelSetupIntent
            | Kind::DetachMethod,
            _,
        ) => {}
        _ => return Ok(false),
    }
    Ok(true)
}

/// The provider knows him no more, and nothing is kept for him there.
pub(in crate::payment) async fn forget(tx: &Tx, holder: Uuid, reference: Option<&str>) -> Result<(), ApiError> {
    let sql = "update stripe_customers set provider_ref = null, default_method_ref = null
        where id = $1 and coalesce(provider_ref = $2, true)";
    if db::exec(tx, sql, [holder.into(), reference.into()]).await? > 0 {
        methods::detach_all(tx, holder).await?;
        // Nothing is kept for who is not known there: the next time he begins anew.
        let sql = "update setup_sessions set status = 'canceled', rank = 90, data = data - 'client_secret'
            where stripe_customer_id = $1 and rank < 90";
        db::exec(tx, sql, [holder.into()]).await?;
    }
    Ok(())
}
