//! Shipping methods that were chosen: whether they still hold, and what they cost now.

use money::Amount;

use crate::{cart::Cart, offer::Offers, shipping};

/// What does not reach the address any more, or whose rules do not hold, falls out silently, as in Medusa.
pub(super) fn refresh(cart: &mut Cart, offers: &Offers, item_total: &Amount) {
    let context = shipping::context(cart, offers, item_total, false);
    let mut methods = std::mem::take(&mut cart.shipping_methods);
    methods.retain_mut(|method| {
        let Some(option) = method.shipping_option_id.and_then(|id| offers.option(id)) else { return false };
        if !shipping::is_open(option, &context) {
            return false;
        }
        let Some(price) = shipping::price(option, &context, method.data.as_ref()) else { return false };
        method.amount = price.amount;
        method.is_tax_inclusive = price.is_tax_inclusive;
        method.shipping_profile_id = option.shipping_profile_id;
        true
    });
    cart.shipping_methods = methods;
}
