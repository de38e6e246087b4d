//! The addresses that customers keep.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, SavedAddressId},
};
use resource::{Param, Row, Set, Table, row};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body,
    body::{AdditionalData, Change, FromText},
    fields::{Column, View},
};

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
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
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
    const FROM: &'static str = "public.saved_addresses a";
    const ALIAS: &'static str = "a";
    const FILTERS: &'static [Param] = &[
        Param::text("company", "Exact names."),
        Param::text("city", "Exact names."),
        Param::text("country_code", "ISO 3166-1 codes of two letters, lower-case."),
        Param::text("province", "Exact names."),
        Param::text("postal_code", "Exact codes."),
    ];
}

body! {
    /// What is said of an address.
    #[derive(Default)]
    pub struct Said {
        /// What the address is called.
        pub address_name: Change<String> = "Home",
        /// Whether parcels go there.
        pub is_default_shipping: Option<bool> = true,
        /// Whether bills go there.
        pub is_default_billing: Option<bool> = false,
        /// The company.
        pub company: Change<String> = "Harbour Goods",
        /// The first name.
        pub first_name: Change<String> = "Ann",
        /// The last name.
        pub last_name: Change<String> = "Lee",
        /// Street and number.
        pub address_1: Change<String> = "1 Quay",
        /// More of it.
        pub address_2: Change<String> = "Second floor",
        /// The town.
        pub city: Change<String> = "Kiel",
        /// ISO 3166-1, two letters.
        pub country_code: Change<Country> = "de",
        /// The province.
        pub province: Change<String> = "Schleswig-Holstein",
        /// The postal code.
        pub postal_code: Change<String> = "24103",
        /// A number to call.
        pub phone: Change<String> = "+49 431 1",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"door": "blue"},
        /// Taken for Medusa's sake and kept nowhere: its workflows give it to hooks, which there are none of here.
        pub additional_data: AdditionalData = {"source": "erp"},
    }
}

/// The two letters of a country, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Country(pub String);

impl FromText for Country {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.to_ascii_lowercase();
        if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Self(code));
        }
        Err(format!("Invalid value for field '{at}': expected two letters, such as de"))
    }
}

/// Keeps an address of a customer, who is locked.
pub async fn create(tx: &Tx, customer: Uuid, said: Said) -> db::Result<()> {
    let id = SavedAddressId::new().0;
    give_way(tx, customer, &said).await?;
    let sql =
        "insert into public.saved_addresses (organization_id, id, customer_id, created_at) values ($1, $2, $3, $4)";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), customer.into(), tx.now().into()]).await?;
    write(tx, id, said).await.map(drop)
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
    let Said {
        address_name,
        is_default_shipping,
        is_default_billing,
        company,
        first_name,
        last_name,
        address_1,
        address_2,
        city,
        country_code,
        province,
        postal_code,
        phone,
        metadata,
        additional_data: AdditionalData,
    } = said;
    let mut set = Set::new(tx, id)?;
    for (column, change) in [
        ("address_name", address_name),
        ("company", company),
        ("first_name", first_name),
        ("last_name", last_name),
        ("address_1", address_1),
        ("address_2", address_2),
        ("city", city),
        ("country_code", country_code.map(|Country(code)| code)),
        ("province", province),
        ("postal_code", postal_code),
        ("phone", phone),
    ] {
        set.change(column, change);
    }
    set.given("is_default_shipping", is_default_shipping);
    set.given("is_default_billing", is_default_billing);
    set.json("metadata", metadata);
    set.run(tx, "public.saved_addresses").await
}
