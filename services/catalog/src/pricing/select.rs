//! Choosing among the candidate prices of a price set.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use entity::ids::{PriceId, PriceSetId};

use super::PriceContext;
use crate::view::{
    CalculatedPrice,
    price::{Number, PriceSource, Raw, TaxAmounts},
};

/// A price that might hold.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: PriceId,
    pub amount: BigDecimal,
    pub min_quantity: Option<i64>,
    pub max_quantity: Option<i64>,
    pub rules: Vec<Rule>,
}

/// A condition of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub attribute: String,
    pub operator: String,
    pub value: String,
}

impl Rule {
    fn matches(&self, context: &PriceContext) -> bool {
        let actual = match self.attribute.as_str() {
            "region_id" => context.region.to_string(),
            "currency_code" => context.currency_code.clone(),
            // What the context does not know cannot match.
            _ => return false,
        };
        match self.operator.as_str() {
            "eq" => actual == self.value,
            // Ordered rules compare numbers; none of the attributes above is one.
            _ => false,
        }
    }
}

impl Candidate {
    fn holds(&self, context: &PriceContext) -> bool {
        let in_window = match context.quantity {
            None => self.min_quantity.is_none_or(|least| least <= 1),
            Some(quantity) => {
                self.min_quantity.is_none_or(|least| least <= quantity)
                    && self.max_quantity.is_none_or(|most| quantity <= most)
            }
        };
        in_window && self.rules.iter().all(|rule| rule.matches(context))
    }

    /// More rules first, then the lower amount; the id keeps the choice stable.
    fn rank(&self, other: &Self) -> Ordering {
        (other.rules.len().cmp(&self.rules.len()))
            .then_with(|| self.amount.cmp(&other.amount))
            .then(self.id.cmp(&other.id))
    }

    fn source(&self) -> PriceSource {
        PriceSource {
            id: Some(self.id),
            price_list_id: None,
            price_list_type: None,
            min_quantity: self.min_quantity,
            max_quantity: self.max_quantity,
        }
    }
}

/// The price of a set in a context; without a price that holds, Medusa's empty one.
pub fn calculate(id: PriceSetId, candidates: &[Candidate], context: &PriceContext) -> CalculatedPrice {
    let Some(chosen) = candidates.iter().filter(|candidate| candidate.holds(context)).min_by(|a, b| a.rank(b)) else {
        return CalculatedPrice {
            id,
            is_calculated_price_price_list: false,
            is_calculated_price_tax_inclusive: false,
            calculated_amount: None,
            raw_calculated_amount: None,
            is_original_price_price_list: false,
            is_original_price_tax_inclusive: false,
            original_amount: None,
            raw_original_amount: None,
            currency_code: None,
            calculated_price: PriceSource::default(),
            original_price: PriceSource::default(),
            taxes: None,
        };
    };
    let is_of_region = chosen.rules.iter().any(|rule| rule.attribute == "region_id");
    let inclusive = context.tax_inclusive;
    let is_tax_inclusive = inclusive.region.filter(|_| is_of_region).or(inclusive.currency).unwrap_or(false);
    let number = || Number(chosen.amount.clone());
    CalculatedPrice {
        id,
        is_calculated_price_price_list: false,
        is_calculated_price_tax_inclusive: is_tax_inclusive,
        calculated_amount: Some(number()),
        raw_calculated_amount: Some(Raw(chosen.amount.clone())),
        is_original_price_price_list: false,
        is_original_price_tax_inclusive: is_tax_inclusive,
        original_amount: Some(number()),
        raw_original_amount: Some(Raw(chosen.amount.clone())),
        currency_code: Some(context.currency_code.clone()),
        calculated_price: chosen.source(),
        original_price: chosen.source(),
        // Tax rates come with orders; without one the amount is the same with and without tax.
        taxes: context.with_taxes.then(|| TaxAmounts {
            calculated_amount_with_tax: number(),
            calculated_amount_without_tax: number(),
            original_amount_with_tax: number(),
            original_amount_without_tax: number(),
        }),
    }
}
