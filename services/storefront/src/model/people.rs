//! Customers and their addresses.

use serde::{Deserialize, Serialize};

/// A customer, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CustomerAnswer {
    pub(crate) customer: Customer,
}

/// A customer.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) addresses: Vec<Address>,
}

/// His addresses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Addresses {
    pub(crate) addresses: Vec<Address>,
}

/// An address: a customer's, a cart's or an order's.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
pub(crate) struct Address {
    pub(crate) id: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) address_1: Option<String>,
    pub(crate) address_2: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) country_code: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) is_default_shipping: bool,
}

impl Address {
    /// Whether a parcel could go there.
    pub(crate) fn is_whole(&self) -> bool {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        [&self.first_name, &self.last_name, &self.address_1, &self.city, &self.postal_code, &self.country_code]
            .into_iter()
            .all(given)
    }
}

/// What signing in and registering answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
pub(crate) struct Token {
    pub(crate) token: String,
    pub(crate) mfa_required: bool,
    pub(crate) verification_required: bool,
}
