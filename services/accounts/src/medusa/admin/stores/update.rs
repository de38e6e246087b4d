//! `POST /admin/stores/{id}`

use auth::Staff;
use db::{OnConstraint, Tx};
use resource::{Unknown, admin::Update, fields::AtMost};
use serde_json::{Map, Value};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, FromText, Required, Within},
};

use super::selling::{Capture, Percent, Rounding};
use crate::store::admin::stores::{self, Said, Selling, Store};

body! {
    /// A currency that the shop sells in.
    struct SoldIn {
        /// ISO 4217, three letters.
        currency_code: Required<Code> = "eur",
        /// Whether it counts when none is named.
        is_default: Option<bool> = true,
        /// Whether prices in it include tax.
        is_tax_inclusive: Option<bool> = true,
    }
}

body! {
    /// A language that the shop speaks.
    struct Locale {
        /// As BCP 47 names it: a language, and perhaps a script and a part of the world.
        locale_code: Required<Language> = "de-AT",
    }
}

/// The code of a language, written as BCP 47 recommends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Language(String);

impl FromText for Language {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let wrong = || format!("Invalid value for field '{at}': expected a language of BCP 47, such as de or de-AT");
        let mut parts = text.split('-');
        let language = parts.next().filter(|part| (2..=3).contains(&part.len()) && is_alphabetic(part));
        let mut code = language.ok_or_else(wrong)?.to_ascii_lowercase();
        let mut rest: Vec<&str> = parts.collect();
        if let Some(script) = rest.first().filter(|part| part.len() == 4 && is_alphabetic(part)) {
            code = format!("{code}-{}{}", script[..1].to_ascii_uppercase(), script[1..].to_ascii_lowercase());
            rest.remove(0);
        }
        match rest.as_slice() {
            [] => Ok(Self(code)),
            [region] if region.len() == 2 && is_alphabetic(region) => {
                Ok(Self(format!("{code}-{}", region.to_ascii_uppercase())))
            }
            [region] if region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(Self(format!("{code}-{region}")))
            }
            _ => Err(wrong()),
        }
    }
}

fn is_alphabetic(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Where a storefront shows a product: an address, in which `{handle}` may stand once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Address(String);

impl FromText for Address {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
        let (before, behind) = rest.split_once("{handle}").unwrap_or((rest, ""));
        let is_plain = |part: &str| !part.contains(|sign: char| sign.is_whitespace() || matches!(sign, '{' | '}'));
        if !before.is_empty() && is_plain(before) && is_plain(behind) && text.chars().count() <= 2_048 {
            return Ok(Self(text));
        }
        Err(format!("Invalid address for field '{at}': expected such as https://shop.example/products/{{handle}}"))
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
        /// The language of the shop's own texts: they are searched by its rules.
        default_locale_code: Option<Language> = "en",
        /// All currencies that the shop sells in.
        supported_currencies: Option<Vec<SoldIn>> = [{"currency_code": "eur", "is_default": true}],
        /// All languages that the shop speaks besides that of its own texts, in its order. One that something is translated into
        /// does not go.
        supported_locales: Option<Vec<Locale>> = [{"locale_code": "de"}],
        /// Where a storefront shows a product: `{handle}` stands for its handle. For feeds and sitemaps.
        storefront_url: Change<Address> = "https://shop.example/products/{handle}",
        /// `currency`: amounts have the digits of their currency. `none`: Medusa's own arithmetic.
        totals_rounding: Rounding = "currency",
        /// `automatic`: money is taken with the order. `manual`: by hand, or when goods leave.
        payment_capture: Capture = "manual",
        /// How much of a project is paid at first, in percent.
        deposit_percent: Percent = 50,
        /// When that is due, in days.
        deposit_days: Within<0, 3650> = 7,
        /// For how many days goods can be sent back.
        return_days: Within<0, 3650> = 30,
        /// Whether an order that is paid gets its invoice by itself.
        invoice_when_paid: Option<bool> = false,
        /// Who sells, as invoices say it.
        legal_name: Change<AtMost<500>> = "Harbour Goods GmbH",
        /// Where he is, in lines.
        legal_address: Change<AtMost<2000>> = "1 Quay, 24103 Kiel",
        /// Under which number he pays taxes.
        tax_number: Change<AtMost<100>> = "DE123456789",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"erp": "4711"},
    }
    checked by check
}

