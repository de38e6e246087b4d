//! What is kept for a customer: listed for him, and removed by him.

use chrono::{DateTime, Utc};
use db::{Db, Tx, Working};
use entity::{Timestamp, ids::CustomerId};
use payments::{Fact, Kind, Method, Question, Settled, Want, stripe::Stripe};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{missing, sync};
use crate::payment::{
    Desk,
    accounts::{Opened, current},
    attempts::{self, Step, plan, refused, unanswered},
};

/// A method that is kept.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Kept {
    provider_ref: String,
    r#type: String,
    brand: Option<String>,
    last4: Option<String>,
    exp_month: Option<i16>,
    exp_year: Option<i16>,
    is_default: bool,
    created_at: DateTime<Utc>,
}

impl Kept {
    /// As it is answered: its id is the provider's, with which its library pays.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.provider_ref, "provider_id": Stripe::ID, "is_default": self.is_default, "created_at": Timestamp(self.created_at),
            "data": {
                "type": self.r#type, "brand": self.brand, "last4": self.last4, "exp_month": self.exp_month, "exp_year": self.exp_year,
            },
        })
    }
}

/// All that is kept for a customer at the account that the shop has now, the youngest first.
pub(crate) async fn list(tx: &Tx, customer: CustomerId) -> Result<Vec<Kept>, ApiError> {
    let sql = "select m.provider_ref, m.type, m.brand, m.last4, m.exp_month, m.exp_year, m.created_at,
            coalesce(m.provider_ref = h.default_method_ref, false) as is_default
        from saved_payment_methods m join stripe_customers h on h.organization_id = m.organization_id and h.id = m.stripe_customer_id
        where h.customer_id = $1 and h.payment_account_id = $2 and m.detached_at is null order by m.created_at desc, m.id desc";
    let account = current(tx).await?;
    Ok(db::fetch_all(tx, sql, [customer.0.into(), account.into()]).await?)
}

#[derive(FromQueryResult)]
struct Waits {
    id: Uuid,
    provider_ref: String,
    payment_account_id: Uuid,
}

/// Asks the provider, if something was begun of which nobody has told us how it ended: a customer comes back from keeping a card before that.
pub(crate) async fn ask(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    customer: CustomerId,
) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    let account = current(&tx).await?;
    let sql = "select h.id, h.provider_ref, h.payment_account_id from stripe_customers h
        where h.customer_id = $1 and h.payment_account_id = $2 and h.provider_ref is not null and h.deleted_at is null and (
          exists (select from setup_sessions s where s.organization_id = h.organization_id and s.stripe_customer_id = h.id and s.rank < 90
            and s.created_at > $3 - interval '1 day')
          or not exists (select from saved_payment_methods m where m.organization_id = h.organization_id and m.stripe_customer_id = h.id))";
    let values = [customer.0.into(), account.into(), tx.now().into()];
    let waits: Option<Waits> = db::fetch_optional(&tx, sql, values).await?;
    tx.commit().await?;
    let Some(Waits { id, provider_ref, payment_account_id }) = waits else { return Ok(()) };
    let opened = desk.open(payment_account_id).await?;
    match look(db, desk, &opened, working(), (id, &provider_ref)).await {
        Ok(()) => Ok(()),
        // What is known is better than nothing; whoever is told next tells the rest.
        Err(error) => {
            tracing::warn!(%error, "what is kept for a customer cannot be asked for now");
            Ok(())
        }
    }
}

/// Reads what is kept for a customer, and writes it down.
pub(in crate::payment) async fn look(
    db: &Db,
    desk: &Desk,
    of: &Opened,
    working: Working,
    (holder, reference): (Uuid, &str),
) -> Result<(), ApiError> {
    let asked_at = db.clock().now();
    let question = Question::MethodsOf(reference.to_owned());
    let facts = desk.get(Stripe::ID)?.look_up(&of.account, &question).await.map_err(unanswered)?;
    let methods: Vec<&Method> =
        facts.iter().filter_map(|fact| if let Fact::Method(method) = fact { Some(method) } else { None }).collect();
    let tx = db.begin_working(working).await?;
    sync(&tx, holder, &methods, asked_at).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the provider may call something so.
fn is_name(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[derive(FromQueryResult)]
struct Own {
    id: Uuid,
    payment_account_id: Uuid,
}

/// Has a method of a customer forgotten, here and at the provider.
pub(crate) async fn remove(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    customer: CustomerId,
    method: &str,
) -> Result<(), ApiError> {
    if !is_name(method) {
        return Err(missing(method));
    }
    let tx = db.begin_working(working()).await?;
    let sql = "select m.id, h.payment_account_id from saved_payment_methods m
        join stripe_customers h on h.organization_id = m.organization_id and h.id = m.stripe_customer_id
        where h.customer_id = $1 and m.provider_ref = $2 and m.detached_at is null for no key update of m";
    let found: Option<Own> = db::fetch_optional(&tx, sql, [customer.0.into(), method.into()]).await?;
    let Own { id, payment_account_id: account } = found.ok_or_else(|| missing(method))?;
    let attempt = if let Some(attempt) = attempts::open(&tx, desk, Kind::DetachMethod, id).await? {
        attempt
    } else {
        let want = Want::Detach { method: method.to_owned() };
        match plan(&tx, desk, (Stripe::ID, account), &want, id).await? {
            Step::Send(attempt) => attempt,
            Step::Done => return Ok(tx.commit().await?),
        }
    };
    tx.commit().await?;
    let outcome = attempts::send(db, working(), &attempt).await?;
    let is_gone = match &outcome.settled {
        Settled::Failed(failure, _) => {
            matches!(failure.code.as_str(), "resource_missing" | "payment_method_unexpected_state")
        }
        _ => false,
    };
    match refused(&outcome) {
        Some(error) if !is_gone => Err(error),
        _ => Ok(()),
    }
}
