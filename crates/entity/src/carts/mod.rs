//! Carts.

pub mod cart;
pub mod cart_address;
pub mod cart_credit_line;
pub mod cart_line_item;
pub mod cart_promotion;
pub mod cart_shipping_method;
