//! Promotions as crates/money counts them.

use money::{
    Amount, Operator, Rule,
    promotion::{Allocation, Kind, Method, Promotion, TargetType},
};

use super::document::{Budget, PromotionOffer};

impl PromotionOffer {
    /// The same, for counting; nothing where it cannot be used by this customer, or in this currency, any more.
    pub(crate) fn countable(&self, currency: &str, is_known: bool) -> Option<Promotion> {
        if self.budget.as_ref().is_some_and(|budget| !budget.has_room(currency, is_known)) {
            return None;
        }
        let kind = match self.kind.as_str() {
            "buyget" => Kind::BuyGet {
                buy_rules: self.rules("buy-rules"),
                min_quantity: self.buy_rules_min_quantity.unwrap_or_default(),
                apply_to: self.apply_to_quantity.unwrap_or_default(),
            },
            _ => Kind::Standard,
        };
        Some(Promotion {
            id: self.id,
            kind,
            method: if self.method_type == "percentage" { Method::Percentage } else { Method::Fixed },
            target_type: match self.target_type.as_str() {
                "items" => TargetType::Items,
                "shipping_methods" => TargetType::ShippingMethods,
                _ => TargetType::Order,
            },
            allocation: match self.allocation.as_deref() {
                Some("each") => Allocation::Each,
                Some("once") => Allocation::Once,
                _ => Allocation::Across,
            },
            value: self.value.clone(),
            is_tax_inclusive: self.is_tax_inclusive,
            currency_code: self.currency_code.clone(),
            max_quantity: self.max_quantity,
            max_amount: self.max_amount.clone(),
            limit: self.limit,
            used: self.used,
            rules: self.rules("rules"),
            target_rules: self.rules("target-rules"),
        })
    }

    fn rules(&self, kind: &str) -> Vec<Rule> {
        let those = self.rules.iter().filter(|rule| rule.kind == kind);
        those
            .filter_map(|rule| {
                Some(Rule::new(rule.attribute.as_str(), Operator::of(&rule.operator)?, rule.values.iter().cloned()))
            })
            .collect()
    }
}

impl Budget {
    /// Whether anything is left. What it leaves for this cart is counted when the order is placed.
    fn has_room(&self, currency: &str, is_known: bool) -> bool {
        let is_of_currency = !self.kind.starts_with("spend") || self.currency_code.as_deref() == Some(currency);
        // A budget by customer refuses whoever is not known: else it would bind everybody but strangers.
        let is_theirs = self.attribute.is_none() || is_known;
        let is_left = self.limit.as_ref().is_none_or(|limit| *limit > Amount::zero() && self.used < *limit);
        is_of_currency && is_theirs && is_left
    }
}
