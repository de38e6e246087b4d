//! What is said of quotes.

use chrono::{DateTime, Utc};
use money::Amount;
use resource::fields::{Amount as Money, AtMost, Name};
use serde_json::{Map, Value};
use web::{
    ApiError, body,
    body::{Change, Email, Fields, Filled, Required},
};

use crate::{
    cart::Address,
    quotes::Wished,
    store::{Pieces, SayAddress},
};

/// The most lines of a quote.
const MOST: usize = 500;

body! {
    /// A new quote.
    pub(super) struct New {
        /// Whom it is for.
        pub(super) customer_id: Option<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it is sent to; the customer's address when nobody says.
        pub(super) email: Option<Email> = "ann@example.com",
        /// Where it is sold: its currency and taxes.
        pub(super) region_id: Required = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The channel; the shop's default one when nobody says.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The language of the customer.
        pub(super) locale: Option<AtMost<35>> = "de-DE",
        /// What is offered.
        pub(super) items: Option<Vec<Item>> = [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}],
        /// What sending costs.
        pub(super) shipping: Option<Vec<Shipping>> = [{"name": "By lorry", "amount": 90}],
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// What is to be paid at once when it is accepted, in percent.
        pub(super) deposit_percent: Money = 50,
        /// What is said to the customer.
        pub(super) note: Option<String> = "The price holds for the whole set.",
        /// Until when it holds; 30 days from its sending when nobody says.
        pub(super) expires_at: Option<DateTime<Utc>> = "2026-12-21T10:00:00Z",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"drawing": "17b"},
    }
    checked by check_new
}

body! {
    /// What changes of a draft. What is not named stays.
    pub(super) struct Changes {
        /// Where it is sent to.
        pub(super) email: Filled<Email> = "ann@example.com",
        /// The language of the customer.
        pub(super) locale: Change<AtMost<35>> = "de-DE",
        /// All that is offered.
        pub(super) items: Option<Vec<Item>> = [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}],
        /// What sending costs.
        pub(super) shipping: Option<Vec<Shipping>> = [{"name": "By lorry", "amount": 90}],
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// What is to be paid at once when it is accepted, in percent.
        pub(super) deposit_percent: Money = 50,
        /// What is said to the customer.
        pub(super) note: Change<String> = "The price holds for the whole set.",
        /// Until when it holds.
        pub(super) expires_at: Change<DateTime<Utc>> = "2026-12-21T10:00:00Z",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"drawing": "17b"},
    }
    checked by check_changes
}

body! {
    /// One of what is offered.
    pub(super) struct Item {
        /// The variant, where it is one of the shop's goods.
        pub(super) variant_id: Option<String> = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is; the product's title when nobody says.
        pub(super) title: Filled<Name> = "Kitchen, as drawn",
        /// So many.
        pub(super) quantity: Pieces<1> = 1,
        /// What one costs; the shop's price when nobody says.
        pub(super) unit_price: Money = 1200,
        /// Whether that is with tax; as the shop's prices of the region when nobody says.
        pub(super) is_tax_inclusive: Option<bool> = false,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"wood": "oak"},
    }
    checked by check_item
}

body! {
    /// What sending costs.
    pub(super) struct Shipping {
        /// How it is sent.
        pub(super) name: Required<Name> = "By lorry",
        /// How much.
        pub(super) amount: Money = 90,
    }
    checked by check_shipping
}

body! {
    /// Where the customer sees it.
    pub(super) struct Sending {
        /// Where the storefront shows quotes; the token comes behind it. `quotes` of the shop's storefront when nobody says.
        pub(super) url: Option<String> = "https://shop.example.com/quotes",
    }
    checked by check_url
}

fn check_url(fields: &mut Fields, sending: &Sending) {
    let Some(url) = &sending.url else { return };
    let is_web = url::Url::parse(url)
        .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host() && url.query().is_none());
    if !is_web || url.len() > 500 {
        fields.complain("Invalid address for field 'url': expected such as https://shop.example.com/quotes");
    }
}

fn check_new(fields: &mut Fields, new: &New) {
    check_many(fields, new.items.as_deref(), new.shipping.as_deref());
    check_rest(fields, &new.deposit_percent, new.note.as_deref());
}

fn check_changes(fields: &mut Fields, changes: &Changes) {
    check_many(fields, changes.items.as_deref(), changes.shipping.as_deref());
    let note = match &changes.note {
        Change::Set(note) => Some(note.as_str()),
        Change::Keep | Change::Clear => None,
    };
    check_rest(fields, &changes.deposit_percent, note);
}

