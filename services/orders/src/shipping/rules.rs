//! Conditions of shipping options.

use entity::ids::{CustomerGroupId, CustomerId, RegionId, SalesChannelId};
use money::{Amount, Attributes, Operator, Rule};
use serde_json::Value;

use crate::{
    cart::Cart,
    offer::{Offers, OptionOffer},
};

/// What rules and prices of options ask about a cart.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(super) attributes: Attributes,
    pub(super) currency_code: String,
    /// The shop's preferences for the cart's region and currency.
    pub(super) is_tax_inclusive: (Option<bool>, Option<bool>),
    /// Grams of all that is sent.
    pub(super) weight: f64,
}

/// What is known of a cart.
pub(crate) fn context(cart: &Cart, offers: &Offers, item_total: &Amount, is_return: bool) -> Context {
    let mut known = Attributes::new()
        .with("enabled_in_store", "true")
        .with("is_return", is_return.to_string())
        .with("currency_code", cart.currency_code.as_str())
        .with("item_total", item_total.to_string());
    if let Some(id) = cart.region_id {
        known.add("region_id", RegionId(id).to_string());
    }
    if let Some(id) = cart.sales_channel_id {
        known.add("sales_channel_id", SalesChannelId(id).to_string());
    }
    if let Some(customer) = cart.known_customer() {
        known.add("customer.id", CustomerId(customer.id).to_string());
        for group in &customer.groups {
            known.add("customer.groups.id", CustomerGroupId(*group).to_string());
        }
    }
    let address = cart.shipping_address();
    for (path, value) in [
        ("shipping_address.country_code", address.and_then(|address| address.country_code.as_deref())),
        ("shipping_address.province", address.and_then(|address| address.province.as_deref())),
        ("shipping_address.city", address.and_then(|address| address.city.as_deref())),
        ("shipping_address.postal_code", address.and_then(|address| address.postal_code.as_deref())),
    ] {
        if let Some(value) = value {
            known.add(path, value);
        }
    }
    let weight = cart.items.iter().filter(|line| line.requires_shipping).map(|line| {
        let each = line.variant_id.and_then(|id| offers.variant(id)).and_then(|variant| variant.weight);
        each.unwrap_or_default() * f64::from(line.quantity)
    });
    let weight: f64 = weight.sum();
    known.add("weight", weight.to_string());
    let region = cart.region.as_ref().and_then(|region| region.is_tax_inclusive);
    Context {
        attributes: known,
        currency_code: cart.currency_code.clone(),
        is_tax_inclusive: (region, offers.currency_inclusive()),
        weight,
    }
}

/// Whether all conditions of an option hold.
pub(crate) fn is_open(option: &OptionOffer, context: &Context) -> bool {
    option.rules.iter().all(|rule| holds(&rule.attribute, &rule.operator, &rule.value, context))
}

/// The same for the staff, who chooses what storefronts do not show as well.
pub(crate) fn is_open_to_staff(option: &OptionOffer, context: &Context) -> bool {
    let of_all = option.rules.iter().filter(|rule| rule.attribute != "enabled_in_store");
    of_all.into_iter().all(|rule| holds(&rule.attribute, &rule.operator, &rule.value, context))
}

/// Whether one condition holds. Of what is not known none does, but for those that exclude.
pub(super) fn holds(attribute: &str, operator: &str, value: &Value, Context { attributes, .. }: &Context) -> bool {
    let values: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(yes) => vec![yes.to_string()],
        _ => return false,
    };
    let operator = match operator {
        "nin" => Operator::Ne,
        known => match Operator::of(known) {
            Some(operator) => operator,
            None => return false,
        },
    };
    Rule::new(attribute, operator, values).holds(attributes.get(attribute).iter())
}
