//! What follows from a change of a cart, in Medusa's order: prices, stock, shipping methods, taxes, promotions, and what
//! credit pays of it.
//!
//! Whatever was asked, the same cart with the same offers comes out the same.

mod prices;
mod promotions;
mod shipping;
mod stock;
mod taxes;

pub(crate) use promotions::refresh as refresh_promotions;
pub(crate) use taxes::refresh as refresh_taxes;

use chrono::{DateTime, Utc};
use money::totals;
use web::ApiError;

use super::{
    Cart, Counted,
    count::{count, of_line, rounding},
};
use crate::{credit, offer::Offers};

/// Whether taxes are computed where the region does not do so by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taxing {
    AsTheRegion,
    Now,
}

/// Brings the cart up to date with what the shop offers.
pub(crate) fn refresh(
    cart: &mut Cart,
    offers: &Offers,
    taxing: Taxing,
    at: DateTime<Utc>,
) -> Result<Counted, ApiError> {
    cart.totals_rounding.clone_from(&offers.rounding);
    prices::refresh(cart, offers)?;
    stock::check(cart, offers)?;
    let is_taxed = taxing == Taxing::Now || cart.region.as_ref().is_some_and(|region| region.automatic_taxes);
    if is_taxed {
        taxes::refresh(cart, offers);
    }
    // Options may cost less for dearer carts, and what the items cost is known only after their promotions.
    promotions::refresh(cart, offers)?;
    let item_total = totals::cart(&items(cart), &[], &[], rounding(cart)).items.total;
    shipping::refresh(cart, offers, &item_total);
    if is_taxed {
        taxes::refresh(cart, offers);
    }
    promotions::refresh(cart, offers)?;
    if !cart.credit_lines.is_empty() {
        let before = std::mem::take(&mut cart.credit_lines);
        let due = count(cart).cart.sums.total;
        cart.credit_lines = before;
        credit::refresh(cart, &due, rounding(cart), at);
    }
    cart.priced_at = at;
    for line in &mut cart.items {
        line.created_at.get_or_insert(at);
    }
    for method in &mut cart.shipping_methods {
        method.created_at.get_or_insert(at);
    }
    Ok(count(cart))
}

fn items(cart: &Cart) -> Vec<totals::LineTotals> {
    cart.items.iter().map(|line| totals::line(&of_line(line), rounding(cart))).collect()
}
