//! `/v1/refunds`, and reading charges and disputes

use crate::{
    api::{Answer, Call},
    error::Refused,
    params::{
        Kind::{Expand, Int, Metadata, OneOf, Text},
        Param, may,
    },
    world::World,
};

pub(super) const CREATE: &[Param] = &[
    may("payment_intent", Text),
    may("charge", Text),
    may("amount", Int),
    may("metadata", Metadata),
    may("reason", OneOf(&["duplicate", "fraudulent", "requested_by_customer"])),
    may("expand", Expand(&["charge", "payment_intent"])),
];
pub(super) const RETRIEVE: &[Param] = &[may("expand", Expand(&["charge", "payment_intent"]))];
pub(super) const RETRIEVE_CHARGE: &[Param] = &[may("expand", Expand(&["payment_intent", "customer"]))];
pub(super) const RETRIEVE_DISPUTE: &[Param] = &[may("expand", Expand(&["charge", "payment_intent"]))];

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    let charge = match (form.text("charge"), form.text("payment_intent")) {
        (Some(_), Some(_)) | (None, None) => {
            let message = "One of the following params should be provided for this request: payment_intent or charge.";
            return Err(Refused::invalid(message).code("parameter_missing").param("payment_intent"));
        }
        (Some(charge), None) => charge.to_owned(),
        (None, Some(id)) => {
            let intent =
                world.intents.get(id).ok_or_else(|| Refused::missing("payment_intent", id).param("payment_intent"))?;
            let charge = intent.latest_charge.clone().filter(|_| intent.amount_received > 0);
            charge.ok_or_else(|| {
                let message = format!("This PaymentIntent ({id}) does not have a successful charge to refund.");
                Refused::state("payment_intent_unexpected_state", message)
            })?
        }
    };
    let refund = world.refund(&charge, form.number("amount"), form.string("reason"), call.metadata())?;
    call.show(world, refund)
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.refunds.get(call.id).ok_or_else(|| Refused::missing("refund", call.id))?)
}

pub(super) fn retrieve_charge(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.charges.get(call.id).ok_or_else(|| Refused::missing("charge", call.id))?)
}

pub(super) fn retrieve_dispute(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.disputes.get(call.id).ok_or_else(|| Refused::missing("dispute", call.id))?)
}
