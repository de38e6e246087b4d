//! Promotions, and what they are asked about.

use uuid::Uuid;

use crate::{Amount, Attributes, Rule};

/// A promotion with its application method, named as on the wire.
#[derive(Debug, Clone)]
pub struct Promotion {
    /// Of equal ones the older goes first, and ids grow with time.
    pub id: Uuid,
    pub kind: Kind,
    pub method: Method,
    pub target_type: TargetType,
    /// How it is spread; what has the order as its target is always spread across.
    pub allocation: Allocation,
    /// Percent, or an amount.
    pub value: Amount,
    /// Whether it takes its amounts off prices with tax.
    pub is_tax_inclusive: bool,
    /// Of an amount: it holds in carts of this currency only.
    pub currency_code: Option<String>,
    /// At most so many pieces.
    pub max_quantity: Option<u32>,
    /// At most so much over all items.
    pub max_amount: Option<Amount>,
    /// How often it may be used in all.
    pub limit: Option<u64>,
    /// How often it was.
    pub used: u64,
    /// All have to hold for the cart.
    pub rules: Vec<Rule>,
    /// All have to hold for an item, or a shipping method, to be a target.
    pub target_rules: Vec<Rule>,
}

/// `type`.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `standard`.
    Standard,
    /// `buyget`: so many pieces have to be bought for so many others to be discounted.
    BuyGet {
        /// Which pieces count as bought.
        buy_rules: Vec<Rule>,
        /// `buy_rules_min_quantity`; without it nothing is taken off.
        min_quantity: u32,
        /// `apply_to_quantity`; without it nothing is taken off.
        apply_to: u32,
    },
}

/// `application_method.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Fixed,
    Percentage,
}

/// `application_method.target_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetType {
    Items,
    ShippingMethods,
    Order,
}

/// `application_method.allocation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// Off each item; without `max_quantity` off one piece of it.
    Each,
    /// Shared among all items by what they cost.
    Across,
    /// Off `max_quantity` pieces in all, cheapest first.
    Once,
}

/// An item of the cart, or a shipping method: a promotion's target.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The line's, before discounts.
    pub subtotal: Amount,
    /// The line's: with tax, before discounts.
    pub original_total: Amount,
    /// Pieces; of a shipping method one.
    pub quantity: u32,
    /// Gift cards never are.
    pub is_discountable: bool,
    /// What rules ask, with (`items.product.id`) or without (`product.id`) its first word; stored without.
    pub attributes: Attributes,
}

impl Item {
    /// A shipping method.
    pub fn method(subtotal: Amount, original_total: Amount, attributes: Attributes) -> Self {
        Self { subtotal, original_total, quantity: 1, is_discountable: true, attributes }
    }
}

/// The cart.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Lower-case.
    pub currency_code: String,
    /// `customer.groups.id`, `region.id`, `shipping_address.country_code`, `item_total` and so on; `items.…` is looked up in
    /// the items.
    pub attributes: Attributes,
}

impl Promotion {
    pub(super) fn is_across(&self) -> bool {
        self.target_type == TargetType::Order || self.allocation == Allocation::Across
    }

    /// Whether it holds for the cart.
    pub(super) fn holds(&self, items: &[Item], context: &Context) -> bool {
        let is_used_up = self.limit.is_some_and(|limit| self.used >= limit);
        let is_of_currency = match (&self.currency_code, self.method) {
            (Some(code), _) => *code == context.currency_code,
            (None, Method::Percentage) => true,
            // Five of what?
            (None, Method::Fixed) => false,
        };
        !is_used_up
            && is_of_currency
            && self.rules.iter().all(|rule| match rule.attribute().strip_prefix("items.") {
                Some(path) => rule.holds(items.iter().flat_map(|item| item.attributes.get(path))),
                None => rule.holds(context.attributes.get(rule.attribute()).iter()),
            })
    }

    /// Whether it may take something off the item or method.
    pub(super) fn targets(&self, item: &Item) -> bool {
        item.is_discountable && item.subtotal.is_positive() && item.quantity > 0 && matches(&self.target_rules, item)
    }
}

/// Whether all rules hold for an item or a method.
pub(super) fn matches(rules: &[Rule], item: &Item) -> bool {
    rules.iter().all(|rule| {
        let path = rule.attribute();
        let path = path.strip_prefix("items.").or_else(|| path.strip_prefix("shipping_methods.")).unwrap_or(path);
        rule.holds(item.attributes.get(path).iter())
    })
}
