//! Orders, their changes, fulfilments, documents.

pub mod document;
pub mod fulfillment;
pub mod fulfillment_item;
pub mod fulfillment_label;
pub mod notification;
pub mod order;
pub mod order_address;
pub mod order_change;
pub mod order_change_action;
pub mod order_claim;
pub mod order_claim_item;
pub mod order_credit_line;
pub mod order_due;
pub mod order_exchange;
pub mod order_exchange_item;
pub mod order_line_item;
pub mod order_mail;
pub mod order_return;
pub mod order_return_item;
pub mod order_shipping_method;
pub mod order_transaction;
pub mod order_transfer;
pub mod order_version;
pub mod quote;
