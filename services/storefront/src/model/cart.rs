//! Carts, and what they can be sent and paid by.

use serde::{Deserialize, Serialize};

use super::{Address, Amount, Order, Region};

/// A cart, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CartAnswer {
    pub(crate) cart: Cart,
}

/// A cart.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Cart {
    pub(crate) id: String,
    pub(crate) currency_code: String,
    pub(crate) email: Option<String>,
    pub(crate) region_id: Option<String>,
    pub(crate) completed_at: Option<String>,
    pub(crate) items: Vec<Line>,
    pub(crate) region: Option<Region>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) shipping_methods: Vec<Method>,
    pub(crate) promotions: Vec<Promotion>,
    pub(crate) total: Amount,
    pub(crate) tax_total: Amount,
    pub(crate) discount_total: Amount,
    pub(crate) discount_subtotal: Amount,
    pub(crate) credit_line_total: Amount,
    pub(crate) original_item_total: Amount,
    pub(crate) original_item_subtotal: Amount,
    pub(crate) original_shipping_total: Amount,
    pub(crate) original_shipping_subtotal: Amount,
}

impl Cart {
    /// How many pieces are in it.
    pub(crate) fn pieces(&self) -> i64 {
        self.items.iter().map(|line| line.quantity).sum()
    }

    /// Whether anything of it has to be sent.
    pub(crate) fn is_sent(&self) -> bool {
        self.items.iter().any(|line| line.requires_shipping)
    }

    /// Whether prices are told with their tax.
    pub(crate) fn is_tax_inclusive(&self) -> bool {
        self.items.iter().any(|line| line.is_tax_inclusive)
    }
}

/// A line of a cart or an order.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) product_title: Option<String>,
    pub(crate) product_subtitle: Option<String>,
    pub(crate) product_handle: Option<String>,
    pub(crate) variant_title: Option<String>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) quantity: i64,
    pub(crate) unit_price: Amount,
    pub(crate) compare_at_unit_price: Option<Amount>,
    pub(crate) requires_shipping: bool,
    pub(crate) is_tax_inclusive: bool,
    pub(crate) original_total: Amount,
    pub(crate) original_subtotal: Amount,
}

/// How it is sent.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) shipping_option_id: Option<String>,
    pub(crate) amount: Amount,
}

/// A promotion that holds for it.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Promotion {
    pub(crate) code: Option<String>,
    pub(crate) is_automatic: bool,
}

/// How it can be sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShippingOptions {
    pub(crate) shipping_options: Vec<ShippingOption>,
}

/// One way of sending.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct ShippingOption {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) price_type: String,
    pub(crate) amount: Option<Amount>,
    pub(crate) insufficient_inventory: bool,
}

/// Who takes payments.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Providers {
    pub(crate) payment_providers: Vec<Provider>,
}

/// One of them.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Provider {
    pub(crate) id: String,
}

/// What completing a cart answers: the order, or the cart and why it is none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Completed {
    pub(crate) order: Option<Order>,
    pub(crate) error: Option<Obstacle>,
}

/// Why a cart is no order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Obstacle {
    pub(crate) message: String,
}
