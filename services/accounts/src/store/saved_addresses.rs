//! The addresses that customers keep. Of each kind there is one default, and a customer keeps so many: both is seen to in the
//! schema (`private.keep_saved_addresses`), whoever writes.

use db::{OnConstraint, Tx};
use entity::{
    Timestamp,
    ids::{CustomerId, SavedAddressId},
};
use resource::{Filter, Param, Row, Select, Set, Table, of_owners, order_by, row};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, ListQuery, body,
    body::{Change, FromText},
    fields::{Column, View},
};

use super::countries;

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
    }
}

/// The two letters of a country, in lower case. An empty text is none, as forms send it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Country(pub Option<String>);

impl FromText for Country {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.trim().to_lowercase();
        if code.is_empty() {
            return Ok(Self(None));
        }
        if countries::exists(&code) {
            return Ok(Self(Some(code)));
        }
        Err(format!("Invalid value for field '{at}': expected two letters of ISO 3166-1, such as 'dk'"))
    }
}

/// A page of a customer's addresses, the oldest first, and how many there are in all.
pub async fn list(tx: &Tx, customer: CustomerId, filter: Filter, list: &ListQuery) -> db::Result<(Vec<Address>, i64)> {
    let mut conditions = Filter::new("a.organization_id = $1 and a.deleted_at is null");
    conditions.and("a.customer_id = ?", customer.0);
    conditions.all(filter);
    conditions.and_words(Address::WORDS, &list.words);
    let order_by = order_by(Address::ALIAS, &list.order, "a.created_at, a.id");
    let select = Select { columns: Address::SELECT, from: Address::FROM, order_by: &order_by };
    resource::page(tx, select, &conditions, vec![tx.organization()?.into()], list.page).await
}

/// All addresses of a customer, the oldest first.
pub async fn all(tx: &Tx, customer: CustomerId) -> db::Result<Vec<Address>> {
    let mut found = of_owners::<Address>(tx, "", "a.customer_id", vec![customer.0]).await?;
    Ok(found.remove(&customer.0).unwrap_or_default())
}

/// Keeps another address of a customer. One too many of his own making breaks `saved_addresses_most`; see [`fits`].
pub async fn create(tx: &Tx, customer: Uuid, said: Said) -> db::Result<()> {
    let id = SavedAddressId::new().0;
    let sql =
        "insert into public.saved_addresses (organization_id, id, customer_id, created_at) values ($1, $2, $3, $4)";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), customer.into(), tx.now().into()]).await?;
    write(tx, id, said).await.map(drop)
}

/// 400 for one too many.
pub(crate) fn fits<T>(done: db::Result<T>) -> Result<T, ApiError> {
    let message = "A customer keeps at most 100 addresses: delete one first";
    done.on_constraint("saved_addresses_most", |_| ApiError::not_allowed(message))
}

/// Changes an address of a customer; false when he has no such address.
pub async fn update(tx: &Tx, customer: Uuid, id: Uuid, said: Said) -> db::Result<bool> {
    Ok(is_of(tx, customer, id).await? && write(tx, id, said).await?)
}

/// Removes an address; false when the customer has no such address.
pub async fn delete(tx: &Tx, customer: Uuid, id: Uuid) -> db::Result<bool> {
    let sql = "delete from public.saved_addresses where organization_id = $1 and customer_id = $2 and id = $3";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), customer.into(), id.into()]).await? > 0)
}

/// Whether an address is this customer's.
async fn is_of(tx: &Tx, customer: Uuid, id: Uuid) -> db::Result<bool> {
    let sql = "select from public.saved_addresses
        where organization_id = $1 and customer_id = $2 and id = $3 and deleted_at is null";
    let values: [Value; 3] = [tx.organization()?.into(), customer.into(), id.into()];
    Ok(db::exec(tx, sql, values).await? > 0)
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
    } = said;
    let country_code = match country_code {
        Change::Keep => Change::Keep,
        Change::Clear | Change::Set(Country(None)) => Change::Clear,
        Change::Set(Country(Some(code))) => Change::Set(code),
    };
    let mut set = Set::new(tx, id)?;
    for (column, change) in [
        ("address_name", address_name),
        ("company", company),
        ("first_name", first_name),
        ("last_name", last_name),
        ("address_1", address_1),
        ("address_2", address_2),
        ("city", city),
        ("country_code", country_code),
        ("province", province),
        ("postal_code", postal_code),
        ("phone", phone),
    ] {
        set.change(column, change);
    }
    set.given("is_default_shipping", is_default_shipping);
    set.given("is_default_billing", is_default_billing);
    set.metadata("metadata", metadata);
    set.run(tx, "public.saved_addresses").await
}
