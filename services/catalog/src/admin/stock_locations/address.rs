//! Where a stock location is.

use db::Tx;
use entity::ids::StockLocationAddressId;
use resource::{Row, fresh_metadata, row};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::Schema;
use uuid::Uuid;
use web::{
    body,
    body::{Change, Documented, Field, Fields, FromText, Required},
    fields::{Column, View},
};

row! {
    /// An address.
    pub(super) struct Site from "a" {
        id: StockLocationAddressId,
        address_1: String,
        address_2: Option<String>,
        company: Option<String>,
        country_code: String,
        city: Option<String>,
        phone: Option<String>,
        postal_code: Option<String>,
        province: Option<String>,
        metadata: Option<Json>,
    }
}

impl View for Site {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

/// The two letters of a country, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Country(String);

impl FromText for Country {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.to_ascii_lowercase();
        if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Self(code));
        }
        Err(format!("Invalid value for field '{at}': expected two letters, such as de"))
    }
}

body! {
    /// What is said of an address. It is said as a whole: what is not said of it, it does not have.
    pub(super) struct Said {
        /// Street and number.
        pub(super) address_1: Required = "1 Quay",
        /// More of it.
        pub(super) address_2: Option<String> = "Gate 4",
        /// The company.
        pub(super) company: Option<String> = "Harbour Goods",
        /// ISO 3166-1, two letters.
        pub(super) country_code: Required<Country> = "de",
        /// The town.
        pub(super) city: Option<String> = "Kiel",
        /// A number to call.
        pub(super) phone: Option<String> = "+49 431 1",
        /// The postal code.
        pub(super) postal_code: Option<String> = "24103",
        /// The province.
        pub(super) province: Option<String> = "Schleswig-Holstein",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"dock": 4},
    }
}

/// An address within a body.
#[derive(Debug)]
pub(super) struct Within(pub(super) Option<Said>);

impl Field for Within {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.object(name))
    }

    fn schema() -> Schema {
        Schema::Object(Said::object())
    }
}

/// Keeps an address.
pub(super) async fn create(tx: &Tx, said: Said) -> db::Result<Uuid> {
    let id = StockLocationAddressId::new().0;
    let sql =
        "insert into public.stock_location_addresses (organization_id, id, address_1, address_2, company, country_code,
          city, phone, postal_code, province, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, private.merge_metadata(null, $11, '{}'), $12, $12)";
    db::exec(tx, sql, values(tx, id, said)?).await?;
    Ok(id)
}

/// Writes what the address of a location is from now on, which has one.
pub(super) async fn replace(tx: &Tx, location: Uuid, said: Said) -> db::Result<()> {
    let sql = "update public.stock_location_addresses a
        set address_1 = $3, address_2 = $4, company = $5, country_code = $6, city = $7, phone = $8, postal_code = $9,
          province = $10, metadata = private.merge_metadata(null, $11, '{}'), updated_at = $12
        from public.stock_locations s
        where s.organization_id = $1 and s.id = $2 and a.organization_id = $1 and a.id = s.address_id";
    db::exec(tx, sql, values(tx, location, said)?).await.map(drop)
}

fn values(tx: &Tx, id: Uuid, said: Said) -> db::Result<[Value; 12]> {
    let Said {
        address_1: Required(address_1),
        address_2,
        company,
        country_code: Required(Country(country_code)),
        city,
        phone,
        postal_code,
        province,
        metadata,
    } = said;
    Ok([
        tx.organization()?.into(),
        id.into(),
        address_1.into(),
        address_2.into(),
        company.into(),
        country_code.into(),
        city.into(),
        phone.into(),
        postal_code.into(),
        province.into(),
        fresh_metadata(metadata).into(),
        tx.now().into(),
    ])
}
