//! Somebody subscribes.

use db::{Db, Tx, Working};
use entity::ids::{CustomerId, RegionId, SavedAddressId, SubscriptionId, SubscriptionPlanId};
use payments::{Labels, Settled, Want, label};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{PROVIDER, end_what_is_under_way, look};
use crate::{
    cart::turn::{OF_COMPLETING, turn},
    payment::{Desk, Step, customers, methods, plan, refused, send},
    plans,
};

/// What somebody wants to subscribe to.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) plan: Uuid,
    pub(crate) quantity: i64,
    pub(crate) region: Option<Uuid>,
    /// Which of his addresses it is sent to.
    pub(crate) address: Option<Uuid>,
    /// Where he buys.
    pub(crate) channels: Vec<Uuid>,
    pub(crate) locale: Option<String>,
    pub(crate) metadata: Option<Value>,
}

#[derive(FromQueryResult)]
struct There {
    id: Uuid,
    status: String,
    quantity: i64,
    region_id: Option<Uuid>,
    provider_ref: Option<String>,
    has_secret: bool,
}

#[derive(FromQueryResult)]
struct Around {
    region_id: Option<Uuid>,
    had_trial: bool,
}

/// Where it is bought and where it is sent.
#[derive(FromQueryResult)]
struct Place {
    address_id: Option<Uuid>,
    channel_id: Option<Uuid>,
}

/// Begins a subscription: nothing runs before its first bill is paid, or its trial begun. Asked again while that is open, it is the same one.
pub(crate) async fn subscribe(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    customer: Uuid,
    asked: Asked,
) -> Result<Uuid, ApiError> {
    // Twenty clicks wait here, and not at the provider.
    let _turn = turn(&format!("subscribe {customer}"), OF_COMPLETING).await?;
    let price = plans::ready(db, desk, &working, asked.plan, Some(&asked.channels)).await?;
    let me = CustomerId(customer);
    let holder = customers::known(db, desk, &working, PROVIDER, Some(me)).await?;
    let holder = holder.ok_or_else(|| ApiError::missing("Customer", &me.to_string()))?;
    if holder.account != price.account {
        let words = "The shop has just begun to take payments with another account. Please try again.";
        return Err(ApiError::new(web::Kind::Conflict, words));
    }
    let tx = db.begin_working(working()).await?;
    // The line at which his subscriptions wait for one another.
    db::exec(&tx, "select from stripe_customers h where h.id = $1 for no key update", [holder.id.into()]).await?;
    if let Some(there) = there(&tx, customer, asked.plan).await? {
        tx.commit().await?;
        if there.status != "incomplete" {
            let id = SubscriptionId(there.id);
            return Err(ApiError::not_allowed(format!(
                "You have subscribed to this already: {id} is {}",
                there.status
            ))
            .with_code("already_subscribed"));
        }
        refuse_another(&there, &asked)?;
        end_what_is_under_way(db, desk, &working, there.id).await?;
        if let (Some(reference), false) = (&there.provider_ref, there.has_secret) {
            // It was found by what was told of it: the secret with which it is paid is told to whoever asks.
            let of = desk.open(holder.account).await?;
            look(db, desk, &of, working(), (there.id, reference)).await?;
        }
        return Ok(there.id);
    }
    let around = around(&tx, &asked, &price.currency_code, price.variant, customer).await?;
    let Some(region) = around.region_id else {
        return Err(match asked.region {
            Some(region) => ApiError::invalid_data(format!(
                "Region {} is not there, or does not sell in {}",
                RegionId(region),
                price.currency_code
            )),
            None => ApiError::invalid_data(format!("No region sells in {}: make one that does", price.currency_code)),
        });
    };
    let place = place(&tx, &asked, region, (price.variant, customer)).await?;
    if let (None, Some(address)) = (place.address_id, asked.address) {
        let (address, region) = (SavedAddressId(address), RegionId(region));
        return Err(ApiError::invalid_data(format!(
            "Address {address} is none of the customer's, or in no country of region {region}: check 'shipping_address_id'"
        )));
    }
    if place.address_id.is_none() && price.needs_shipping {
        return Err(ApiError::invalid_data(format!(
            "Field 'shipping_address_id' is required: what is subscribed to is sent, and the customer has no address in region {}. Save one first",
            RegionId(region)
        )));
    }
    // Whoever has tried it has tried it.
    let trial_days = price.trial_days.filter(|_| !around.had_trial);
    let id = SubscriptionId::new();
    let sql = "insert into subscriptions (organization_id, id, customer_id, stripe_customer_id, plan_id, quantity, region_id, locale, metadata,
            sales_channel_id, shipping_address_id, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, private.merge_metadata(null, $9, '{}'), $10, $11, $12, $12)";
    let values: [Cell; 12] = [
        tx.organization()?.into(),
        id.0.into(),
        customer.into(),
        holder.id.into(),
        asked.plan.into(),
        asked.quantity.into(),
        region.into(),
        asked.locale.into(),
        asked.metadata.into(),
        place.channel_id.into(),
        place.address_id.into(),
        tx.now().into(),
    ];
    db::exec(&tx, sql, values).await?;
    let want = Want::Subscription {
        customer: holder.reference.clone(),
        price: price.provider_ref,
        quantity: asked.quantity.unsigned_abs(),
        trial_days,
        labels: labels(&tx, id, customer)?,
    };
    let step = plan(&tx, desk, (PROVIDER, holder.account), &want, id.0).await?;
    tx.commit().await?;
    if let Step::Send(attempt) = step {
        let outcome = send(db, working(), &attempt).await?;
        if let Some(error) = refused(&outcome) {
            if let Settled::Failed(failure, _) = &outcome.settled {
                if methods::is_lost(failure) {
                    return Err(customers::forgotten(db, working(), &holder).await?);
                }
                tracing::warn!(subscription = %id, plan = %SubscriptionPlanId(asked.plan), %error, "a subscription was refused");
            }
            return Err(error);
        }
    }
    Ok(id.0)
}

