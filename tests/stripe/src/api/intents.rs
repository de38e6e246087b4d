//! `/v1/payment_intents`

use crate::{
    api::{Answer, Call},
    error::Refused,
    params::{
        Kind::{Bool, Currency, Expand, Int, Metadata, Object, OneOf, Text, Texts},
        Param, may, need,
    },
    world::{World, intents::Wanted},
};

const EXPAND: Param = may("expand", Expand(&["latest_charge", "customer", "payment_method"]));
const AUTOMATIC: &[Param] = &[need("enabled", Bool), may("allow_redirects", OneOf(&["always", "never"]))];

pub(super) const CREATE: &[Param] = &[
    need("amount", Int),
    need("currency", Currency),
    may("automatic_payment_methods", Object(AUTOMATIC)),
    may("capture_method", OneOf(&["automatic", "automatic_async", "manual"])),
    may("confirm", Bool),
    may("customer", Text),
    may("description", Text),
    may("metadata", Metadata),
    may("off_session", Bool),
    may("payment_method", Text),
    may("payment_method_types", Texts),
    may("receipt_email", Text),
    may("setup_future_usage", OneOf(&["off_session", "on_session"])),
    EXPAND,
];
pub(super) const RETRIEVE: &[Param] = &[may("client_secret", Text), EXPAND];
pub(super) const CONFIRM: &[Param] =
    &[may("payment_method", Text), may("return_url", Text), may("off_session", Bool), EXPAND];
pub(super) const CAPTURE: &[Param] = &[may("amount_to_capture", Int), may("metadata", Metadata), EXPAND];
pub(super) const CANCEL: &[Param] =
    &[may("cancellation_reason", OneOf(&["abandoned", "duplicate", "fraudulent", "requested_by_customer"])), EXPAND];

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    if form.flag("off_session") == Some(true) && form.flag("confirm") != Some(true) {
        return Err(Refused::invalid("The parameter `off_session` cannot be used when `confirm` is not true.")
            .param("off_session"));
    }
    let automatic = form.below("automatic_payment_methods");
    let is_automatic = automatic.flag("enabled").unwrap_or(true);
    if form.flag("confirm") == Some(true) && is_automatic && automatic.text("allow_redirects") != Some("never") {
        let message = "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these \
                       payment methods might redirect your customer off of your page, you must provide a `return_url`. If you \
                       don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` \
                       and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.";
        return Err(Refused::invalid(message).param("return_url"));
    }
    let wanted = Wanted {
        amount: form.number("amount").unwrap_or_default(),
        currency: form.string("currency").unwrap_or_default(),
        capture_method: form.string("capture_method"),
        customer: form.string("customer"),
        description: form.string("description"),
        receipt_email: form.string("receipt_email"),
        metadata: call.metadata(),
        setup_future_usage: form.string("setup_future_usage"),
        payment_method: form.string("payment_method"),
        automatic: is_automatic,
        invoice: None,
    };
    let id = world.make_intent(wanted)?;
    if form.flag("confirm") == Some(true) {
        world.confirm(&id, None, form.flag("off_session") == Some(true))?;
    }
    call.show(world, &world.intents[&id])
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    let intent = world.intent(call.id)?.clone();
    call.show(world, intent)
}

pub(super) fn confirm(world: &mut World, call: &Call<'_>) -> Answer {
    let is_away = call.form.flag("off_session") == Some(true);
    world.confirm(call.id, call.form.text("payment_method"), is_away)?;
    retrieve(world, call)
}

pub(super) fn capture(world: &mut World, call: &Call<'_>) -> Answer {
    world.capture(call.id, call.form.number("amount_to_capture"))?;
    world.intent(call.id)?.metadata.extend(call.metadata());
    retrieve(world, call)
}

pub(super) fn cancel(world: &mut World, call: &Call<'_>) -> Answer {
    world.cancel(call.id, call.form.string("cancellation_reason"))?;
    retrieve(world, call)
}
