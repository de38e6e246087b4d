//! What has to hold before a cart is completed, in Medusa's order.

use std::collections::BTreeSet;

use db::Tx;
use web::ApiError;

use crate::{
    cart::Cart,
    payment::{self, Desk},
};

/// Refuses a cart that cannot be an order yet.
pub(super) async fn check(tx: &Tx, desk: &Desk, cart: &Cart) -> Result<(), ApiError> {
    if cart.items.is_empty() {
        return Err(ApiError::invalid_data("Cannot complete a cart with no items"));
    }
    if cart.total.is_positive() {
        let Some(collection) = &cart.payment_collection else {
            return Err(ApiError::invalid_data("Payment collection has not been initiated for cart"));
        };
        let Some(session) = &collection.session else {
            return Err(ApiError::invalid_data("Payment sessions are required to complete cart"));
        };
        if let Some(region) = cart.region_id {
            payment::check(tx, desk, region, &session.provider_id).await?;
        }
    }
    let wanted: BTreeSet<_> =
        cart.items.iter().filter(|line| line.requires_shipping).map(|line| line.shipping_profile_id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    if cart.shipping_methods.is_empty() {
        let words = "No shipping method selected but the cart contains items that require shipping.";
        return Err(ApiError::invalid_data(words));
    }
    let chosen: BTreeSet<_> = cart.shipping_methods.iter().map(|method| method.shipping_profile_id).collect();
    if !wanted.iter().flatten().all(|profile| chosen.contains(&Some(*profile))) {
        let words = "The cart items require shipping profiles that are not satisfied by the current shipping methods";
        return Err(ApiError::invalid_data(words));
    }
    Ok(())
}
