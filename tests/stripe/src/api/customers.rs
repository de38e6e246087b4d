//! `/v1/customers` and `/v1/payment_methods`

use serde_json::json;

use crate::{
    api::{
        Answer, Call,
        lists::{Entry, Says, is_within, list, page},
    },
    error::Refused,
    params::{
        Kind::{Expand, Int, Metadata, OneOf, Range, Text},
        Param, may, need,
    },
    world::World,
};

pub(super) const CREATE: &[Param] =
    &[may("email", Text), may("name", Text), may("phone", Text), may("description", Text), may("metadata", Metadata)];
pub(super) const RETRIEVE: &[Param] = &[];
pub(super) const METHODS: &[Param] = &[
    may("created", Range),
    need("customer", Text),
    may("type", OneOf(&["card", "sepa_debit", "link", "paypal"])),
    may("limit", Int),
    may("starting_after", Text),
    may("ending_before", Text),
    may("expand", Expand(&["data.customer"])),
];
pub(super) const RETRIEVE_METHOD: &[Param] = &[may("expand", Expand(&["customer"]))];
pub(super) const ATTACH: &[Param] = &[need("customer", Text)];
pub(super) const DETACH: &[Param] = &[];

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    if let Some(email) = form.text("email")
        && !email.contains('@')
    {
        return Err(Refused::invalid(format!("Invalid email address: {email}")).code("email_invalid").param("email"));
    }
    let (email, name, phone) = (form.string("email"), form.string("name"), form.string("phone"));
    let customer = world.make_customer(email, name, phone, form.string("description"), call.metadata());
    call.show(world, customer)
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    if world.gone.contains(call.id) {
        return Ok(json!({ "id": call.id, "object": "customer", "deleted": true }));
    }
    call.show(world, world.customers.get(call.id).ok_or_else(|| Refused::missing("customer", call.id))?)
}

pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Answer {
    world.delete_customer(call.id)?;
    Ok(json!({ "id": call.id, "object": "customer", "deleted": true }))
}

pub(super) fn methods(world: &mut World, call: &Call<'_>) -> Answer {
    world.customer_is_there(call.form.text("customer"))?;
    list!(call, world, methods, "/v1/payment_methods", |_| true, customer = customer, type = kind)
}

pub(super) fn retrieve_method(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.methods.get(call.id).ok_or_else(|| Refused::missing("PaymentMethod", call.id))?)
}

pub(super) fn attach(world: &mut World, call: &Call<'_>) -> Answer {
    let method = world.attach(call.id, call.form.text("customer").unwrap_or_default())?;
    call.show(world, method)
}

pub(super) fn detach(world: &mut World, call: &Call<'_>) -> Answer {
    let method = world.detach(call.id)?;
    call.show(world, method)
}

/// The account of the key.
#[expect(clippy::unnecessary_wraps, reason = "every operation answers so")]
pub(super) fn account(world: &mut World, _: &Call<'_>) -> Answer {
    Ok(
        json!({ "id": world.account(), "object": "account", "charges_enabled": true, "payouts_enabled": true, "country": "DE" }),
    )
}
