//! What is sent for something that is wanted. The builders are async-stripe's, so that a parameter cannot be misspelt.

pub(in crate::stripe) mod billing;
mod money;
mod people;

use std::collections::HashMap;

use secrecy::ExposeSecret;
use stripe_client_core::RequestBuilder;

use crate::{Call, Kind, Labels, Unplannable, Want, label, stripe::Stripe};

/// The bytes of a call.
pub(super) fn plan(want: &Want, attempt: &str) -> Result<Call, Unplannable> {
    if !((1..=255).contains(&attempt.len()) && attempt.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Err(Unplannable::Reference);
    }
    let (kind, request) = match want {
        Want::Intent { .. } => (Kind::CreateIntent, money::intent(want, attempt)?),
        Want::CancelIntent { intent } => (Kind::CancelIntent, money::cancel(reference(intent)?)),
        Want::Capture { intent, amount, currency } => {
            (Kind::Capture, money::capture(reference(intent)?, amount, currency)?)
        }
        Want::Refund { intent, amount, currency, reason, labels } => {
            let labels = labelled(labels, attempt);
            (Kind::Refund, money::refund(reference(intent)?, amount, currency, *reason, labels)?)
        }
        Want::Customer { email, name, labels } => {
            let labels = labelled(labels, attempt);
            let [email, name] = [email, name].map(|said| said.as_ref().map(ExposeSecret::expose_secret));
            (Kind::CreateCustomer, people::customer(email, name, labels))
        }
        Want::ForgetCustomer { customer } => (Kind::DeleteCustomer, people::forget(reference(customer)?)),
        Want::Setup { customer, keep, labels } => {
            (Kind::CreateSetupIntent, people::setup(reference(customer)?, *keep, labelled(labels, attempt)))
        }
        Want::CancelSetup { setup } => (Kind::CancelSetupIntent, people::cancel_setup(reference(setup)?)),
        Want::Detach { method } => (Kind::DetachMethod, people::detach(reference(method)?)),
        Want::Price { .. } => (Kind::CreatePrice, billing::price(want, attempt)?),
        Want::Subscription { customer, price, quantity, trial_days, labels } => {
            let labels = labelled(labels, attempt);
            let (customer, price) = (reference(customer)?, reference(price)?);
            (Kind::CreateSubscription, billing::subscribe(customer, price, *quantity, *trial_days, labels))
        }
        Want::ChangeSubscription { subscription, change } => {
            (Kind::UpdateSubscription, billing::change(reference(subscription)?, change)?)
        }
        Want::CancelSubscription { subscription } => {
            (Kind::CancelSubscription, billing::cancel(reference(subscription)?))
        }
    };
    Ok(Call {
        kind,
        key: attempt.to_owned(),
        path: request.path,
        body: in_order(&request.body.unwrap_or_default()),
        api_version: Stripe::api_version().to_owned(),
    })
}

/// An id that becomes part of a path.
fn reference(id: &str) -> Result<&str, Unplannable> {
    let is_id = (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id { Ok(id) } else { Err(Unplannable::Reference) }
}

fn labelled(labels: &Labels, attempt: &str) -> HashMap<String, String> {
    let mut all: HashMap<_, _> = labels.clone().into_iter().collect();
    all.insert(label::ATTEMPT.to_owned(), attempt.to_owned());
    all
}

/// The builders keep labels in a map of random order. A key with other bytes is refused, so the order is made one.
fn in_order(form: &str) -> String {
    let mut fields: Vec<&str> = form.split('&').filter(|field| !field.is_empty()).collect();
    fields.sort_unstable();
    fields.join("&")
}

/// A request without what it answers.
fn built(request: &impl stripe_client_core::StripeRequest) -> RequestBuilder {
    request.build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Capturing;

    fn intent() -> Want {
        let labels = [("session_id", "payses_1"), ("cart_id", "cart_1"), ("organization_id", "org_1")];
        Want::Intent {
            amount: "10.99".parse().unwrap(),
            currency: "eur".to_owned(),
            capture: Capturing::Manual,
            customer: None,
            keep: None,
            pays: None,
            labels: labels.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        }
    }

    #[test]
    fn the_same_is_the_same_bytes() {
        let first = plan(&intent(), "patt_1").unwrap();
        assert_eq!(first.path, "/payment_intents");
        assert_eq!(
            first.body,
            "amount=1099&automatic_payment_methods[enabled]=true&capture_method=manual&currency=eur&expand[0]=latest_charge&\
             metadata[attempt]=patt_1&metadata[cart_id]=cart_1&metadata[organization_id]=org_1&metadata[session_id]=payses_1"
        );
        for _ in 0..50 {
            assert_eq!(plan(&intent(), "patt_1").unwrap(), first);
        }
    }

    #[test]
    fn an_id_leads_nowhere_else() {
        for bad in ["", "pi_1/cancel", "../refunds", "pi_1?x=1", "pi 1", "pi_ü"] {
            let want = Want::CancelIntent { intent: bad.to_owned() };
            assert_eq!(plan(&want, "patt_1").unwrap_err(), Unplannable::Reference, "{bad}");
        }
    }

    #[test]
    fn an_attempt_is_a_key_that_a_header_can_carry() {
        for bad in ["", "patt 1", "patt_1\r\nx: y", "patt_ü", &"k".repeat(256)] {
            assert_eq!(plan(&intent(), bad).unwrap_err(), Unplannable::Reference, "{bad}");
        }
        plan(&intent(), &"k".repeat(255)).unwrap();
    }

    #[test]
    fn nobodys_name_is_too_long() {
        let name = Some("Ada ".repeat(100).into());
        let want = Want::Customer { email: None, name, labels: Labels::new() };
        let call = plan(&want, "patt_1").unwrap();
        assert_eq!(call.body, format!("metadata[attempt]=patt_1&name={}", "Ada+".repeat(64)));
        assert!(!format!("{want:?} {call:?}").contains("Ada"));
    }
}
