//! Who sends things, and what it costs where the provider says it.

use money::Amount;
use serde_json::Value;

use crate::offer::OptionOffer;

/// Somebody who sends parcels. What he is asked he answers from what he is given: whoever calls a carrier over the network does that in
/// a job, behind the commit.
pub(crate) trait Provider: Sync {
    /// Its name: `manual_manual`.
    fn id(&self) -> &'static str;

    /// What it costs to send so many grams by an option whose price is calculated; nothing where it cannot say.
    fn price(&self, option: &OptionOffer, grams: f64) -> Option<Amount>;

    /// What is noted of a parcel when it is packed.
    fn pack(&self) -> Value;
}

/// Somebody of the shop carries it to the post.
struct Manual;

impl Provider for Manual {
    fn id(&self) -> &'static str {
        "manual_manual"
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
        "weight_weight"
    }

    fn price(&self, option: &OptionOffer, grams: f64) -> Option<Amount> {
        let said = |name: &str| option.data.as_ref()?.get(name)?.as_str()?.parse::<Amount>().ok();
        let (base, per_kilogram) = (said("base")?, said("per_kg")?);
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
pub(crate) const DEFAULT: &str = "manual_manual";

/// The provider of this name.
pub(crate) fn provider(id: &str) -> Option<&'static dyn Provider> {
    ALL.into_iter().find(|one| one.id() == id)
}

/// What a calculated option costs; nothing where its provider is not known, or its data says nothing.
pub(crate) fn calculate(option: &OptionOffer, grams: f64, _: Option<&Value>) -> Option<Amount> {
    provider(option.provider_id.as_deref()?)?.price(option, grams)
}
