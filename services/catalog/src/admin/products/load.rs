//! What belongs to the products and variants of a page: all of a kind in one statement.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{SalesChannelId, ShippingProfileId},
};
use resource::{Row, row};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use serde_json::Value;
use uuid::Uuid;
use web::fields::{Column, View};

row! {
    /// A channel that sells a product.
    pub struct Channel from "c" {
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

row! {
    /// How a product is shipped.
    pub struct Profile from "s" {
        id: ShippingProfileId,
        name: String,
        r#type: String = "s.type",
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Channel {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for Profile {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

/// A row and whose it is.
struct Owned<T>(T, Uuid);

impl<T: Row> FromQueryResult for Owned<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let owner = row.try_get_by_index(T::FIELDS.len())?;
        Ok(Self(T::from_query_result(row, prefix)?, owner))
    }
}

/// Rows by their owner, in the order of the statement. `from` joins what it takes; `$1` is the shop, `$2` the owners.
pub(in crate::admin) async fn of<T: Row + Send + Sync>(
    tx: &Tx,
    owner: &str,
    from: &str,
    owners: Vec<Uuid>,
) -> db::Result<HashMap<Uuid, Vec<T>>> {
    let mut found: HashMap<Uuid, Vec<T>> = HashMap::new();
    if owners.is_empty() {
        return Ok(found);
    }
    let sql = format!("select {}, {owner} from {from}", T::SELECT);
    let rows: Vec<Owned<T>> = db::fetch_all(tx, &sql, [tx.organization()?.into(), owners.into()]).await?;
    for Owned(row, owner) in rows {
        found.entry(owner).or_default().push(row);
    }
    Ok(found)
}
