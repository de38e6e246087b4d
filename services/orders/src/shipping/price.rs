//! What an option costs.

use money::Amount;
use serde_json::Value;

use super::rules::{Context, holds};
use crate::offer::OptionOffer;

/// The price of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) amount: Amount,
    pub(crate) is_tax_inclusive: bool,
}

/// The price that holds for a cart: of those in its currency whose rules hold the one with the most rules, then the lowest. Of a
/// calculated one the provider says it.
pub(crate) fn price(option: &OptionOffer, context: &Context, data: Option<&Value>) -> Option<Price> {
    if option.price_type == "calculated" {
        let amount = crate::fulfilment::calculate(option, context.weight, data)?;
        let (_, currency) = context.is_tax_inclusive;
        return Some(Price { amount, is_tax_inclusive: currency.unwrap_or(false) });
    }
    let those = option.prices.iter().filter(|price| {
        price.currency_code == context.currency_code
            && price.rules.iter().all(|rule| holds(&rule.attribute, &rule.operator, &rule.value, context))
    });
    let best = those.min_by(|one, other| {
        (other.rules.len().cmp(&one.rules.len()))
            .then_with(|| one.amount.cmp(&other.amount))
            .then_with(|| one.id.cmp(&other.id))
    })?;
    let is_of_region = best.rules.iter().any(|rule| rule.attribute == "region_id");
    let (region, currency) = context.is_tax_inclusive;
    let is_tax_inclusive = region.filter(|_| is_of_region).or(currency).unwrap_or(false);
    Some(Price { amount: best.amount.clone(), is_tax_inclusive })
}
