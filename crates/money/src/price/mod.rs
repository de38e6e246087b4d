//! Which of many prices is paid.
//!
//! Source: medusa `modules/pricing/src/repositories/pricing.ts`. Which price lists hold now, and for whom, the database has
//! seen to.

use std::cmp::Ordering;

use uuid::Uuid;

use crate::{Amount, Attributes, Rule};

/// A price that might hold.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: Uuid,
    /// Of one piece.
    pub amount: Amount,
    /// It holds from so many pieces on.
    pub min_quantity: Option<i64>,
    /// And up to so many.
    pub max_quantity: Option<i64>,
    /// All have to hold: `region_id`, `currency_code`, and with shipping options `item_total` and others.
    pub rules: Vec<Rule>,
    /// The price list that it is of.
    pub list: Option<FromList>,
}

/// What a price has of its list. That the list holds, with all rules of both, the database has seen already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromList {
    pub id: Uuid,
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

/// Whether the shop's amounts include tax: its preferences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaxInclusive {
    /// The region's, for prices of the region.
    pub region: Option<bool>,
    /// The currency's, for all others and where the region has none.
    pub currency: Option<bool>,
}

/// Everything that decides a price.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// `region_id`, `currency_code` and what else rules may name, as on the wire. What is not there matches nothing.
    pub attributes: Attributes,
    /// How many are bought; `None` for a list.
    pub quantity: Option<i64>,
    pub tax_inclusive: TaxInclusive,
}

/// The price that is paid, and the one that it is compared with: the same, but for a sale.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    pub calculated: Option<&'a Candidate>,
    pub original: Option<&'a Candidate>,
}

/// Chooses: an override, else the lower of sale and price; among each of them the price with the most rules, then the lowest.
pub fn choose<'a>(candidates: &'a [Candidate], context: &Context) -> Choice<'a> {
    let best = |of: Option<ListType>| {
        let those = candidates.iter().filter(|one| one.list.map(|list| list.list_type) == of && one.holds(context));
        those.min_by(|a, b| a.rank(b))
    };
    let original = best(Some(ListType::Override)).or_else(|| best(None));
    let sale = best(Some(ListType::Sale)).filter(|_| original.is_none_or(|original| original.list.is_none()));
    let is_lower = |sale: &&Candidate| original.is_none_or(|original| sale.amount < original.amount);
    Choice { calculated: sale.filter(is_lower).or(original), original }
}

impl Candidate {
    fn holds(&self, context: &Context) -> bool {
        let in_window = match context.quantity {
            None => self.min_quantity.is_none_or(|least| least <= 1),
            Some(quantity) => {
                self.min_quantity.is_none_or(|least| least <= quantity)
                    && self.max_quantity.is_none_or(|most| quantity <= most)
            }
        };
        in_window
            && self.rules.iter().all(|rule| {
                let actual = context.attributes.get(rule.attribute());
                // Of what is not known nothing holds, not even `ne`.
                !actual.is_empty() && rule.holds(actual.iter())
            })
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

    /// Whether its amount includes tax: the region's preference for a price of the region, else the currency's, else not.
    pub fn is_tax_inclusive(&self, TaxInclusive { region, currency }: TaxInclusive) -> bool {
        let of_list = self.list.is_some_and(|list| list.is_of_region);
        let is_of_region = of_list || self.rules.iter().any(|rule| rule.attribute() == "region_id");
        region.filter(|_| is_of_region).or(currency).unwrap_or(false)
    }
}
