//! The operations: which there are, what they take, what they do. Everything else is 404, as at Stripe.

mod billing;
mod customers;
mod events;
mod intents;
mod lists;
mod refunds;
mod setups;

use std::collections::BTreeMap;

use http::Method;
use serde_json::Value;

use crate::{
    error::Refused,
    form::{Form, Node},
    params::Param,
    world::{World, objects::Metadata},
};

type Answer = Result<Value, Refused>;

/// An operation.
pub(crate) struct Op {
    pub(crate) params: &'static [Param],
    pub(crate) run: fn(&mut World, &Call<'_>) -> Answer,
}

/// What an operation is called with.
pub(crate) struct Call<'a> {
    /// The id in the path; empty where there is none.
    pub(crate) id: &'a str,
    pub(crate) form: &'a Form,
}

impl Call<'_> {
    fn metadata(&self) -> Metadata {
        let entries = self.form.below("metadata").0.into_iter();
        let texts = entries.filter_map(|(key, node)| match node {
            Node::Text(text) => Some((key, text)),
            Node::Map(_) => None,
        });
        texts.collect::<BTreeMap<_, _>>()
    }

    /// The object, with what is to be expanded in it.
    fn show(&self, world: &World, object: impl serde::Serialize) -> Answer {
        let mut object = serde_json::to_value(object).map_err(|_| Refused::server())?;
        for path in self.form.texts("expand") {
            world.expand(&mut object, &path);
        }
        Ok(object)
    }
}

const fn op(params: &'static [Param], run: fn(&mut World, &Call<'_>) -> Answer) -> Op {
    Op { params, run }
}

/// The operation of a path behind `/v1`, and the id in it.
pub(crate) fn find<'a>(method: &Method, segments: &[&'a str]) -> Option<(Op, &'a str)> {
    let (found, id) = match (method.as_str(), segments) {
        ("POST", ["payment_intents"]) => (op(intents::CREATE, intents::create), ""),
        ("GET", ["payment_intents"]) => (op(lists::INTENTS, lists::intents), ""),
        ("GET", ["payment_intents", id]) => (op(intents::RETRIEVE, intents::retrieve), *id),
        ("POST", ["payment_intents", id, "confirm"]) => (op(intents::CONFIRM, intents::confirm), *id),
        ("POST", ["payment_intents", id, "capture"]) => (op(intents::CAPTURE, intents::capture), *id),
        ("POST", ["payment_intents", id, "cancel"]) => (op(intents::CANCEL, intents::cancel), *id),
        ("POST", ["refunds"]) => (op(refunds::CREATE, refunds::create), ""),
        ("GET", ["refunds"]) => (op(lists::REFUNDS, lists::refunds), ""),
        ("GET", ["refunds", id]) => (op(refunds::RETRIEVE, refunds::retrieve), *id),
        ("GET", ["charges"]) => (op(lists::REFUNDS_OF_CHARGES, lists::charges), ""),
        ("GET", ["charges", id]) => (op(refunds::RETRIEVE_CHARGE, refunds::retrieve_charge), *id),
        ("GET", ["disputes"]) => (op(lists::DISPUTES, lists::disputes), ""),
        ("GET", ["disputes", id]) => (op(refunds::RETRIEVE_DISPUTE, refunds::retrieve_dispute), *id),
        ("POST", ["customers"]) => (op(customers::CREATE, customers::create), ""),
        ("GET", ["account"]) => (op(&[], customers::account), ""),
        ("GET", ["customers"]) => (op(lists::CUSTOMERS, lists::customers), ""),
        ("GET", ["customers", id]) => (op(customers::RETRIEVE, customers::retrieve), *id),
        ("DELETE", ["customers", id]) => (op(&[], customers::delete), *id),
        ("GET", ["payment_methods"]) => (op(customers::METHODS, customers::methods), ""),
        ("GET", ["payment_methods", id]) => (op(customers::RETRIEVE_METHOD, customers::retrieve_method), *id),
        ("POST", ["payment_methods", id, "attach"]) => (op(customers::ATTACH, customers::attach), *id),
        ("POST", ["payment_methods", id, "detach"]) => (op(customers::DETACH, customers::detach), *id),
        ("POST", ["setup_intents"]) => (op(setups::CREATE, setups::create), ""),
        ("GET", ["setup_intents", id]) => (op(setups::RETRIEVE, setups::retrieve), *id),
        ("POST", ["setup_intents", id, "cancel"]) => (op(setups::CANCEL, setups::cancel), *id),
        ("GET", ["events"]) => (op(events::LIST, events::list), ""),
        ("GET", ["events", id]) => (op(events::RETRIEVE, events::retrieve), *id),
        ("GET", ["prices", id]) => (op(&[], billing::retrieve_price), *id),
        ("POST", ["prices"]) => (op(billing::PRICE, billing::price), ""),
        ("POST", ["subscriptions"]) => (op(billing::CREATE, billing::create), ""),
        ("GET", ["subscriptions"]) => (op(billing::LIST, billing::list), ""),
        ("GET", ["subscriptions", id]) => (op(billing::RETRIEVE, billing::retrieve), *id),
        ("POST", ["subscriptions", id]) => (op(billing::UPDATE, billing::update), *id),
        ("DELETE", ["subscriptions", id]) => (op(billing::DELETE, billing::delete), *id),
        ("GET", ["invoices"]) => (op(billing::INVOICES, billing::invoices), ""),
        ("GET", ["invoices", id]) => (op(billing::RETRIEVE_INVOICE, billing::retrieve_invoice), *id),
        _ => return None,
    };
    Some((found, id))
}
