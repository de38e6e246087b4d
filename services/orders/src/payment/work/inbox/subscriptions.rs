//! Subscriptions, their bills and prices, and pages of payment that a provider tells of.

use chrono::{DateTime, Utc};
use jobs::JobContext;
use payments::{Checkout, Fact, Invoice, Price, Question, Subscription, stripe::Stripe};
use uuid::Uuid;

use super::{
    Whose,
    apply::{Failed, look_again},
    whose,
};
use crate::{
    payment::{Desk, accounts::Opened, settle::Source},
    plans,
    subscriptions::{self, order_of},
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
    if is_behind { look_up(ctx, desk, of, &said.reference).await } else { Ok(Some(shop)) }
}

/// The subscription itself tells how it stands.
pub(super) async fn look_up(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    reference: &str,
) -> Result<Option<Uuid>, Failed> {
    let asked_at = ctx.now();
    let facts = ask(desk, of, Question::Subscription(reference.to_owned())).await?;
    for fact in &facts {
        if let Fact::Subscription(said) = fact {
            return Box::pin(subscription(ctx, desk, of, said, Source::Fresh(asked_at))).await;
        }
    }
    Ok(None)
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
    order_of(&tx, invoice, intent.as_deref()).await?;
    tx.commit().await?;
    Ok(())
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

/// A price is told of: one that is not sold any more is nobody's plan any more.
pub(super) async fn price(ctx: &JobContext, of: &Opened, said: &Price) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::plan(ctx, of.id, &said.reference).await? else { return Ok(None) };
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
        Some(reference) if whose::subscription(ctx, of.id, reference, &said.labels).await?.is_some() => {
            look_up(ctx, desk, of, reference).await
        }
        _ => Ok(None),
    }
}
