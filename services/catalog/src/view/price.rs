//! `calculated_price`: Medusa's exact key set.

use bigdecimal::BigDecimal;
use entity::ids::{PriceId, PriceListId, PriceSetId};
use serde::{Serialize, Serializer};

/// The price of a variant in a context.
#[expect(clippy::struct_excessive_bools, reason = "the key set is Medusa's")]
#[derive(Debug, Clone, Serialize)]
pub struct CalculatedPrice {
    pub id: PriceSetId,
    pub is_calculated_price_price_list: bool,
    pub is_calculated_price_tax_inclusive: bool,
    pub calculated_amount: Option<Number>,
    pub raw_calculated_amount: Option<Raw>,
    pub is_original_price_price_list: bool,
    pub is_original_price_tax_inclusive: bool,
    pub original_amount: Option<Number>,
    pub raw_original_amount: Option<Raw>,
    pub currency_code: Option<String>,
    pub calculated_price: PriceSource,
    pub original_price: PriceSource,
    /// Where goods go, if that is known; filled when the price is.
    #[serde(flatten)]
    pub taxes: Option<TaxAmounts>,
}

/// Which price it was.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PriceSource {
    pub id: Option<PriceId>,
    pub price_list_id: Option<PriceListId>,
    pub price_list_type: Option<&'static str>,
    pub min_quantity: Option<i64>,
    pub max_quantity: Option<i64>,
}

/// Amounts with and without tax, where a country is known.
#[derive(Debug, Clone, Serialize)]
pub struct TaxAmounts {
    pub calculated_amount_with_tax: Number,
    pub calculated_amount_without_tax: Number,
    pub original_amount_with_tax: Number,
    pub original_amount_without_tax: Number,
}

/// A JSON number, written from the decimal's own digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub BigDecimal);

/// The decimal's digits as text, beside the number that JavaScript would round.
#[derive(Debug, Clone)]
pub struct Raw(pub BigDecimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::value::RawValue::from_string(plain(&self.0))
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape {
            value: String,
            precision: u8,
        }
        Shape { value: plain(&self.0), precision: 20 }.serialize(serializer)
    }
}

/// Digits without an exponent and without trailing zeros: `19.90` is `19.9`.
fn plain(amount: &BigDecimal) -> String {
    amount.normalized().to_plain_string()
}
