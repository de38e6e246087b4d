//! `POST /admin/stores/{id}`

use auth::Staff;
use db::{OnConstraint, Tx};
use resource::{Unknown, admin::Update};
use serde_json::{Map, Value};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, FromText, Required},
};

use crate::store::admin::stores::{self, Said, Store};

body! {
    /// A currency that the shop sells in.
    struct Currency {
        /// ISO 4217, three letters.
        currency_code: Required<Code> = "eur",
        /// Whether it counts when none is named.
        is_default: Option<bool> = true,
    }
}

/// The three letters of a currency, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Code(String);

impl FromText for Code {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.to_ascii_lowercase();
        if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Self(code));
        }
        Err(format!("Invalid value for field '{at}': expected three letters, such as eur"))
    }
}

body! {
    /// What changes of the settings.
    pub struct Changes {
        /// What the shop is called.
        name: Filled = "Harbour Goods",
        /// The channel that counts when none is named.
        default_sales_channel_id: Change<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The region that counts when none is named.
        default_region_id: Change<String> = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where stock lies unless it is said otherwise.
        default_location_id: Change<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// All currencies that the shop sells in.
        supported_currencies: Option<Vec<Currency>> = [{"currency_code": "eur", "is_default": true}],
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"erp": "4711"},
    }
    checked by check
}

fn check(fields: &mut Fields, Changes { supported_currencies, .. }: &Changes) {
    let currencies = supported_currencies.as_deref().unwrap_or_default();
    let mut codes: Vec<&str> = currencies.iter().map(Currency::code).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < currencies.len() {
        fields.complain("A currency stands twice in field 'supported_currencies'");
    }
    if currencies.iter().filter(|currency| currency.is_default == Some(true)).count() > 1 {
        fields.complain("Several currencies are default in field 'supported_currencies'");
    }
}

impl Currency {
    fn code(&self) -> &str {
        let Required(Code(code)) = &self.currency_code;
        code
    }
}

impl Update for Store {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes {
            name: Filled(name),
            default_sales_channel_id,
            default_region_id,
            default_location_id,
            supported_currencies,
            metadata,
        } = changes;
        let said = Said { name, default_sales_channel_id, default_region_id, default_location_id, metadata };
        let there = stores::update(tx, id, said).await?;
        let unknown = |Unknown(id): Unknown| ApiError::not_found(format!("{id} was not found in this shop"));
        let is_there = there.map_err(unknown)?;
        if let (true, Some(currencies)) = (is_there, supported_currencies) {
            set_currencies(tx, currencies).await?;
        }
        Ok(is_there)
    }
}

async fn set_currencies(tx: &Tx, currencies: Vec<Currency>) -> Result<(), ApiError> {
    let before = stores::default_currency(tx).await?;
    let chosen = currencies.iter().find(|currency| currency.is_default == Some(true));
    let default = chosen.or_else(|| currencies.iter().find(|currency| Some(currency.code()) == before.as_deref()));
    let none = || ApiError::invalid_data("There should be a default currency set for the store");
    let default = default.ok_or_else(none)?.code().to_owned();
    let codes = currencies.iter().map(|currency| currency.code().to_owned()).collect();
    let needed =
        |_| ApiError::not_allowed("A region sells in a currency that would be removed: change the region first");
    stores::set_currencies(tx, codes, &default)
        .await
        .on_constraint("regions_organization_id_currency_code_fkey", needed)?
        .map_err(|stores::Priced(why)| ApiError::not_allowed(why))
}
