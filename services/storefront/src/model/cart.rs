//! Carts, and what they can be sent and paid by.

use serde::{Deserialize, Serialize};

use super::{Amount, Order, PaymentCollection, PaymentSession, Region, sums::summed};

/// A cart, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CartAnswer {
    pub(crate) cart: Cart,
}

summed! {
    /// A cart.
    Cart {
        region_id: Option<String>,
        completed_at: Option<String>,
        region: Option<Region>,
        promotions: Vec<Promotion>,
        /// It opens what is paid by: no template is given it.
        #[serde(skip_serializing)]
        payment_collection: Option<PaymentCollection>,
    }
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

    /// The try to pay it by card that is open.
    pub(crate) fn by_card(&self) -> Option<&PaymentSession> {
        self.payment_collection.as_ref()?.by_card()
    }

    /// Whether it was paid by card, as far as anybody has heard, and is no order yet.
    pub(crate) fn is_paid(&self) -> bool {
        self.total.is_some() && self.by_card().is_some_and(PaymentSession::is_paid)
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
