//! Which of a variant's prices is paid.

use entity::ids::RegionId;
use money::{
    Amount, Attributes, Rule,
    price::{Candidate, Context, FromList, ListType, TaxInclusive, choose},
};

use super::document::{Offers, PriceOffer, VariantOffer};
use crate::cart::Cart;

/// The price of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) amount: Amount,
    pub(crate) is_tax_inclusive: bool,
    /// The price without the sale that it is of.
    pub(crate) compare_at: Option<Amount>,
}

impl Offers {
    /// What a piece costs when so many are bought; nothing where no price holds.
    pub(crate) fn price(&self, variant: &VariantOffer, quantity: u32, cart: &Cart) -> Option<Paid> {
        let set = variant.price_set_id?;
        let candidates: Vec<Candidate> = self
            .prices
            .iter()
            .chain(&self.list_prices)
            .filter(|price| price.price_set_id == set)
            .map(PriceOffer::candidate)
            .collect();
        let mut attributes = Attributes::new().with("currency_code", cart.currency_code.as_str());
        if let Some(region) = cart.region_id {
            attributes.add("region_id", RegionId(region).to_string());
        }
        let tax_inclusive = TaxInclusive {
            region: cart.region.as_ref().and_then(|region| region.is_tax_inclusive),
            currency: self.currency_inclusive,
        };
        let context = Context { attributes, quantity: Some(quantity.into()), tax_inclusive };
        let choice = choose(&candidates, &context);
        let calculated = choice.calculated?;
        let is_sale = calculated.list.as_ref().is_some_and(|list| list.list_type == ListType::Sale);
        let compare_at = choice.original.filter(|_| is_sale).map(|original| original.amount.clone());
        Some(Paid {
            amount: calculated.amount.clone(),
            is_tax_inclusive: calculated.is_tax_inclusive(tax_inclusive),
            compare_at,
        })
    }
}

impl Offers {
    /// Whether somebody who names a price for the cart means it with tax: as the shop prefers it for the region, else for the currency.
    pub(crate) fn prefers_tax_inclusive(&self, cart: &Cart) -> bool {
        let of_region = cart.region.as_ref().and_then(|region| region.is_tax_inclusive);
        of_region.or(self.currency_inclusive).unwrap_or_default()
    }
}

impl PriceOffer {
    fn candidate(&self) -> Candidate {
        let rules =
            self.rules.iter().map(|rule| Rule::named(rule.attribute.as_str(), &rule.operator, [rule.value.as_str()]));
        let list = self.list.as_ref().and_then(|list| {
            let list_type = ListType::of(&list.list_type)?;
            Some(FromList { id: list.id, list_type, rules: list.rules, is_of_region: list.is_of_region })
        });
        let (min_quantity, max_quantity) = (self.min_quantity, self.max_quantity);
        Candidate { id: self.id, amount: self.amount.clone(), min_quantity, max_quantity, rules: rules.collect(), list }
    }
}
