//! What is told of customers and of what is kept for them. An event about a method says that something has changed: what is kept is read, for
//! of two events nothing tells which came first.

use jobs::JobContext;
use payments::{Customer, Fact, Labels, Method, Question, Setup};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Whose, apply::Failed, whose};
use crate::payment::{Desk, accounts::Opened, customers, methods, settle::Source};

#[derive(FromQueryResult)]
struct Holder {
    id: Uuid,
    provider_ref: Option<String>,
}

/// A try to keep a method is told of.
pub(super) async fn setup(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Setup,
    source: Source<'_>,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::setup(ctx, of.id, &said.reference, &said.labels).await? else {
        return Ok(None);
    };
    let tx = ctx.begin_working_in(shop).await?;
    // Told again, it is looked at again: what was read before may have been read too early.
    let is_kept = methods::hear_setup(&tx, id, said, source).await? || said.rank >= 100;
    let sql = "select h.id, h.provider_ref from setup_sessions s
        join stripe_customers h on h.organization_id = s.organization_id and h.id = s.stripe_customer_id where s.id = $1";
    let holder: Option<Holder> = db::fetch_optional(&tx, sql, [id.into()]).await?;
    tx.commit().await?;
    if let Some(Holder { id, provider_ref: Some(reference) }) = holder.filter(|_| is_kept) {
        methods::look(ctx.db(), desk, of, ctx.working_in(shop), (id, &reference)).await?;
    }
    Ok(Some(shop))
}

/// The object itself tells what its events cannot.
pub(super) async fn look_again(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    reference: &str,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, .. }) = whose::setup(ctx, of.id, reference, &Labels::new()).await? else { return Ok(None) };
    let asked_at = ctx.now();
    let provider = desk.get(payments::stripe::Stripe::ID)?;
    for fact in &provider.look_up(&of.account, &Question::Setup(reference.to_owned())).await? {
        if let Fact::Setup(said) = fact {
            setup(ctx, desk, of, said, Source::Fresh(asked_at)).await?;
        }
    }
    Ok(Some(shop))
}

/// A method is told of: kept, changed, or not kept any more.
pub(super) async fn method(ctx: &JobContext, desk: &Desk, of: &Opened, said: &Method) -> Result<Option<Uuid>, Failed> {
    if said.is_detached {
        let Some(Whose { shop, id }) = whose::method(ctx, of.id, &said.reference).await? else { return Ok(None) };
        let tx = ctx.begin_working_in(shop).await?;
        // What was let go cannot be kept again.
        methods::detached(&tx, id).await?;
        tx.commit().await?;
        return Ok(Some(shop));
    }
    let Some(reference) = &said.customer else { return Ok(None) };
    let Some(Whose { shop, id }) = whose::customer(ctx, of.id, reference, &Labels::new()).await? else {
        return Ok(None);
    };
    methods::look(ctx.db(), desk, of, ctx.working_in(shop), (id, reference)).await?;
    Ok(Some(shop))
}

/// A customer is told of: gone is gone, and all else goes to and fro, so he is looked at.
pub(super) async fn customer(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Customer,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::customer(ctx, of.id, &said.reference, &said.labels).await? else {
        return Ok(None);
    };
    let question = Question::Customer(said.reference.clone());
    let facts = if said.is_deleted {
        Vec::new()
    } else {
        desk.get(payments::stripe::Stripe::ID)?.look_up(&of.account, &question).await?
    };
    let now = facts.iter().find_map(|fact| if let Fact::Customer(now) = fact { Some(now) } else { None });
    let said = now.unwrap_or(said);
    let tx = ctx.begin_working_in(shop).await?;
    if said.is_deleted {
        customers::forget(&tx, id, Some(&said.reference)).await?;
    } else {
        let sql = "update stripe_customers set default_method_ref = $3 where id = $1 and provider_ref = $2 and deleted_at is null and default_method_ref is distinct from $3";
        let default = said.default_method.as_deref().filter(|text| text.len() <= 255);
        db::exec(&tx, sql, [id.into(), said.reference.as_str().into(), default.into()]).await?;
    }
    tx.commit().await?;
    Ok(Some(shop))
}
