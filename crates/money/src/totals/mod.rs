//! What lines, carts and orders come to.
//!
//! Source: medusa `core/utils/src/totals/{line-item,shipping-method,adjustment,tax,cart,credit-lines}`. Every amount is in
//! units of the currency.
//!
//! Always `subtotal − discount_subtotal + tax_total = total` and `original_total − discount_total = total`: exactly with
//! [`Rounding::Currency`](crate::Rounding::Currency), and to 10⁻¹² with [`Rounding::None`](crate::Rounding::None).

mod cart;
mod line;
mod order;
mod returned;
mod share;
mod sums;

pub use cart::{CartTotals, cart};
pub use line::{Adjustment, Line, LineTotals, Part, line};
pub use order::{Summary, summary};
pub use returned::{refundable, refundable_per_unit, remaining, returned};
pub use share::shares;
pub use sums::Sums;
