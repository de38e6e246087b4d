//! Who and where: the customer of an order, its region, its sales channel, as the staff sees them.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, RegionId, SalesChannelId},
};
use resource::{Row, row};
use serde_json::Value;
use uuid::Uuid;
use web::fields::{Column, View};

row! {
    /// The customer.
    pub(super) struct Customer from "c" {
        id: CustomerId,
        email: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        company_name: Option<String>,
        phone: Option<String>,
        has_account: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

row! {
    /// The region.
    pub(super) struct Region from "r" {
        id: RegionId,
        name: String,
        currency_code: String,
        automatic_taxes: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

row! {
    /// The sales channel.
    pub(super) struct SalesChannel from "s" {
        id: SalesChannelId,
        name: String,
        description: Option<String>,
        is_disabled: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Customer {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for Region {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for SalesChannel {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

/// Those of these keys that the caller may see.
pub(super) async fn customers(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Customer>> {
    let sql = format!("select {} from customers c where c.id = any($1)", Customer::SELECT);
    let found: Vec<Customer> = db::fetch_all(tx, &sql, [ids.into()]).await?;
    Ok(found.into_iter().map(|one| (one.id.0, one)).collect())
}

/// The same of regions.
pub(super) async fn regions(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Region>> {
    let sql = format!("select {} from regions r where r.id = any($1)", Region::SELECT);
    let found: Vec<Region> = db::fetch_all(tx, &sql, [ids.into()]).await?;
    Ok(found.into_iter().map(|one| (one.id.0, one)).collect())
}

/// The same of sales channels.
pub(super) async fn channels(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, SalesChannel>> {
    let sql = format!("select {} from sales_channels s where s.id = any($1)", SalesChannel::SELECT);
    let found: Vec<SalesChannel> = db::fetch_all(tx, &sql, [ids.into()]).await?;
    Ok(found.into_iter().map(|one| (one.id.0, one)).collect())
}
