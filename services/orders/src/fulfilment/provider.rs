//! Who sends things, and what it costs where the provider says it.

use entity::providers::{BY_WEIGHT, MANUAL_FULFILLMENT};
use money::Amount;
use serde_json::Value;

use crate::offer::OptionOffer;

/// Somebody who sends parcels. What he is asked he answers from what he is given: whoever calls a carrier over the network does that in
/// a job, behind the commit.
pub(crate) trait Provider: Sync {
    /// Its name: `manual_manual`.
    fn id(&self) -> &'static str;

    /// What it can do, by Medusa's names, and whether that is sending back.
    fn services(&self) -> &'static [(&'static str, bool)];

    /// Why it cannot say what an option with this data costs; nothing where it can.
    fn cannot_price(&self, data: Option<&Value>) -> Option<&'static str>;

    /// What it costs to send so many grams by an option whose price is calculated; nothing where it cannot say.
    fn price(&self, option: &OptionOffer, grams: f64) -> Option<Amount>;

    /// What is noted of a parcel when it is packed.
    fn pack(&self) -> Value;
}

/// Somebody of the shop carries it to the post.
struct Manual;

impl Provider for Manual {
    fn id(&self) -> &'static str {
        MANUAL_FULFILLMENT
    }

    fn services(&self) -> &'static [(&'static str, bool)] {
        &[("manual-fulfillment", false), ("manual-fulfillment-return", true)]
    }

    fn cannot_price(&self, _: Option<&Value>) -> Option<&'static str> {
        Some(SAYS_NO_PRICES)
    }

    fn price(&self, _: &OptionOffer, _: f64) -> Option<Amount> {
        None
    }

    fn pack(&self) -> Value {
        Value::Object(serde_json::Map::new())
    }
}

/// The same, and it costs by weight: `{"base": "4.90", "per_kg": "1.50"}` in the option's data.
struct ByWeight;

impl Provider for ByWeight {
    fn id(&self) -> &'static str {
        BY_WEIGHT
    }

    fn services(&self) -> &'static [(&'static str, bool)] {
        &[("by-weight", false), ("by-weight-return", true)]
    }

    fn cannot_price(&self, data: Option<&Value>) -> Option<&'static str> {
        let is_said = said(data, "base").is_some() && said(data, "per_kg").is_some();
        (!is_said)
            .then_some("field 'data' must say what it costs: {\"base\": \"4.90\", \"per_kg\": \"1.50\"}, from 0 on")
    }

    fn price(&self, option: &OptionOffer, grams: f64) -> Option<Amount> {
        let (base, per_kilogram) = (said(option.data.as_ref(), "base")?, said(option.data.as_ref(), "per_kg")?);
        // Begun kilograms count.
        let kilograms = (grams.max(0.0) / 1000.0).ceil();
        let kilograms: Amount = format!("{kilograms:.0}").parse().ok()?;
        Some(&base + &(&per_kilogram * &kilograms))
    }

    fn pack(&self) -> Value {
        Manual.pack()
    }
}

/// All that this installation has.
const ALL: [&dyn Provider; 2] = [&Manual, &ByWeight];

/// Of an order whose way of sending names none.
pub(crate) const DEFAULT: &str = MANUAL_FULFILLMENT;

const SAYS_NO_PRICES: &str = "its provider says no prices: take weight_weight, or price_type flat";

/// The provider of this name.
pub(crate) fn provider(id: &str) -> Option<&'static dyn Provider> {
    ALL.into_iter().find(|one| one.id() == id)
}

/// What a calculated option costs; nothing where its provider is not known, or its data says nothing.
pub(crate) fn calculate(option: &OptionOffer, grams: f64, _: Option<&Value>) -> Option<Amount> {
    provider(option.provider_id.as_deref()?)?.price(option, grams)
}

/// What a provider can do, by Medusa's names, and whether that is sending back; nothing of one that there is not.
pub(crate) fn services(id: &str) -> Option<&'static [(&'static str, bool)]> {
    Some(provider(id)?.services())
}

/// Why a provider cannot say what an option with this data costs; nothing where it can.
pub(crate) fn cannot_calculate(id: Option<&str>, data: Option<&Value>) -> Option<&'static str> {
    match id.and_then(provider) {
        Some(provider) => provider.cannot_price(data),
        None => Some(SAYS_NO_PRICES),
    }
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