/// What is written beside it at the provider.
fn labels(tx: &Tx, id: SubscriptionId, customer: Uuid) -> Result<Labels, ApiError> {
    let labels = [
        (label::SUBSCRIPTION, id.to_string()),
        (label::CUSTOMER, CustomerId(customer).to_string()),
        (label::ORGANIZATION, tx.organization()?.to_string()),
    ];
    Ok(labels.map(|(name, value)| (name.to_owned(), value)).into())
}

/// A subscription of his to the plan that is not over; the line of his is held.
async fn there(tx: &Tx, customer: Uuid, plan: Uuid) -> Result<Option<There>, ApiError> {
    let sql = "select s.id, s.status, s.quantity, s.region_id, s.provider_ref, s.data ? 'client_secret' as has_secret from subscriptions s
        where s.customer_id = $1 and s.plan_id = $2 and s.status not in ('canceled', 'incomplete_expired')
        order by s.status = 'incomplete', s.created_at desc limit 1";
    Ok(db::fetch_optional(tx, sql, [customer.into(), plan.into()]).await?)
}

/// What is open is paid as it was begun.
fn refuse_another(there: &There, asked: &Asked) -> Result<(), ApiError> {
    let id = SubscriptionId(there.id);
    let words = if there.quantity != asked.quantity {
        format!("{id} waits to be paid with 'quantity' {}: ask for as many, or cancel it first", there.quantity)
    } else if let (Some(was), Some(_)) =
        (there.region_id, asked.region.filter(|region| there.region_id != Some(*region)))
    {
        format!("{id} waits to be paid with 'region_id' {}: ask for the same, or cancel it first", RegionId(was))
    } else {
        return Ok(());
    };
    Err(ApiError::not_allowed(words).with_code("subscription_open"))
}

/// The first of these channels that shows it, and an address of his in the region: the one that he names, or the one that he uses most.
async fn place(tx: &Tx, asked: &Asked, region: Uuid, (variant, customer): (Uuid, Uuid)) -> Result<Place, ApiError> {
    let sql = "select
        (select a.id from saved_addresses a
          join region_countries n on n.organization_id = a.organization_id and n.iso_2 = a.country_code and n.region_id = $3
          where a.customer_id = $2 and a.deleted_at is null and a.address_1 <> '' and coalesce(a.id = $1, true)
          order by a.is_default_shipping desc, a.created_at, a.id limit 1) as address_id,
        (select c.sales_channel_id from product_sales_channels c
          join product_variants v on v.organization_id = c.organization_id and v.product_id = c.product_id
          where v.id = $4 and c.sales_channel_id = any ($5) order by array_position($5, c.sales_channel_id) limit 1) as channel_id";
    let values: [Cell; 5] =
        [asked.address.into(), customer.into(), region.into(), variant.into(), asked.channels.clone().into()];
    Ok(db::fetch_one(tx, sql, values).await?)
}

/// Where it is taxed, and whether he has tried the variant before.
async fn around(tx: &Tx, asked: &Asked, currency: &str, variant: Uuid, customer: Uuid) -> Result<Around, ApiError> {
    let sql = "select
        (select r.id from regions r where r.currency_code = $2 and r.deleted_at is null and coalesce(r.id = $1, true)
          order by exists (select from saved_addresses a join region_countries n on n.organization_id = r.organization_id and n.region_id = r.id
              and n.iso_2 = a.country_code
            where a.customer_id = $4 and a.deleted_at is null and coalesce(a.id = $5, true)) desc, r.created_at, r.id limit 1) as region_id,
        exists (select from subscriptions s join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
          where s.customer_id = $4 and l.variant_id = $3 and s.trial_ends_at is not null and s.provider_ref is not null) as had_trial";
    let values: [Cell; 5] =
        [asked.region.into(), currency.into(), variant.into(), customer.into(), asked.address.into()];
    Ok(db::fetch_one(tx, sql, values).await?)
}
