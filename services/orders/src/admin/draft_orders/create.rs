//! `POST /admin/draft-orders`

use axum::response::Response;
use db::Tx;
use entity::ids::{CustomerId, OrderId, RegionId, SalesChannelId};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, body::Email};

use super::{
    DraftOrder,
    bodies::{DraftWay, NewDraft},
    items,
};
use crate::{
    admin::operations::{Work, part},
    amend::{self, Held, Way},
    cart::{self, Address, CustomerOf},
    change::{Action, Applied, Change, What, apply},
    store::SayAddress,
};

#[derive(FromQueryResult)]
struct Found {
    id: Option<Uuid>,
}

/// The channel of that id; without one the shop's own.
pub(super) async fn channel(tx: &Tx, named: Option<&str>) -> Result<Option<Uuid>, ApiError> {
    let Some(text) = named else {
        let sql = "select (select s.default_sales_channel_id from stores s limit 1) as id";
        return Ok(db::fetch_one::<Found>(tx, sql, []).await?.id);
    };
    let missing = || ApiError::missing("Sales channel", text);
    let id: SalesChannelId = text.parse().map_err(|_| missing())?;
    let sql = "select (select c.id from sales_channels c where c.id = $1 and c.deleted_at is null) as id";
    let Found { id } = db::fetch_one(tx, sql, [id.0.into()]).await?;
    id.map(Some).ok_or_else(missing)
}

/// The customer of that id.
pub(super) async fn customer(tx: &Tx, text: &str) -> Result<CustomerOf, ApiError> {
    let missing = || ApiError::missing("Customer", text);
    let id: CustomerId = text.parse().map_err(|_| missing())?;
    cart::customer(tx, id.0).await?.ok_or_else(missing)
}

/// What is said of an address; none where nothing is.
pub(super) async fn address(
    tx: &Tx,
    of: Option<Uuid>,
    kind: &str,
    said: SayAddress,
) -> Result<Option<Address>, ApiError> {
    let address = match said {
        SayAddress::Keep | SayAddress::Clear => return Ok(None),
        SayAddress::Is(address) => *address,
        SayAddress::Saved(id) => cart::saved_address(tx, of, &id).await?,
    };
    Ok(Some(Address { id: Uuid::now_v7(), kind: kind.to_owned(), ..address }))
}

pub(super) async fn create(work: Work, new: NewDraft) -> Result<Response, ApiError> {
    let tx = &work.tx;
    let items = new.items.unwrap_or_default();
    let ways = new.shipping_methods.unwrap_or_default();
    amend::fits_draft(items.len(), ways.len())?;
    let codes = cart::written_codes(new.promo_codes.unwrap_or_default())?;
    let text = &new.region_id.0;
    let region: RegionId = text.parse().map_err(|_| ApiError::missing("Region", text))?;
    let region = cart::region_of(tx, Some(region), Some(text)).await?;
    if new.currency_code.as_ref().is_some_and(|code| code.to_lowercase() != region.currency_code) {
        let (said, is) = (new.currency_code.unwrap_or_default(), region.currency_code);
        let said: String = said.chars().take(20).collect();
        let words = format!("Currency code {said} does not match the region's currency code {is}");
        return Err(ApiError::invalid_data(words));
    }
    let channel = channel(tx, new.sales_channel_id.as_deref()).await?;
    let email = new.email.map(|Email(email)| email);
    let owner = match (&new.customer_id, &email) {
        (Some(id), _) => Some(customer(tx, id).await?),
        (None, Some(email)) => Some(cart::guest(tx, email).await?),
        (None, None) => {
            return Err(ApiError::invalid_data("Invalid request: Either email or customer_id must be provided"));
        }
    };
    let id = OrderId::new();
    let sql = "insert into orders (organization_id, id, display_id, status, is_draft_order, region_id, sales_channel_id, customer_id, currency_code,
          email, no_notification, metadata, totals_rounding, created_at, updated_at)
        values ($1, $2, private.take_numbers('order', 1), 'draft', true, $3, $4, $5, $6, $7, $8, $9,
          coalesce((select s.totals_rounding from stores s limit 1), 'currency'), $10, $10)";
    let owner_id = owner.as_ref().map(|owner| owner.id);
    let values: [Cell; 10] = [
        tx.organization()?.into(),
        id.0.into(),
        region.id.into(),
        channel.into(),
        owner_id.into(),
        region.currency_code.as_str().into(),
        email.or_else(|| owner.and_then(|owner| owner.email)).into(),
        new.no_notification_order.into(),
        new.metadata.given().map(Value::Object).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let mut held = amend::hold(tx, &id.to_string(), true).await?;
    for (kind, said) in [("shipping", new.shipping_address), ("billing", new.billing_address)] {
        held.order.addresses.extend(address(tx, owner_id, kind, said).await?);
    }
    let order = held.order.clone();
    let mut whats = items::made(tx, &held, &order, items).await?;
    for way in ways {
        whats.push((way_of(tx, &held, &whats, way).await?, None));
    }
    let applied = applied(&held, &whats)?;
    let order = amend::settled(tx, &held, applied, &codes).await?;
    amend::write_draft(tx, &order).await?;
    let shown = part::<DraftOrder>(&work, id.0).await?;
    work.done(&[("draft_order", &shown)]).await
}

/// The draft with all of it done.
fn applied(held: &Held, whats: &[(What, Option<String>)]) -> Result<Applied, ApiError> {
    let at = held.order.created_at;
    let actions: Vec<Action> = (1..)
        .zip(whats)
        .map(|(ordering, (what, _))| Action {
            id: Uuid::nil(),
            ordering,
            internal_note: None,
            created_at: at,
            updated_at: at,
            what: what.clone(),
        })
        .collect();
    let change = Change { version: held.order.version, carry_over_promotions: false, actions: &actions };
    let mut applied = apply(&held.order, change)?;
    // It was made so: that is its first version.
    applied.order.version = held.order.version;
    Ok(applied)
}

async fn way_of(tx: &Tx, held: &Held, whats: &[(What, Option<String>)], said: DraftWay) -> Result<What, ApiError> {
    let is_custom_amount = said.amount.0.is_some();
    let option = said.option_id.or(said.shipping_option_id);
    let Some(option) = option else {
        return Err(ApiError::invalid_data("Invalid request: Field 'shipping_methods, option_id' is required"));
    };
    let order = applied(held, whats)?.order;
    let way = Way {
        option,
        custom_amount: said.amount.0,
        description: None,
        metadata: None,
        is_return: false,
        is_of_staff: true,
    };
    let (mut method, _) = amend::way(tx, held, &order, way).await?;
    if let Some(name) = said.name {
        method.name = name;
    }
    if let Some(data) = said.data.given() {
        method.data = Some(Value::Object(data));
    }
    let method = Box::new(method);
    Ok(What::ShippingAdd { method, return_id: None, claim_id: None, exchange_id: None, is_custom_amount })
}
