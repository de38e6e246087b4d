//! Choosing among the candidate prices of a price set.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use entity::ids::{PriceId, PriceListId, PriceSetId};

use super::{PriceContext, TaxInclusive};
use crate::view::{
    CalculatedPrice,
    price::{Number, PriceSource, Raw},
};

/// A price that might hold.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: PriceId,
    pub amount: BigDecimal,
    pub min_quantity: Option<i64>,
    pub max_quantity: Option<i64>,
    pub rules: Vec<Rule>,
    /// The price list that it is of.
    pub list: Option<FromList>,
}

/// What a price has of its list. That the list holds, with all rules of both, the database has seen already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromList {
    pub id: PriceListId,
    pub list_type: ListType,
    /// How many rules list and price have together.
    pub rules: usize,
    /// Whether one of the price's own rules names the region.
    pub is_of_region: bool,
}

/// What a price list does to the prices that everybody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListType {
    /// It is paid where it is lower, and the other one is told beside it.
    Sale,
    /// It stands in the place of the other one.
    Override,
}

impl ListType {
    /// As the database and the wire have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Override => "override",
        }
    }

    /// The type of that name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Sale, Self::Override].into_iter().find(|known| known.name() == name)
    }
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
        (other.rules_in_all().cmp(&self.rules_in_all()))
            .then_with(|| self.amount.cmp(&other.amount))
            .then(self.id.cmp(&other.id))
    }

    fn rules_in_all(&self) -> usize {
        self.rules.len() + self.list.map_or(0, |list| list.rules)
    }

    fn is_tax_inclusive(&self, TaxInclusive { region, currency }: TaxInclusive) -> bool {
        let of_list = self.list.is_some_and(|list| list.is_of_region);
        let is_of_region = of_list || self.rules.iter().any(|rule| rule.attribute == "region_id");
        region.filter(|_| is_of_region).or(currency).unwrap_or(false)
    }

    fn source(&self) -> PriceSource {
        PriceSource {
            id: Some(self.id),
            price_list_id: self.list.map(|list| list.id),
            price_list_type: self.list.map(|list| list.list_type.name()),
            min_quantity: self.min_quantity,
            max_quantity: self.max_quantity,
        }
    }
}

/// The price that is paid, and the one that it is compared with.
fn choose<'a>(candidates: &'a [Candidate], context: &PriceContext) -> (Option<&'a Candidate>, Option<&'a Candidate>) {
    let best = |of: Option<ListType>| {
        let those = candidates.iter().filter(|one| one.list.map(|list| list.list_type) == of && one.holds(context));
        those.min_by(|a, b| a.rank(b))
    };
    let original = best(Some(ListType::Override)).or_else(|| best(None));
    let sale = best(Some(ListType::Sale)).filter(|_| original.is_none_or(|original| original.list.is_none()));
    let is_lower = |sale: &&Candidate| original.is_none_or(|original| sale.amount < original.amount);
    (sale.filter(is_lower).or(original), original)
}

/// The price of a set in a context; without a price that holds, Medusa's empty one.
pub fn calculate(id: PriceSetId, candidates: &[Candidate], context: &PriceContext) -> CalculatedPrice {
    let (calculated, original) = choose(candidates, context);
    let is_of_list = |of: Option<&Candidate>| of.is_some_and(|price| price.list.is_some());
    let is_inclusive = |of: Option<&Candidate>| of.is_some_and(|price| price.is_tax_inclusive(context.tax_inclusive));
    let number = |of: Option<&Candidate>| of.map(|price| Number(price.amount.clone()));
    let raw = |of: Option<&Candidate>| of.map(|price| Raw(price.amount.clone()));
    let source = |of: Option<&Candidate>| of.map(Candidate::source).unwrap_or_default();
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
