//! Customers and what is kept for them.

use std::collections::HashMap;

use stripe_client_core::RequestBuilder;
use stripe_core::{
    customer::{CreateCustomer, DeleteCustomer},
    setup_intent::{
        CancelSetupIntent, CreateSetupIntent, CreateSetupIntentAutomaticPaymentMethods, CreateSetupIntentUsage,
    },
};
use stripe_payment::payment_method::DetachPaymentMethod;

use super::built;
use crate::Keep;

/// Stripe refuses longer ones, and nobody goes without a card for his name.
const LONGEST_NAME: usize = 256;

pub(super) fn customer(email: Option<&str>, name: Option<&str>, labels: HashMap<String, String>) -> RequestBuilder {
    let mut request = CreateCustomer::new().metadata(labels);
    if let Some(email) = email.filter(|email| !email.is_empty()) {
        request = request.email(email);
    }
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        request = request.name(name.chars().take(LONGEST_NAME).collect::<String>());
    }
    built(&request)
}

pub(super) fn forget(customer: &str) -> RequestBuilder {
    built(&DeleteCustomer::new(customer))
}

pub(super) fn setup(customer: &str, keep: Keep, labels: HashMap<String, String>) -> RequestBuilder {
    let usage = match keep {
        Keep::OnSession => CreateSetupIntentUsage::OnSession,
        Keep::OffSession => CreateSetupIntentUsage::OffSession,
    };
    let request = CreateSetupIntent::new()
        .customer(customer)
        .automatic_payment_methods(CreateSetupIntentAutomaticPaymentMethods::new(true))
        .usage(usage)
        .metadata(labels);
    built(&request)
}

pub(super) fn cancel_setup(setup: &str) -> RequestBuilder {
    built(&CancelSetupIntent::new(setup))
}

pub(super) fn detach(method: &str) -> RequestBuilder {
    built(&DetachPaymentMethod::new(method))
}