fn check_many(fields: &mut Fields, items: Option<&[Item]>, shipping: Option<&[Shipping]>) {
    if items.is_some_and(|items| items.len() > MOST) {
        fields.complain(format!("Value for field 'items' too big, expected at most: '{MOST}'"));
    }
    if shipping.is_some_and(|shipping| shipping.len() > 1) {
        fields.complain("Value for field 'shipping' too big, expected at most: '1'");
    }
}

fn check_rest(fields: &mut Fields, percent: &Money, note: Option<&str>) {
    let fits = |percent: &bigdecimal::BigDecimal| {
        percent > 0_i64 && percent <= 100_i64 && percent.fractional_digit_count() <= 10
    };
    if !percent.0.as_ref().is_none_or(fits) {
        fields.complain("Value for field 'deposit_percent' must be more than 0 and at most 100");
    }
    if note.is_some_and(|note| note.chars().count() > 2_000) {
        fields.complain("Value for field 'note' too big, expected at most: '2000'");
    }
}

fn check_item(fields: &mut Fields, item: &Item) {
    check_amount(fields, "unit_price", &item.unit_price);
    if item.variant_id.is_none() {
        if item.title.0.is_none() {
            let at = fields.at("title");
            fields.complain(format!("Field '{at}' is required where there is no 'variant_id'"));
        }
        if item.unit_price.0.is_none() {
            let at = fields.at("unit_price");
            fields.complain(format!("Field '{at}' is required where there is no 'variant_id'"));
        }
    }
}

fn check_shipping(fields: &mut Fields, shipping: &Shipping) {
    if shipping.amount.0.is_none() {
        let at = fields.at("amount");
        fields.complain(format!("Field '{at}' is required"));
    }
    check_amount(fields, "amount", &shipping.amount);
}

fn check_amount(fields: &mut Fields, name: &str, amount: &Money) {
    let (at, Some(amount)) = (fields.at(name), &amount.0) else { return };
    if amount < 0_i64 {
        fields.complain(format!("Value for field '{at}' too small, expected at least: '0'"));
    } else if amount >= 1_000_000_000_000_i64 || amount.fractional_digit_count() > 20 {
        fields.complain(format!("Value for field '{at}' too big, expected less than: '1000000000000'"));
    }
}

/// An amount that was looked at.
pub(super) fn amount(money: Money) -> Result<Option<Amount>, ApiError> {
    money.0.map(|amount| Amount::new(amount).map_err(|error| ApiError::invalid_data(error.to_string()))).transpose()
}

/// What is wished for.
pub(super) fn wished(items: Option<Vec<Item>>) -> Result<Option<Vec<Wished>>, ApiError> {
    let Some(items) = items else { return Ok(None) };
    let wished = items.into_iter().map(|item| {
        let unknown = |text: &str| ApiError::missing("Variant", text);
        let variant = item.variant_id.as_deref();
        let variant =
            variant.map(|text| text.parse::<entity::ids::VariantId>().map_err(|_| unknown(text))).transpose()?;
        Ok(Wished {
            variant: variant.map(|id| id.0),
            of: None,
            title: item.title.0.map(|title| title.0),
            quantity: item.quantity.0,
            price: amount(item.unit_price)?,
            is_tax_inclusive: item.is_tax_inclusive,
            metadata: item.metadata.given(),
        })
    });
    wished.collect::<Result<Vec<_>, ApiError>>().map(Some)
}

/// What sending costs.
pub(super) fn shipping(list: Option<Vec<Shipping>>) -> Result<Option<(String, Amount)>, ApiError> {
    let Some(Shipping { name: Required(name), amount: money }) = list.unwrap_or_default().pop() else {
        return Ok(None);
    };
    Ok(Some((name.0, amount(money)?.unwrap_or_else(Amount::zero))))
}

/// An address that is said; one that the customer has saved is named by its id.
pub(super) async fn address(
    tx: &db::Tx,
    customer: Option<uuid::Uuid>,
    said: SayAddress,
) -> Result<Option<Address>, ApiError> {
    Ok(match said {
        SayAddress::Keep | SayAddress::Clear => None,
        SayAddress::Is(address) => Some(*address),
        SayAddress::Saved(id) => Some(crate::cart::saved_address(tx, customer, &id).await?),
    })
}
