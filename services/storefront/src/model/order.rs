//! Orders.

use serde::Deserialize;

use super::sums::summed;

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

summed! {
    /// An order.
    Order {
        display_id: i64,
        custom_display_id: Option<String>,
        status: String,
        payment_status: Option<String>,
        fulfillment_status: Option<String>,
        created_at: String,
    }
}

impl Order {
    /// Whether anything of it was sent.
    pub(crate) fn is_sent(&self) -> bool {
        !self.shipping_methods.is_empty()
    }

    /// Its number, as people say it.
    pub(crate) fn number(&self) -> String {
        self.custom_display_id.clone().unwrap_or_else(|| self.display_id.to_string())
    }
}
