//! Choosing how a cart is sent.

use entity::ids::ShippingOptionId;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{Cart, Method};
use crate::{offer::Offers, shipping};

/// Takes an option. It replaces what was chosen for the same shipping profile.
pub(crate) fn choose(cart: &mut Cart, offers: &Offers, option: Uuid, data: Option<Value>) -> Result<(), ApiError> {
    let item_total = super::count(cart).cart.items.total;
    let context = shipping::context(cart, offers, &item_total, false);
    let Some(offer) = offers.option(option).filter(|offer| shipping::is_open(offer, &context)) else {
        return Err(ApiError::invalid_data("Shipping Options are invalid for cart."));
    };
    let Some(price) = shipping::price(offer, &context, data.as_ref()) else {
        let id = ShippingOptionId(option);
        return Err(ApiError::invalid_data(format!("Shipping options with IDs {id} do not have a price")));
    };
    cart.shipping_methods.retain(|method| method.shipping_profile_id != offer.shipping_profile_id);
    cart.shipping_methods.push(Method {
        id: Uuid::now_v7(),
        shipping_option_id: Some(offer.id),
        shipping_profile_id: offer.shipping_profile_id,
        name: offer.name.clone(),
        description: None,
        amount: price.amount,
        is_tax_inclusive: price.is_tax_inclusive,
        data: data.or_else(|| offer.data.clone()),
        tax_lines: Vec::new(),
        adjustments: Vec::new(),
        metadata: None,
        created_at: None,
        updated_at: None,
    });
    Ok(())
}
