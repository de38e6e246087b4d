//! Beginning to keep a method without paying.

use chrono::TimeDelta;
use db::{Db, Working};
use entity::ids::SetupSessionId;
use payments::{Fact, Keep, Kind, Question, Want, label, stripe::Stripe};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::hear_setup;
use crate::payment::{
    Desk,
    attempts::{self, Step, plan, refused, unanswered},
    customers::Holder,
    settle::Source,
};

/// A try to keep a method.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Setup {
    id: Uuid,
    provider_ref: Option<String>,
    status: String,
    data: Value,
}

impl Setup {
    /// As it is answered: `data` holds what the provider's library needs.
    pub(crate) fn json(&self) -> Value {
        json!({ "id": SetupSessionId(self.id), "provider_id": Stripe::ID, "status": self.status, "data": self.data })
    }
}

const COLUMNS: &str = "s.id, s.provider_ref, s.status, s.data";

/// Begins it; one that was begun and not ended is answered again.
pub(crate) async fn begin(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    holder: &Holder,
    keep: Keep,
) -> Result<Setup, ApiError> {
    let usage = match keep {
        Keep::OnSession => "on_session",
        Keep::OffSession => "off_session",
    };
    look_again(db, desk, &working, holder).await?;
    let tx = db.begin_working(working()).await?;
    // Whoever asks twice at once gets one.
    db::exec(&tx, "select from stripe_customers h where h.id = $1 for no key update", [holder.id.into()]).await?;
    let sql = format!(
        "select {COLUMNS} from setup_sessions s where s.stripe_customer_id = $1 and s.rank < 40 and s.status <> 'error'
          and s.data ->> 'usage' = $2 and s.created_at > $3 - interval '12 hours' order by s.created_at desc limit 1"
    );
    let values: [Cell; 3] = [holder.id.into(), usage.into(), tx.now().into()];
    let there: Option<Setup> = db::fetch_optional(&tx, &sql, values).await?;
    if there.as_ref().is_some_and(|there| there.provider_ref.is_some())
        && let Some(there) = there
    {
        tx.commit().await?;
        return Ok(there);
    }
    let id = if let Some(there) = &there {
        there.id
    } else {
        let id = SetupSessionId::new().0;
        let sql = "insert into setup_sessions (organization_id, id, stripe_customer_id, data, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)";
        let values: [Cell; 5] =
            [tx.organization()?.into(), id.into(), holder.id.into(), json!({ "usage": usage }).into(), tx.now().into()];
        db::exec(&tx, sql, values).await?;
        id
    };
    let attempt = if let Some(attempt) = attempts::open(&tx, desk, Kind::CreateSetupIntent, id).await? {
        Some(attempt)
    } else {
        let labels =
            [(label::SETUP, SetupSessionId(id).to_string()), (label::ORGANIZATION, tx.organization()?.to_string())];
        let want = Want::Setup {
            customer: holder.reference.clone(),
            keep,
            labels: labels.map(|(name, value)| (name.to_owned(), value)).into(),
        };
        match plan(&tx, desk, (Stripe::ID, holder.account), &want, id).await? {
            Step::Send(attempt) => Some(attempt),
            Step::Done => None,
        }
    };
    tx.commit().await?;
    if let Some(attempt) = attempt {
        let outcome = attempts::send(db, working(), &attempt).await?;
        if let Some(error) = refused(&outcome) {
            return Err(match &outcome.settled {
                payments::Settled::Failed(failure, _) if is_lost(failure) => {
                    crate::payment::customers::forgotten(db, working(), holder).await?
                }
                _ => error,
            });
        }
    }
    let tx = db.begin_working(working()).await?;
    let sql = format!("select {COLUMNS} from setup_sessions s where s.id = $1");
    let made = db::fetch_one(&tx, &sql, [id.into()]).await?;
    tx.commit().await?;
    Ok(made)
}

#[derive(FromQueryResult)]
struct Begun {
    id: Uuid,
    provider_ref: String,
}

/// One that was begun may have ended a moment ago, and nobody has told us.
async fn look_again(db: &Db, desk: &Desk, working: impl Fn() -> Working, holder: &Holder) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    let sql = "select s.id, s.provider_ref from setup_sessions s
        where s.stripe_customer_id = $1 and s.rank < 40 and s.provider_ref is not null and s.created_at > $2 order by s.created_at desc limit 1";
    let since = tx.now() - TimeDelta::hours(12);
    let begun: Option<Begun> = db::fetch_optional(&tx, sql, [holder.id.into(), since.into()]).await?;
    tx.commit().await?;
    let Some(Begun { id, provider_ref }) = begun else { return Ok(()) };
    let opened = desk.open(holder.account).await?;
    let asked_at = db.clock().now();
    let question = Question::Setup(provider_ref);
    let facts = desk.get(Stripe::ID)?.look_up(&opened.account, &question).await.map_err(unanswered)?;
    let tx = db.begin_working(working()).await?;
    for fact in &facts {
        if let Fact::Setup(said) = fact {
            hear_setup(&tx, id, said, Source::Fresh(asked_at)).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// The customer is not there any more.
pub(crate) fn is_lost(failure: &payments::Failure) -> bool {
    failure.code == "resource_missing" && failure.param.as_deref() == Some("customer")
}
