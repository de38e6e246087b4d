//! Refunds that a provider tells of: ours, and those that somebody made at the provider himself.

use jobs::JobContext;
use payments::{Charge, Fact, Question, Refund};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Whose, apply::Failed, whose};
use crate::payment::{Desk, accounts::Opened, settle};

#[derive(FromQueryResult)]
struct Payment {
    id: Uuid,
    refunded: String,
}

#[derive(FromQueryResult)]
struct Begun {
    refund: Option<Uuid>,
}

/// A refund is told of.
pub(super) async fn refund(ctx: &JobContext, desk: &Desk, of: &Opened, said: &Refund) -> Result<Option<Uuid>, Failed> {
    if let Some(Whose { shop, id }) = whose::refund(ctx, of.id, &said.reference, &said.labels).await? {
        let tx = ctx.begin_working_in(shop).await?;
        settle::hear_refund(&tx, id, said).await?;
        tx.commit().await?;
        return Ok(Some(shop));
    }
    let Some(intent) = &said.intent else { return Ok(None) };
    let Some(Whose { shop, id: session }) = whose::session(ctx, of.id, intent, None).await? else { return Ok(None) };
    by_hand(ctx, desk, (shop, session), said).await?;
    Ok(Some(shop))
}

/// Somebody gave money back in the provider's own pages: it becomes a refund of ours, once.
async fn by_hand(ctx: &JobContext, _: &Desk, (shop, session): (Uuid, Uuid), said: &Refund) -> Result<(), Failed> {
    let tx = ctx.begin_working_in(shop).await?;
    let Some(payment) = payment(&tx, session).await? else {
        return Err(Failed::Now("the payment that it was taken from is not known yet".to_owned()));
    };
    // The collection before the payment, as everywhere.
    db::exec(&tx, "select count(*) from (select private.hold_payment($1)) h", [payment.id.into()]).await?;
    let sql = "select private.begin_refund($1, $2::numeric, $3, null, $4) as refund";
    let key = format!("provider {}", said.reference);
    let note = "Refunded at the payment provider";
    let values: [Value; 4] = [payment.id.into(), said.amount.to_string().into(), key.into(), note.into()];
    let begun: Result<Begun, db::Error> = db::fetch_one(&tx, sql, values).await;
    let begun = match begun {
        Err(db::Error::Constraint { name, .. }) if name == "payments_refunded" => {
            return Err(Failed::Now("more was given back than is known to have been taken".to_owned()));
        }
        other => other?,
    };
    if let Some(id) = begun.refund {
        let sql = "select private.hear_refund($1, $2, $3, $4, $5)";
        let status =
            if ["pending", "requires_action", "succeeded", "failed", "canceled"].contains(&said.status.as_str()) {
                said.status.as_str()
            } else {
                "pending"
            };
        let values: [Value; 5] =
            [id.into(), status.into(), said.rank.into(), said.reference.as_str().into(), tx.now().into()];
        db::exec(&tx, sql, values).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn payment(tx: &db::Tx, session: Uuid) -> Result<Option<Payment>, Failed> {
    let sql = "select p.id, p.refunded_amount::text as refunded from payments p where p.payment_session_id = $1";
    Ok(db::fetch_optional(tx, sql, [session.into()]).await?)
}

/// A charge is told of: what was given back of it is looked up, if it is more than we know.
pub(super) async fn charge(ctx: &JobContext, desk: &Desk, of: &Opened, said: &Charge) -> Result<Option<Uuid>, Failed> {
    let Some(intent) = &said.intent else { return Ok(None) };
    let Some(Whose { shop, id: session }) = whose::session(ctx, of.id, intent, None).await? else { return Ok(None) };
    if !said.refunded.is_positive() {
        return Ok(Some(shop));
    }
    let tx = ctx.begin_working_in(shop).await?;
    let known = payment(&tx, session).await?;
    tx.commit().await?;
    if let Some(known) = known
        && settle::amount(&known.refunded)? >= said.refunded
    {
        return Ok(Some(shop));
    }
    let provider = desk.get(payments::stripe::Stripe::ID)?;
    let facts = provider.look_up(&of.account, &Question::RefundsOf(intent.clone())).await?;
    for fact in &facts {
        if let Fact::Refund(said) = fact {
            Box::pin(refund(ctx, desk, of, said)).await?;
        }
    }
    Ok(Some(shop))
}

/// The refund itself tells how it stands.
pub(super) async fn look_again(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    reference: &str,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, .. }) = whose::refund(ctx, of.id, reference, &payments::Labels::new()).await? else {
        return Ok(None);
    };
    let provider = desk.get(payments::stripe::Stripe::ID)?;
    let facts = provider.look_up(&of.account, &Question::Refund(reference.to_owned())).await?;
    for fact in &facts {
        if let Fact::Refund(said) = fact {
            refund(ctx, desk, of, said).await?;
        }
    }
    Ok(Some(shop))
}
