//! Who sends things, and what it costs where the provider says it.

use entity::providers::{BY_WEIGHT, MANUAL_FULFILLMENT};
use money::Amount;
use serde_json::Value;

use crate::offer::OptionOffer;

/// What a provider can do, by Medusa's names, and whether that is sending back; nothing of one that there is not.
pub(crate) fn services(provider: &str) -> Option<&'static [(&'static str, bool)]> {
    match provider {
        MANUAL_FULFILLMENT => Some(&[("manual-fulfillment", false), ("manual-fulfillment-return", true)]),
        BY_WEIGHT => Some(&[("by-weight", false), ("by-weight-return", true)]),
        _ => None,
    }
}

/// Why a provider cannot say what an option with this data costs; nothing where it can.
pub(crate) fn cannot_calculate(provider: Option<&str>, data: Option<&Value>) -> Option<&'static str> {
    if provider != Some(BY_WEIGHT) {
        return Some("its provider says no prices: take weight_weight, or price_type flat");
    }
    let is_said = said(data, "base").is_some() && said(data, "per_kg").is_some();
    (!is_said).then_some("field 'data' must say what it costs: {\"base\": \"4.90\", \"per_kg\": \"1.50\"}, from 0 on")
}

/// What a calculated option costs; nothing where its provider is not known, or its data says nothing.
pub(crate) fn calculate(option: &OptionOffer, grams: f64, _: Option<&Value>) -> Option<Amount> {
    if option.provider_id.as_deref() != Some(BY_WEIGHT) {
        return None;
    }
    let (base, per_kilogram) = (said(option.data.as_ref(), "base")?, said(option.data.as_ref(), "per_kg")?);
    // Begun kilograms count.
    let kilograms = (grams.max(0.0) / 1000.0).ceil();
    let kilograms: Amount = format!("{kilograms:.0}").parse().ok()?;
    Some(&base + &(&per_kilogram * &kilograms))
}

/// An amount in an option's data: digits, as a text or a number.
fn said(data: Option<&Value>, name: &str) -> Option<Amount> {
    let amount: Amount = match data?.get(name)? {
        Value::String(text) => text.parse().ok()?,
        Value::Number(number) => number.to_string().parse().ok()?,
        _ => return None,
    };
    (!amount.is_negative()).then_some(amount)
}
