//! A plan is sold once it has a price at the provider: made when the plan is, and before anybody subscribes if it was not.

use db::{Db, Tx, Working};
use entity::ids::SubscriptionPlanId;
use payments::{Price, Want, label};
use sea_orm::{FromQueryResult, Value as Cell};
use uuid::Uuid;
use web::{ApiError, Kind as Failing};

use crate::{
    payment::{
        Desk, Step,
        accounts::{OWN, current, unknown},
        again_under_way, plan, refused, send,
    },
    subscriptions::PROVIDER,
};

/// A plan that somebody can subscribe to.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub(crate) variant: Uuid,
    /// The account that has its price.
    pub(crate) account: Uuid,
    pub(crate) provider_ref: String,
    pub(crate) currency_code: String,
    pub(crate) trial_days: Option<u32>,
    /// It is sent, and so somebody has to say where to.
    pub(crate) needs_shipping: bool,
}

#[derive(FromQueryResult)]
struct Row {
    variant_id: Uuid,
    payment_account_id: Option<Uuid>,
    provider_ref: Option<String>,
    currency_code: String,
    amount: String,
    interval: String,
    interval_count: i32,
    trial_days: Option<i32>,
    is_active: bool,
    name: String,
    needs_shipping: bool,
    is_under_way: bool,
}

/// The plan, held: two who need its price make one.
async fn held(tx: &Tx, id: Uuid) -> Result<Option<Row>, ApiError> {
    let sql = "select l.variant_id, l.payment_account_id, l.provider_ref, l.currency_code, l.amount::text as amount, l.interval, l.interval_count, l.trial_days,
            l.is_active, case when v.title in (p.title, 'Default variant') then p.title else p.title || ', ' || v.title end as name,
            p.shipping_profile_id is not null or exists (
              select from product_variant_inventory_items i
              join inventory_items t on t.organization_id = i.organization_id and t.id = i.inventory_item_id
              where i.organization_id = v.organization_id and i.variant_id = v.id and t.requires_shipping and t.deleted_at is null) as needs_shipping,
            exists (select from payment_attempts a where a.kind = 'create_price' and a.subject_id = l.id and a.state in ('planned', 'unknown')
              and coalesce(a.payment_account_id, $2) = private.payment_account())
              as is_under_way
        from subscription_plans l
        join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
        join products p on p.organization_id = v.organization_id and p.id = v.product_id and p.deleted_at is null
        where l.id = $1 and l.deleted_at is null for no key update of l";
    Ok(db::fetch_optional(tx, sql, [id.into(), OWN.into()]).await?)
}

/// A plan that is sold, in these channels if any are named, with its price at the provider.
pub(crate) async fn ready(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    id: Uuid,
    channels: Option<&[Uuid]>,
) -> Result<Ready, ApiError> {
    let name = SubscriptionPlanId(id).to_string();
    offer(db, desk, working, id).await?;
    let tx = db.begin_working(working()).await?;
    let row = held(&tx, id).await?.ok_or_else(|| ApiError::missing("Subscription plan", &name))?;
    if let Some(channels) = channels {
        // What is not shown there is not there.
        let sql = "select from product_variants v
            join products p on p.organization_id = v.organization_id and p.id = v.product_id and p.status = 'published'
            join product_sales_channels c on c.organization_id = p.organization_id and c.product_id = p.id and c.sales_channel_id = any ($2)
            where v.id = $1";
        if db::exec(&tx, sql, [row.variant_id.into(), channels.to_vec().into()]).await? == 0 {
            return Err(ApiError::missing("Subscription plan", &name));
        }
    }
    let account = current(&tx).await?;
    tx.commit().await?;
    if !row.is_active {
        return Err(
            ApiError::not_allowed(format!("Subscription plan {name} is not sold any more")).with_code("plan_inactive")
        );
    }
    let words = "The payment provider does not know the plan yet: please try again";
    let provider_ref = row
        .provider_ref
        .filter(|_| row.payment_account_id.unwrap_or(OWN) == account)
        .ok_or_else(|| ApiError::new(Failing::Unavailable, words))?;
    Ok(Ready {
        variant: row.variant_id,
        account,
        provider_ref,
        currency_code: row.currency_code,
        trial_days: row.trial_days.map(i32::unsigned_abs),
        needs_shipping: row.needs_shipping,
    })
}

/// Makes the plan's price at the account that the shop has now, if it has none there: once, whoever asks at the same time.
pub(crate) async fn offer(db: &Db, desk: &Desk, working: &impl Fn() -> Working, id: Uuid) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    let Some(row) = held(&tx, id).await? else { return Ok(()) };
    let account = current(&tx).await?;
    let is_there = row.provider_ref.is_some() && row.payment_account_id.unwrap_or(OWN) == account;
    if is_there || !row.is_active {
        return Ok(());
    }
    if account == OWN && !desk.has_own() {
        return Err(unknown(PROVIDER));
    }
    if row.is_under_way {
        tx.commit().await?;
        return again_under_way(db, desk, working, id).await;
    }
    let labels =
        [("plan_id", SubscriptionPlanId(id).to_string()), (label::ORGANIZATION, tx.organization()?.to_string())];
    let want = Want::Price {
        name: row.name,
        amount: row.amount.parse().map_err(ApiError::internal)?,
        currency: row.currency_code,
        interval: row.interval,
        interval_count: row.interval_count.unsigned_abs(),
        labels: labels.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    let step = plan(&tx, desk, (PROVIDER, account), &want, id).await?;
    tx.commit().await?;
    if let Step::Send(attempt) = step {
        let outcome = send(db, working(), &attempt).await?;
        if let Some(error) = refused(&outcome) {
            return Err(error);
        }
    }
    Ok(())
}

/// A price was made for a plan at an account: it is the plan's as long as that account is the shop's.
pub(crate) async fn made(tx: &Tx, id: Uuid, account: Uuid, said: &Price) -> Result<(), ApiError> {
    let sql = "update subscription_plans set provider_ref = $2, payment_account_id = $3
        where id = $1 and $3 = private.payment_account() and (provider_ref is null or coalesce(payment_account_id, $4) <> $3)";
    let values: [Cell; 4] = [id.into(), said.reference.as_str().into(), account.into(), OWN.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// What is told of the price of a plan: one that is not sold any more is nobody's.
pub(crate) async fn hear(tx: &Tx, id: Uuid, said: &Price) -> Result<(), ApiError> {
    let sql =
        "update subscription_plans set is_active = false where id = $1 and is_active and provider_ref = $2 and not $3";
    let values: [Cell; 3] = [id.into(), said.reference.as_str().into(), said.is_active.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}