fn check(fields: &mut Fields, Changes { supported_currencies, supported_locales, .. }: &Changes) {
    let currencies = supported_currencies.as_deref().unwrap_or_default();
    let mut codes: Vec<&str> = currencies.iter().map(SoldIn::code).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < currencies.len() {
        fields.complain("A currency stands twice in field 'supported_currencies'");
    }
    if currencies.iter().filter(|currency| currency.is_default == Some(true)).count() > 1 {
        fields.complain("Several currencies are default in field 'supported_currencies'");
    }
    let locales = supported_locales.as_deref().unwrap_or_default();
    let mut codes: Vec<&str> = locales.iter().map(Locale::code).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < locales.len() {
        fields.complain("A language stands twice in field 'supported_locales'");
    }
    if locales.len() > MOST_LOCALES {
        let at = fields.at("supported_locales");
        fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST_LOCALES}'"));
    }
}

/// The most languages of a shop: each is a copy of every answer that is kept.
const MOST_LOCALES: usize = 50;

impl Locale {
    fn code(&self) -> &str {
        let Required(Language(code)) = &self.locale_code;
        code
    }
}

impl SoldIn {
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
            supported_locales,
            default_locale_code,
            storefront_url,
            totals_rounding: Rounding(totals_rounding),
            payment_capture: Capture(payment_capture),
            deposit_percent: Percent(deposit_percent),
            deposit_days: Within(deposit_days),
            return_days: Within(return_days),
            invoice_when_paid,
            legal_name,
            legal_address,
            tax_number,
            metadata,
        } = changes;
        let selling = Selling {
            totals_rounding,
            payment_capture,
            deposit_percent,
            deposit_days,
            return_days,
            invoice_when_paid,
            legal_name: legal_name.map(|AtMost(text)| text),
            legal_address: legal_address.map(|AtMost(text)| text),
            tax_number: tax_number.map(|AtMost(text)| text),
        };
        let storefront_url = storefront_url.map(|Address(url)| url);
        let said = Said {
            name,
            default_sales_channel_id,
            default_region_id,
            default_location_id,
            default_locale_code: default_locale_code.map(|Language(code)| code),
            storefront_url,
            selling,
            metadata,
        };
        let there = stores::update(tx, id, said).await?;
        let unknown = |Unknown(id): Unknown| ApiError::not_found(format!("{id} was not found in this shop"));
        let is_there = there.map_err(unknown)?;
        if let (true, Some(currencies)) = (is_there, supported_currencies) {
            set_currencies(tx, currencies).await?;
        }
        if let (true, Some(locales)) = (is_there, supported_locales) {
            let codes = locales.iter().map(|locale| locale.code().to_owned()).collect();
            stores::set_locales(tx, codes).await?.map_err(|stores::Spoken(why)| ApiError::not_allowed(why))?;
        }
        Ok(is_there)
    }
}

async fn set_currencies(tx: &Tx, currencies: Vec<SoldIn>) -> Result<(), ApiError> {
    let before = stores::default_currency(tx).await?;
    let chosen = currencies.iter().find(|currency| currency.is_default == Some(true));
    let default = chosen.or_else(|| currencies.iter().find(|currency| Some(currency.code()) == before.as_deref()));
    let none = || ApiError::invalid_data("There should be a default currency set for the store");
    let default = default.ok_or_else(none)?.code().to_owned();
    let codes = currencies.iter().map(|currency| currency.code().to_owned()).collect();
    let taxes = currencies.iter().filter_map(|one| Some((one.code().to_owned(), one.is_tax_inclusive?))).collect();
    let needed =
        |_| ApiError::not_allowed("A region sells in a currency that would be removed: change the region first");
    stores::set_currencies(tx, codes, &default)
        .await
        .on_constraint("regions_organization_id_currency_code_fkey", needed)?
        .map_err(|stores::Priced(why)| ApiError::not_allowed(why))?;
    Ok(stores::prefer_taxes(tx, taxes).await?)
}
