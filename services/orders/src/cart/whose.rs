//! Whose a cart is, and where it is sold.

use auth::Shopper;
use db::Tx;
use entity::ids::{CustomerId, RegionId, SalesChannelId, SavedAddressId};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{
    Address,
    document::{CustomerOf, RegionOf},
};

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

/// The region of that id; without one the shop's own, else any.
pub(crate) async fn region(tx: &Tx, shopper: &Shopper, named: Option<&str>) -> Result<RegionOf, ApiError> {
    let id = match named {
        Some(text) => Some(text.parse::<RegionId>().map_err(|_| unknown_region(text))?),
        None => shopper.default_region,
    };
    region_of(tx, id, named).await
}

/// The same for who knows of no region of his own.
pub(crate) async fn region_of(tx: &Tx, id: Option<RegionId>, named: Option<&str>) -> Result<RegionOf, ApiError> {
    let sql = "select (select jsonb_build_object('id', r.id, 'name', r.name, 'currency_code', r.currency_code,
          'automatic_taxes', r.automatic_taxes, 'countries', (select coalesce(jsonb_agg(n.iso_2 order by n.iso_2), '[]')
            from region_countries n where n.organization_id = r.organization_id and n.region_id = r.id),
          'is_tax_inclusive', (select p.is_tax_inclusive from price_preferences p where p.organization_id = r.organization_id
            and p.attribute = 'region_id' and p.value = private.wire_id('reg', r.id)))
        from regions r where r.deleted_at is null and coalesce(r.id = $1, true) order by r.id limit 1) as found";
    let row: Row = db::fetch_one(tx, sql, [id.map(Uuid::from).into()]).await?;
    match (row.found, named) {
        (Some(found), _) => serde_json::from_value(found).map_err(ApiError::internal),
        (None, Some(named)) => Err(unknown_region(named)),
        (None, None) => Err(ApiError::not_found("No regions found")),
    }
}

fn unknown_region(text: &str) -> ApiError {
    ApiError::missing("Region", text)
}

/// One of the key's channels: the one that is named, else the first.
pub(crate) fn channel(shopper: &Shopper, named: Option<&str>) -> Result<Uuid, ApiError> {
    let Some(first) = shopper.sales_channels.first() else {
        return Err(ApiError::invalid_data("Publishable key needs to have a sales channel configured"));
    };
    let Some(named) = named else { return Ok(first.0) };
    let found = named.parse::<SalesChannelId>().ok().filter(|id| shopper.sales_channels.contains(id));
    found.map(|id| id.0).ok_or_else(|| {
        let named: String = named.chars().take(100).collect();
        ApiError::invalid_data(format!("Sales channel {named} is not one of the publishable key's"))
    })
}

/// A customer with his groups.
pub(crate) async fn customer(tx: &Tx, id: Uuid) -> Result<Option<CustomerOf>, ApiError> {
    let sql = "select (select jsonb_build_object('id', c.id, 'email', c.email, 'has_account', c.has_account,
          'groups', (select coalesce(jsonb_agg(g.customer_group_id), '[]') from customer_group_customers g
            where g.organization_id = c.organization_id and g.customer_id = c.id))
        from customers c where c.id = $1 and c.deleted_at is null) as found";
    let row: Row = db::fetch_one(tx, sql, [id.into()]).await?;
    row.found.map(serde_json::from_value).transpose().map_err(ApiError::internal)
}

#[derive(FromQueryResult)]
struct Made {
    id: Uuid,
}

/// The guest of an address, who is made when it is new. Somebody who signs in with it is another customer: nobody here has proven to be him.
pub(crate) async fn guest(tx: &Tx, email: &str) -> Result<CustomerOf, ApiError> {
    let sql = "insert into customers (organization_id, id, email, has_account, created_at, updated_at)
        values ($1, $2, $3, false, $4, $4) on conflict do nothing returning id";
    let values = [tx.organization()?.into(), CustomerId::new().0.into(), email.into(), tx.now().into()];
    if let Some(Made { id }) = db::fetch_optional(tx, sql, values).await? {
        return Ok(CustomerOf { id, email: Some(email.to_owned()), has_account: false, groups: Vec::new() });
    }
    let sql = "select jsonb_build_object('id', c.id, 'email', c.email, 'has_account', c.has_account,
          'groups', (select coalesce(jsonb_agg(g.customer_group_id), '[]') from customer_group_customers g
            where g.organization_id = c.organization_id and g.customer_id = c.id)) as found
        from customers c where c.email = $1 and not c.has_account and c.deleted_at is null";
    let row: Row = db::fetch_one(tx, sql, [email.into()]).await?;
    serde_json::from_value(row.found.unwrap_or_default()).map_err(ApiError::internal)
}

/// One of a customer's saved addresses.
pub(crate) async fn saved_address(tx: &Tx, customer: Option<Uuid>, text: &str) -> Result<Address, ApiError> {
    let unknown = || ApiError::missing("Address", text);
    let id: SavedAddressId = text.parse().map_err(|_| unknown())?;
    let sql = "select (select to_jsonb(a) || jsonb_build_object('kind', '') from saved_addresses a
        where a.id = $1 and a.customer_id = $2 and a.deleted_at is null) as found";
    let row: Row = db::fetch_one(tx, sql, [id.0.into(), customer.into()]).await?;
    let found: Address = serde_json::from_value(row.found.ok_or_else(unknown)?).map_err(ApiError::internal)?;
    Ok(Address { id: Uuid::now_v7(), created_at: None, updated_at: None, ..found })
}
