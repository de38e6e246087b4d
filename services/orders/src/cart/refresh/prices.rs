//! What each piece costs now.

use entity::ids::VariantId;
use web::ApiError;

use crate::{cart::Cart, offer::Offers};

/// Every line that is sold at the shop's prices has the one that holds for so many pieces. What the shop shows no longer keeps its
/// price, and is refused when the cart is completed.
pub(super) fn refresh(cart: &mut Cart, offers: &Offers) -> Result<(), ApiError> {
    let mut without = Vec::new();
    for at in 0..cart.items.len() {
        let line = &cart.items[at];
        let Some(offer) = line.variant_id.and_then(|id| offers.variant(id)) else { continue };
        let paid = if line.is_custom_price { None } else { offers.price(offer, line.quantity, cart) };
        let line = &mut cart.items[at];
        if line.is_custom_price {
            continue;
        }
        match paid {
            Some(paid) => {
                line.unit_price = paid.amount;
                line.compare_at_unit_price = paid.compare_at;
                line.is_tax_inclusive = paid.is_tax_inclusive;
            }
            None => without.push(VariantId(offer.id).to_string()),
        }
    }
    if without.is_empty() {
        return Ok(());
    }
    without.truncate(20);
    Err(ApiError::invalid_data(format!("Variants with IDs {} do not have a price", without.join(", "))))
}
