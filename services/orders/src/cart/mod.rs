//! Carts: what is in them, what it costs, and how they change.
//!
//! A change is always the same: the cart is held ([`hold`]), changed, offered what the shop has ([`crate::offer`]), refreshed
//! ([`refresh()`]: prices, shipping, taxes, promotions) and written ([`write()`]) in one transaction. Whoever changes the same cart
//! meanwhile waits up to two seconds, and is told 409 then.

mod addresses;
mod codes;
mod count;
mod document;
mod found;
mod fresh;
mod items;
mod methods;
mod refresh;
pub(crate) mod text;
pub(crate) mod turn;
pub(crate) mod view;
mod whose;
mod write;

pub(crate) use addresses::{check_countries, only_country, set_address};
pub(crate) use codes::{MOST_CODES, written_codes};
pub(crate) use count::{Counted, count, of_line, of_method};
pub(crate) use document::{
    Account, Address, Adjustment, Before, Cart, Collection, CreditLine, CustomerOf, Line, Method, Program, RegionOf,
    TaxLine,
};
pub(crate) use found::{collection, completed, hold, hold_completed, look, missing, read};
pub(crate) use fresh::{check_sold, freshen, has_lain, is_old};
pub(crate) use items::{Adding, MOST_PIECES, add, free, not_sold, of_variant, set_quantity};
pub(crate) use methods::choose;
pub(crate) use refresh::{Taxing, refresh, refresh_promotions, refresh_taxes};
pub(crate) use whose::{channel, customer, guest, region, region_of, saved_address};
pub(crate) use write::{open, write, write_and_read};
