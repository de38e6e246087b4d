//! Subscriptions, their bills and prices, and pages of payment that a provider tells of.

use chrono::{DateTime, Utc};
use jobs::JobContext;
use payments::{Checkout, Fact, Invoice, Labels, Price, Question, Subscription, stripe::Stripe};
use uuid::Uuid;

use super::{
    Whose,
    apply::{Failed, look_again},
    refunds, whose,
};
use crate::{
    payment::{Desk, accounts::Opened, settle::Source},
    plans,
    subscriptions::{self, Unseen, order_of},
};

/// A subscription is told of.
pub(in crate::payment::work) async fn subscription(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Subscription,
    source: Source<'_>,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::subscription(ctx, of.id, &said.reference, &said.labels).await? else {
        return Ok(None);
    };
    let tx = ctx.begin_working_in(shop).await?;
    let is_behind = subscriptions::hear(&tx, id, said, source).await?;
    tx.commit().await?;
    if is_behind { look_up(ctx, desk, of, (&said.reference, &said.labels)).await } else { Ok(Some(shop)) }
}

/// The subscription itself tells how it stands, if it is a shop's.
pub(super) async fn look_up(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    (reference, labels): (&str, &Labels),
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::subscription(ctx, of.id, reference, labels).await? else {
        return Ok(None);
    };
    match subscriptions::look(ctx.db(), desk, of, ctx.working_in(shop), (id, reference)).await {
        Ok(()) => Ok(Some(shop)),
        Err(Unseen::Doubt(doubt)) => Err(doubt.into()),
        Err(Unseen::Unheard(unheard)) => Err(unheard.into()),
    }
}

async fn ask(desk: &Desk, of: &Opened, question: Question) -> Result<Vec<Fact>, Failed> {
    Ok(desk.get(Stripe::ID)?.look_up(&of.account, &question).await?)
}

/// A bill is told of: of one that was paid there is an order, once.
pub(in crate::payment::work) async fn invoice(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Invoice,
    at: DateTime<Utc>,
) -> Result<Option<Uuid>, Failed> {
    let Some(reference) = &said.subscription else { return Ok(None) };
    let Some(Whose { shop, id }) = whose::subscription(ctx, of.id, reference, &said.labels).await? else {
        return Ok(None);
    };
    let tx = ctx.begin_working_in(shop).await?;
    let unbooked = subscriptions::hear_invoice(&tx, id, said, at).await?;
    tx.commit().await?;
    if let Some(invoice) = unbooked {
        book(ctx, desk, of, (shop, invoice), (&said.reference, said.intent.clone())).await?;
    }
    Ok(Some(shop))
}

/// Makes the order of a bill that was paid; what paid it is asked for if nobody has said so.
pub(in crate::payment::work) async fn book(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    (shop, invoice): (Uuid, Uuid),
    (reference, intent): (&str, Option<String>),
) -> Result<(), Failed> {
    let intent = if let Some(intent) = intent {
        Some(intent)
    } else {
        let facts = ask(desk, of, Question::Invoice(reference.to_owned())).await?;
        let Some(Fact::Invoice(said)) = facts.into_iter().next() else {
            return Err(Failed::Now("the bill that was paid is not at the provider".to_owned()));
        };
        said.intent
    };
    let tx = ctx.begin_working_in(shop).await?;
    let made = order_of(&tx, invoice, intent.as_deref()).await?;
    tx.commit().await?;
    if let (Some(_), Some(intent)) = (made, &intent)
        && let Err(failed) = catch_up(ctx, desk, of, intent).await
    {
        // The walk over what the provider has finds it.
        tracing::warn!(invoice = reference, ?failed, "what has become of a bill's payment could not be asked");
    }
    Ok(())
}

/// What was told of a payment before it was known whose it is concerned nobody then.
async fn catch_up(ctx: &JobContext, desk: &Desk, of: &Opened, intent: &str) -> Result<(), Failed> {
    for fact in &ask(desk, of, Question::RefundsOf(intent.to_owned())).await? {
        if let Fact::Refund(said) = fact {
            refunds::refund(ctx, desk, of, said).await?;
        }
    }
    let disputes = ask(desk, of, Question::DisputesOf(intent.to_owned())).await?;
    let of_disputes: Vec<String> = disputes.iter().map(|fact| fact.of().1.to_owned()).collect();
    if of_disputes.is_empty() {
        return Ok(());
    }
    // What has left the account, and come back, only the events tell.
    let sql =
        "update webhook_events w set status = 'pending', tries = 0, next_at = $3, leased_until = null, done_at = null
        where w.organization_id = $1 and w.object_id = any ($2) and w.status = 'ignored'";
    let tx = ctx.db().begin_system("work on webhooks").await?;
    db::exec(&tx, sql, [of.shop.into(), of_disputes.into(), ctx.now().into()]).await?;
    Ok(tx.commit().await?)
}

/// The bill itself tells how it stands.
pub(super) async fn look_up_invoice(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    reference: &str,
) -> Result<Option<Uuid>, Failed> {
    let asked_at = ctx.now();
    let facts = ask(desk, of, Question::Invoice(reference.to_owned())).await?;
    match facts.first() {
        Some(Fact::Invoice(said)) => invoice(ctx, desk, of, said, asked_at).await,
        _ => Ok(None),
    }
}

/// A price is told of: one that is not sold any more is nobody's plan any more. It may be sold again since it was told of, so that is looked
/// at; one that is not at the provider any more is gone.
pub(super) async fn price(ctx: &JobContext, desk: &Desk, of: &Opened, said: &Price) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::plan(ctx, of.id, &said.reference).await? else { return Ok(None) };
    if said.is_active {
        return Ok(Some(shop));
    }
    let facts = ask(desk, of, Question::Price(said.reference.clone())).await?;
    let said = facts.iter().find_map(|fact| if let Fact::Price(now) = fact { Some(now) } else { None }).unwrap_or(said);
    let tx = ctx.begin_working_in(shop).await?;
    plans::hear(&tx, id, said).await?;
    tx.commit().await?;
    Ok(Some(shop))
}

/// A page of payment tells of what is paid on it; that is looked up.
pub(super) async fn checkout(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Checkout,
) -> Result<Option<Uuid>, Failed> {
    if let Some(intent) = &said.intent
        && let Some(shop) = look_again(ctx, desk, of, intent).await?
    {
        return Ok(Some(shop));
    }
    match &said.subscription {
        Some(reference) => look_up(ctx, desk, of, (reference, &said.labels)).await,
        None => Ok(None),
    }
}
