//! Orders.

use serde::{Deserialize, Serialize};

use super::{Address, Amount, Line, Method};

/// An order, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OrderAnswer {
    pub(crate) order: Order,
}

/// A page of orders.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Orders {
    pub(crate) orders: Vec<Order>,
    pub(crate) count: i64,
}

/// An order.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) display_id: i64,
    pub(crate) custom_display_id: Option<String>,
    pub(crate) status: String,
    pub(crate) payment_status: Option<String>,
    pub(crate) fulfillment_status: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) currency_code: String,
    pub(crate) created_at: String,
    pub(crate) items: Vec<Line>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) shipping_methods: Vec<Method>,
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

impl Order {
    /// Its number, as people say it.
    pub(crate) fn number(&self) -> String {
        self.custom_display_id.clone().unwrap_or_else(|| self.display_id.to_string())
    }
}
