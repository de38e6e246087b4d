//! What the provider says of subscriptions and their bills, compared with our rows before it moves anything.

use chrono::{DateTime, SubsecRound, Utc};
use db::Tx;
use entity::ids::SubscriptionId;
use payments::{Invoice, Mismatch, Subscription, label};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use crate::payment::{Source, Unheard};

#[derive(FromQueryResult)]
struct Heard {
    heard: Option<Value>,
}

#[derive(FromQueryResult)]
struct Row {
    provider_ref: Option<String>,
    customer_ref: Option<String>,
    currency_code: Option<String>,
}

async fn row(tx: &Tx, id: Uuid) -> Result<Option<Row>, ApiError> {
    let sql = "select s.provider_ref, c.provider_ref as customer_ref, l.currency_code from subscriptions s
        left join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
        left join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
        where s.id = $1";
    Ok(db::fetch_optional(tx, sql, [id.into()]).await?)
}

/// Somebody else's customer has somebody else's subscription. One that we know by its own id stays whose it is: its customer may have been
/// made anew at the provider since.
fn check_customer(row: &Row, reference: Option<&str>, customer: Option<&str>) -> Result<(), Mismatch> {
    if reference.is_some() && row.provider_ref.as_deref() == reference {
        return Ok(());
    }
    match (&row.customer_ref, customer) {
        (Some(ours), Some(said)) if ours != said => Err(Mismatch::Label),
        _ => Ok(()),
    }
}

/// A subscription learns what is said of it. True if only the object itself can tell how it stands.
pub(crate) async fn hear(tx: &Tx, id: Uuid, said: &Subscription, source: Source<'_>) -> Result<bool, Unheard> {
    let Some(row) = row(tx, id).await? else { return Ok(false) };
    let labels = [
        (label::SUBSCRIPTION, SubscriptionId(id).to_string()),
        (label::ORGANIZATION, tx.organization().map_err(ApiError::from)?.to_string()),
    ];
    if !labels.iter().all(|(name, value)| said.labels.get(*name) == Some(value)) {
        return Err(Mismatch::Label.into());
    }
    check_customer(&row, Some(&said.reference), said.customer.as_deref())?;
    let known = ["incomplete", "incomplete_expired", "trialing", "active", "past_due", "unpaid", "paused", "canceled"];
    if !known.contains(&said.status.as_str()) {
        // One that is new to us moves nothing.
        return Ok(false);
    }
    let (fresh, told_at, told_by) = match source {
        Source::Fresh(at) => (true, at.trunc_subsecs(0), None),
        Source::Event { id, at } => (false, at, Some(id)),
    };
    let (begin, end) = said.period.unzip();
    let told = json!({
        "ref": said.reference, "status": said.status, "item": said.item, "price": said.price, "quantity": said.quantity,
        "cancel_at_period_end": said.cancel_at_period_end, "cancel_at": said.cancel_at, "canceled_at": said.canceled_at,
        "ended_at": said.ended_at, "trial_ends_at": said.trial_ends_at, "needs_method": said.needs_method, "period_start": begin, "period_end": end,
        "paused": said.is_paused, "resumes_at": said.resumes_at, "latest_invoice": said.latest_invoice,
        "client_secret": said.data.expose().get("client_secret"), "fresh": fresh, "told_at": told_at, "told_by": told_by,
    });
    let values: [Cell; 3] = [id.into(), told.into(), tx.now().into()];
    let heard: Heard = db::fetch_one(tx, "select private.hear_subscription($1, $2, $3) as heard", values).await?;
    Ok(heard.heard.is_some_and(|heard| heard["behind"] == true))
}

/// A bill is told of; the key of ours, if it was paid or covered by credit, and there is no order of it yet.
pub(crate) async fn hear_invoice(
    tx: &Tx,
    subscription: Uuid,
    said: &Invoice,
    at: DateTime<Utc>,
) -> Result<Option<Uuid>, Unheard> {
    let Some(row) = row(tx, subscription).await? else { return Ok(None) };
    check_customer(&row, said.subscription.as_deref(), said.customer.as_deref())?;
    if row.currency_code.is_some_and(|currency| currency != said.currency) {
        return Err(Mismatch::Currency.into());
    }
    if !["draft", "open", "paid", "uncollectible", "void"].contains(&said.status.as_str()) {
        return Ok(None);
    }
    let (begin, end) = said.period.unzip();
    let bought: Vec<Value> =
        said.bought.iter().map(|one| json!({ "price": one.price, "quantity": one.quantity })).collect();
    let told = json!({
        "ref": said.reference, "number": said.number, "rank": said.rank, "status": said.status, "currency_code": said.currency,
        "due": said.due.to_string(), "paid": said.paid.to_string(), "bought": bought, "attempts": said.attempts, "reason": said.reason, "page": said.page,
        "period_start": begin, "period_end": end, "told_at": at,
    });
    let values: [Cell; 3] = [subscription.into(), told.into(), tx.now().into()];
    let heard: Heard = db::fetch_one(tx, "select private.hear_invoice($1, $2, $3) as heard", values).await?;
    let heard = heard.heard.unwrap_or_default();
    let wants = heard["wants_order"] == true;
    Ok(heard["id"].as_str().filter(|_| wants).and_then(|id| id.parse().ok()))
}
