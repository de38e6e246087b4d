//! What a price set costs in a context, as it is told. Which of its prices is paid, `money::price` says, here as in carts.

use entity::ids::{PriceId, PriceListId, PriceSetId};
use money::price::{Candidate, choose};

use super::PriceContext;
use crate::view::{
    CalculatedPrice,
    price::{Number, PriceSource, Raw},
};

/// The price of a set in a context; without a price that holds, Medusa's empty one.
pub fn calculate(id: PriceSetId, candidates: &[Candidate], context: &PriceContext) -> CalculatedPrice {
    let choice = choose(candidates, &context.rules);
    let (calculated, original) = (choice.calculated, choice.original);
    let is_of_list = |of: Option<&Candidate>| of.is_some_and(|price| price.list.is_some());
    let is_inclusive =
        |of: Option<&Candidate>| of.is_some_and(|price| price.is_tax_inclusive(context.rules.tax_inclusive));
    let number = |of: Option<&Candidate>| of.map(|price| Number(price.amount.as_decimal().clone()));
    let raw = |of: Option<&Candidate>| of.map(|price| Raw(price.amount.as_decimal().clone()));
    let source = |of: Option<&Candidate>| of.map(source).unwrap_or_default();
    CalculatedPrice {
        id,
        is_calculated_price_price_list: is_of_list(calculated),
        is_calculated_price_tax_inclusive: is_inclusive(calculated),
        calculated_amount: number(calculated),
        raw_calculated_amount: raw(calculated),
        is_original_price_price_list: is_of_list(original),
        is_original_price_tax_inclusive: is_inclusive(original),
        original_amount: number(original),
        raw_original_amount: raw(original),
        currency_code: calculated.map(|_| context.currency_code.clone()),
        calculated_price: source(calculated),
        original_price: source(original),
        taxes: None,
    }
}

fn source(price: &Candidate) -> PriceSource {
    PriceSource {
        id: Some(PriceId(price.id)),
        price_list_id: price.list.map(|list| PriceListId(list.id)),
        price_list_type: price.list.map(|list| list.list_type.name()),
        min_quantity: price.min_quantity,
        max_quantity: price.max_quantity,
    }
}
