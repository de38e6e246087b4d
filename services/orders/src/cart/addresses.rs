//! Where a cart goes to, and whom its bill is for.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use web::ApiError;

use super::{Address, Cart};

/// Puts an address in the place of another of its kind; none takes it away.
pub(crate) fn set_address(cart: &mut Cart, kind: &str, address: Option<Address>, at: DateTime<Utc>) {
    let old = cart.addresses.iter().position(|old| old.kind == kind).map(|at| cart.addresses.swap_remove(at));
    let Some(address) = address else { return };
    let (id, created_at) = match old {
        Some(old) => (old.id, old.created_at),
        None => (Uuid::now_v7(), Some(at)),
    };
    cart.addresses.push(Address { id, kind: kind.to_owned(), created_at, updated_at: Some(at), ..address });
}

/// Refuses an address outside of the cart's region.
pub(crate) fn check_countries(cart: &Cart) -> Result<(), ApiError> {
    let (Some(region), Some(address)) = (&cart.region, cart.shipping_address()) else { return Ok(()) };
    match &address.country_code {
        Some(country) if !region.countries.contains(country) => {
            Err(ApiError::invalid_data(format!("Country with code {country} is not within region {}", region.name)))
        }
        _ => Ok(()),
    }
}

/// What a region with a single country says of the address.
pub(crate) fn only_country(cart: &Cart) -> Option<Address> {
    let [country] = cart.region.as_ref()?.countries.as_slice() else { return None };
    Some(Address { country_code: Some(country.clone()), ..Address::default() })
}
