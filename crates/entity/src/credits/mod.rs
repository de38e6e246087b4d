//! Money that a shop owes: store credit and gift cards.

pub mod gift_card;
pub mod store_credit_account;
pub mod store_credit_transaction;
