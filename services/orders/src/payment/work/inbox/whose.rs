//! Whose object it is that an account tells of: known by the provider's own id, which we have from the provider; or, where the answer to our call was
//! lost, by the attempt that made it. What stands beside an object is never believed alone, and an account
//! speaks of nothing that was begun with another one.

use std::str::FromStr;

use entity::ids::{PaymentRefundId, PaymentSessionId, SetupSessionId, StripeCustomerId, SubscriptionId};
use jobs::JobContext;
use payments::{Fact, Labels, label};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::Whose;

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
}

impl From<Row> for Whose {
    fn from(row: Row) -> Self {
        Self { shop: row.organization_id, id: row.id }
    }
}

/// The session of an intent.
pub(super) async fn session(
    ctx: &JobContext,
    account: Uuid,
    reference: &str,
    labels: Option<&Labels>,
) -> Result<Option<Whose>, ApiError> {
    if let Some(found) = known(ctx, account, reference, "session").await? {
        return Ok(Some(found));
    }
    let parse = |text: &str| PaymentSessionId::from_str(text).ok().map(|id| id.0);
    made(ctx, account, labels, (label::SESSION, "create_intent"), parse).await
}

/// The refund of a refund.
pub(super) async fn refund(
    ctx: &JobContext,
    account: Uuid,
    reference: &str,
    labels: &Labels,
) -> Result<Option<Whose>, ApiError> {
    if let Some(found) = known(ctx, account, reference, "refund").await? {
        return Ok(Some(found));
    }
    let parse = |text: &str| PaymentRefundId::from_str(text).ok().map(|id| id.0);
    made(ctx, account, Some(labels), (label::REFUND, "refund"), parse).await
}

/// The row of a customer.
pub(super) async fn customer(
    ctx: &JobContext,
    account: Uuid,
    reference: &str,
    labels: &Labels,
) -> Result<Option<Whose>, ApiError> {
    if let Some(found) = known(ctx, account, reference, "customer").await? {
        return Ok(Some(found));
    }
    let parse = |text: &str| StripeCustomerId::from_str(text).ok().map(|id| id.0);
    made(ctx, account, Some(labels), (label::HOLDER, "create_customer"), parse).await
}

/// The try to keep a method.
pub(super) async fn setup(
    ctx: &JobContext,
    account: Uuid,
    reference: &str,
    labels: &Labels,
) -> Result<Option<Whose>, ApiError> {
    if let Some(found) = known(ctx, account, reference, "setup").await? {
        return Ok(Some(found));
    }
    let parse = |text: &str| SetupSessionId::from_str(text).ok().map(|id| id.0);
    made(ctx, account, Some(labels), (label::SETUP, "create_setup_intent"), parse).await
}

/// The method that is kept.
pub(super) async fn method(ctx: &JobContext, account: Uuid, reference: &str) -> Result<Option<Whose>, ApiError> {
    known(ctx, account, reference, "method").await
}

/// The subscription of a subscription.
pub(super) async fn subscription(
    ctx: &JobContext,
    account: Uuid,
    reference: &str,
    labels: &Labels,
) -> Result<Option<Whose>, ApiError> {
    if let Some(found) = known(ctx, account, reference, "subscription").await? {
        return Ok(Some(found));
    }
    let parse = |text: &str| SubscriptionId::from_str(text).ok().map(|id| id.0);
    made(ctx, account, Some(labels), (label::SUBSCRIPTION, "create_subscription"), parse).await
}

/// The plan of a price.
pub(super) async fn plan(ctx: &JobContext, account: Uuid, reference: &str) -> Result<Option<Whose>, ApiError> {
    known(ctx, account, reference, "plan").await
}

/// The shop that a fact is of, as far as what is known by the provider's own ids tells.
pub(super) async fn concerned(ctx: &JobContext, account: Uuid, fact: &Fact) -> Result<Option<Uuid>, ApiError> {
    let also = match fact {
        Fact::Session(it) => Some(&it.reference),
        Fact::Charge(it) => it.intent.as_ref(),
        Fact::Refund(it) => it.intent.as_ref(),
        Fact::Dispute(it) => it.intent.as_ref(),
        Fact::Method(it) => it.customer.as_ref(),
        Fact::Invoice(it) => it.subscription.as_ref(),
        Fact::Checkout(it) => it.intent.as_ref().or(it.subscription.as_ref()),
        _ => None,
    };
    let sql = "select o.organization_id, o.id from private.object_of_account($1, $3) o union all
        select o.organization_id, o.id from private.object_of_account($2, $3) o limit 1";
    let tx = ctx.db().begin_system("whose webhook it is").await?;
    let values: [Value; 3] = [fact.of().1.into(), also.map(String::as_str).into(), account.into()];
    let found: Option<Row> = db::fetch_optional(&tx, sql, values).await?;
    tx.commit().await?;
    if let (None, Fact::Session(said)) = (&found, fact) {
        return Ok(session(ctx, account, &said.reference, Some(&said.labels)).await?.map(|whose| whose.shop));
    }
    Ok(found.map(|row| row.organization_id))
}

/// The shop of an object of which nothing is known but its id.
pub(super) async fn anybodys(ctx: &JobContext, account: Uuid, reference: &str) -> Result<Option<Uuid>, ApiError> {
    let sql = "select o.organization_id, o.id from private.object_of_account($1, $2) o limit 1";
    let tx = ctx.db().begin_system("whose webhook it is").await?;
    let found: Option<Row> = db::fetch_optional(&tx, sql, [reference.into(), account.into()]).await?;
    tx.commit().await?;
    Ok(found.map(|row| row.organization_id))
}

async fn known(ctx: &JobContext, account: Uuid, reference: &str, kind: &str) -> Result<Option<Whose>, ApiError> {
    let sql = "select o.organization_id, o.id from private.object_of_account($1, $2) o where o.kind = $3";
    let tx = ctx.db().begin_system("whose webhook it is").await?;
    let found: Option<Row> = db::fetch_optional(&tx, sql, [reference.into(), account.into(), kind.into()]).await?;
    tx.commit().await?;
    Ok(found.map(Whose::from))
}

async fn made(
    ctx: &JobContext,
    account: Uuid,
    labels: Option<&Labels>,
    (name, kind): (&str, &str),
    parse: impl Fn(&str) -> Option<Uuid>,
) -> Result<Option<Whose>, ApiError> {
    let said = |name: &str| labels.and_then(|labels| labels.get(name));
    let (Some(subject), Some(attempt)) =
        (said(name).and_then(|text| parse(text)), said(label::ATTEMPT).and_then(|text| text.parse::<Uuid>().ok()))
    else {
        return Ok(None);
    };
    let sql = "select a.organization_id, a.subject_id as id from payment_attempts a
        where a.idempotency_key = $1 and a.id = $2 and a.subject_id = $3 and a.kind = $4
          and coalesce(a.payment_account_id, '00000000-0000-0000-0000-000000000000') = $5";
    let values: [Value; 5] = [attempt.to_string().into(), attempt.into(), subject.into(), kind.into(), account.into()];
    let tx = ctx.db().begin_system("whose webhook it is").await?;
    let found: Option<Row> = db::fetch_optional(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(found.map(Whose::from))
}
