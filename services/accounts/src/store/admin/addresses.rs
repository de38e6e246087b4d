//! The addresses that customers keep.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, SavedAddressId},
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, View},
    query::Params,
};

use super::{Filter, Table, change::Set, row::row};

row! {
    /// An address of a customer.
    pub struct Address from "a" {
        id: SavedAddressId,
        address_name: Option<String>,
        is_default_shipping: bool,
        is_default_billing: bool,
        customer_id: CustomerId,
        company: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        address_1: Option<String>,
        address_2: Option<String>,
        city: Option<String>,
        country_code: Option<String>,
        province: Option<String>,
        postal_code: Option<String>,
        phone: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Address {
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
}

impl Table for Address {
    type Id = SavedAddressId;

    const ONE: &'static str = "address";
    const MANY: &'static str = "addresses";
    const NAME: &'static str = "Address";
    const SORTABLE: &'static [&'static str] =
        &["id", "address_name", "company", "city", "country_code", "postal_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &[
        "a.address_name",
        "a.company",
        "a.first_name",
        "a.last_name",
        "a.address_1",
        "a.address_2",
        "a.city",
        "a.province",
        "a.postal_code",
        "a.phone",
    ];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "public.saved_addresses a";
    const ALIAS: &'static str = "a";

    fn filter(params: &mut Params, filter: &mut Filter) {
        filter.living(params, "a");
        for (name, column) in [
            ("company", "a.company"),
            ("city", "a.city"),
            ("country_code", "a.country_code"),
            ("province", "a.province"),
            ("postal_code", "a.postal_code"),
        ] {
            filter.texts(params, name, column);
        }
    }
}

/// What is said of an address.
#[derive(Debug, Default)]
pub struct Said {
    /// The columns that are texts, by their names.
    pub texts: Vec<(&'static str, Change<String>)>,
    pub is_default_shipping: Option<bool>,
    pub is_default_billing: Option<bool>,
    pub metadata: Change<Map<String, Json>>,
}

/// The texts of an address.
pub const TEXTS: [&str; 11] = [
    "address_name",
    "company",
    "first_name",
    "last_name",
    "address_1",
    "address_2",
    "city",
    "country_code",
    "province",
    "postal_code",
    "phone",
];

/// Keeps an address of a customer, who is locked.
pub async fn create(tx: &Tx, customer: Uuid, said: Said) -> db::Result<Uuid> {
    let id = SavedAddressId::new().0;
    give_way(tx, customer, &said).await?;
    let sql =
        "insert into public.saved_addresses (organization_id, id, customer_id, created_at) values ($1, $2, $3, $4)";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), customer.into(), tx.now().into()]).await?;
    write(tx, id, said).await?;
    Ok(id)
}

/// Changes an address of a customer, who is locked; false when he has no such address.
pub async fn update(tx: &Tx, customer: Uuid, id: Uuid, said: Said) -> db::Result<bool> {
    if !is_of(tx, customer, id).await? {
        return Ok(false);
    }
    give_way(tx, customer, &said).await?;
    write(tx, id, said).await
}

/// Removes an address; false when the customer has no such address.
pub async fn delete(tx: &Tx, customer: Uuid, id: Uuid) -> db::Result<bool> {
    let sql = "delete from public.saved_addresses where organization_id = $1 and customer_id = $2 and id = $3";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), customer.into(), id.into()]).await? > 0)
}

/// Whether an address is this customer's.
pub async fn is_of(tx: &Tx, customer: Uuid, id: Uuid) -> db::Result<bool> {
    let sql = "select from public.saved_addresses
        where organization_id = $1 and customer_id = $2 and id = $3 and deleted_at is null";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), customer.into(), id.into()]).await? > 0)
}

/// Of one kind there is one default.
async fn give_way(tx: &Tx, customer: Uuid, said: &Said) -> db::Result<()> {
    for (column, wanted) in
        [("is_default_shipping", said.is_default_shipping), ("is_default_billing", said.is_default_billing)]
    {
        if wanted == Some(true) {
            let sql = format!(
                "update public.saved_addresses set {column} = false
                 where organization_id = $1 and customer_id = $2 and {column} and deleted_at is null"
            );
            db::exec(tx, &sql, [tx.organization()?.into(), customer.into()]).await?;
        }
    }
    Ok(())
}

async fn write(tx: &Tx, id: Uuid, said: Said) -> db::Result<bool> {
    let Said { texts, is_default_shipping, is_default_billing, metadata } = said;
    let mut set = Set::new(tx, id)?;
    for (column, change) in texts {
        set.text(column, change);
    }
    set.boolean("is_default_shipping", is_default_shipping);
    set.boolean("is_default_billing", is_default_billing);
    set.json("metadata", metadata);
    set.run(tx, "public.saved_addresses").await
}
