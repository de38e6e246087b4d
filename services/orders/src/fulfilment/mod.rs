//! Who sends things, and what it costs where the provider says it.

use money::Amount;
use serde_json::Value;

use crate::offer::OptionOffer;

/// Costs by weight: `{"base": "4.90", "per_kg": "1.50"}` in the option's data.
const BY_WEIGHT: &str = "weight_weight";

/// What a calculated option costs; nothing where its provider is not known, or its data says nothing.
pub(crate) fn calculate(option: &OptionOffer, grams: f64, _: Option<&Value>) -> Option<Amount> {
    if option.provider_id.as_deref() != Some(BY_WEIGHT) {
        return None;
    }
    let said = |name: &str| option.data.as_ref()?.get(name)?.as_str()?.parse::<Amount>().ok();
    let (base, per_kilogram) = (said("base")?, said("per_kg")?);
    // Begun kilograms count.
    let kilograms = (grams.max(0.0) / 1000.0).ceil();
    let kilograms: Amount = format!("{kilograms:.0}").parse().ok()?;
    Some(&base + &(&per_kilogram * &kilograms))
}
