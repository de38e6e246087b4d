//! `/v1/setup_intents`

use crate::{
    api::{Answer, Call},
    error::Refused,
    params::{
        Kind::{Bool, Expand, Metadata, Object, OneOf, Text},
        Param, may, need,
    },
    world::World,
};

const AUTOMATIC: &[Param] = &[need("enabled", Bool), may("allow_redirects", OneOf(&["always", "never"]))];
const EXPAND: Param = may("expand", Expand(&["customer", "payment_method"]));

pub(super) const CREATE: &[Param] = &[
    may("automatic_payment_methods", Object(AUTOMATIC)),
    may("customer", Text),
    may("metadata", Metadata),
    may("usage", OneOf(&["off_session", "on_session"])),
    EXPAND,
];
pub(super) const RETRIEVE: &[Param] = &[may("client_secret", Text), EXPAND];
pub(super) const CANCEL: &[Param] =
    &[may("cancellation_reason", OneOf(&["abandoned", "duplicate", "requested_by_customer"])), EXPAND];

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    let automatic = form.below("automatic_payment_methods").flag("enabled").unwrap_or(true);
    let setup = world.make_setup(form.string("customer"), form.string("usage"), automatic, call.metadata())?;
    call.show(world, setup)
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.setups.get(call.id).ok_or_else(|| Refused::missing("setup_intent", call.id))?)
}

pub(super) fn cancel(world: &mut World, call: &Call<'_>) -> Answer {
    let setup = world.cancel_setup(call.id, call.form.string("cancellation_reason"))?;
    call.show(world, setup)
}
