//! Whether there is as much as is wanted. What lies in carts is not kept: only orders are.

use std::collections::HashMap;

use uuid::Uuid;
use web::ApiError;

use crate::{cart::Cart, offer::Offers};

/// Refuses more than the channel's places have, but for what is sold without being there.
pub(super) fn check(cart: &Cart, offers: &Offers) -> Result<(), ApiError> {
    let mut wanted: HashMap<Uuid, i64> = HashMap::new();
    for line in &cart.items {
        if let Some(variant) = line.variant_id {
            *wanted.entry(variant).or_default() += i64::from(line.quantity);
        }
    }
    let is_short = wanted.iter().any(|(id, wanted)| {
        offers.variant(*id).is_some_and(|variant| {
            variant.manage_inventory && !variant.allow_backorder && variant.stock.unwrap_or_default() < *wanted
        })
    });
    if is_short {
        return Err(insufficient());
    }
    Ok(())
}

/// As Medusa says it.
fn insufficient() -> ApiError {
    ApiError::not_allowed("Some variant does not have the required inventory").with_code("insufficient_inventory")
}
