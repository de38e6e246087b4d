//! `/v1/prices`, `/v1/subscriptions`, `/v1/invoices`

use serde_json::json;

use crate::{
    api::{
        Answer, Call,
        lists::{Entry, Says, is_within, list, page},
    },
    error::Refused,
    form::Form,
    params::{
        Kind::{Bool, Clearable, Currency, Expand, Int, Metadata, Object, Objects, OneOf, Range, Text},
        Param, may, need,
    },
    world::{
        World,
        billing::{Plan, Subscription},
    },
};

const RECURRING: &[Param] = &[need("interval", OneOf(&["day", "week", "month", "year"])), may("interval_count", Int)];
const PRODUCT: &[Param] = &[need("name", Text), may("metadata", Metadata)];
pub(super) const PRICE: &[Param] = &[
    need("currency", Currency),
    need("unit_amount", Int),
    need("recurring", Object(RECURRING)),
    need("product_data", Object(PRODUCT)),
    may("metadata", Metadata),
];

const ITEM: &[Param] = &[need("price", Text), may("quantity", Int)];
const CHANGED_ITEM: &[Param] = &[need("id", Text), may("price", Text), may("quantity", Int)];
const PAUSE: &[Param] =
    &[need("behavior", OneOf(&["keep_as_draft", "mark_uncollectible", "void"])), may("resumes_at", Int)];
const SETTINGS: &[Param] = &[may("save_default_payment_method", OneOf(&["off", "on_subscription"]))];
const AT_ITS_END: &[Param] = &[may("missing_payment_method", OneOf(&["cancel", "create_invoice", "pause"]))];
const TRIAL: &[Param] = &[need("end_behavior", Object(AT_ITS_END))];
const BEHAVIOR: &[&str] = &["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"];
const PRORATION: &[&str] = &["always_invoice", "create_prorations", "none"];
const SHOWN: &[&str] = &[
    "latest_invoice",
    "latest_invoice.confirmation_secret",
    "pending_setup_intent",
    "customer",
    "default_payment_method",
];
pub(super) const CREATE: &[Param] = &[
    need("customer", Text),
    need("items", Objects(ITEM)),
    may("metadata", Metadata),
    need("payment_behavior", OneOf(BEHAVIOR)),
    may("payment_settings", Object(SETTINGS)),
    may("trial_period_days", Int),
    may("trial_settings", Object(TRIAL)),
    may("expand", Expand(SHOWN)),
];
pub(super) const UPDATE: &[Param] = &[
    // Played as far as it takes an end back.
    may("cancel_at", Clearable(&[])),
    may("cancel_at_period_end", Bool),
    may("items", Objects(CHANGED_ITEM)),
    may("metadata", Metadata),
    may("pause_collection", Clearable(PAUSE)),
    may("payment_behavior", OneOf(BEHAVIOR)),
    may("proration_behavior", OneOf(PRORATION)),
    may("expand", Expand(SHOWN)),
];
pub(super) const DELETE: &[Param] = &[may("invoice_now", Bool), may("prorate", Bool)];
pub(super) const RETRIEVE: &[Param] = &[may("expand", Expand(SHOWN))];
pub(super) const LIST: &[Param] = &[
    may("created", Range),
    may("customer", Text),
    may("ending_before", Text),
    may("limit", Int),
    may("price", Text),
    may("starting_after", Text),
    may("status", Text),
    may(
        "expand",
        Expand(&["data.latest_invoice", "data.latest_invoice.confirmation_secret", "data.pending_setup_intent"]),
    ),
];
pub(super) const INVOICES: &[Param] = &[
    may("created", Range),
    may("customer", Text),
    may("ending_before", Text),
    may("limit", Int),
    may("starting_after", Text),
    may("status", OneOf(&["draft", "open", "paid", "uncollectible", "void"])),
    may("subscription", Text),
];
pub(super) const RETRIEVE_INVOICE: &[Param] = &[may("expand", Expand(&["confirmation_secret", "payments"]))];

pub(super) fn price(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    let every = form.below("recurring");
    let every = (every.string("interval").unwrap_or_default(), every.number("interval_count").unwrap_or(1));
    let amount = form.number("unit_amount").unwrap_or_default();
    if amount < 0 {
        return Err(Refused::invalid("Invalid non-negative integer")
            .code("parameter_invalid_integer")
            .param("unit_amount"));
    }
    let price = world.make_price(form.string("currency").unwrap_or_default(), amount, every, call.metadata());
    call.show(world, price)
}

pub(super) fn retrieve_price(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.prices.get(call.id).ok_or_else(|| Refused::missing("price", call.id))?)
}

fn only_item(form: &Form) -> Result<Form, Refused> {
    match form.below("items").0.as_slice() {
        [(index, _)] => Ok(form.below("items").below(index)),
        _ => Err(Refused::invalid("The double plays subscriptions of one item").param("items")),
    }
}

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    if form.text("payment_behavior") != Some("default_incomplete") {
        return Err(Refused::invalid("The double plays default_incomplete").param("payment_behavior"));
    }
    let item = only_item(form)?;
    let plan = Plan {
        customer: form.string("customer").unwrap_or_default(),
        price: item.string("price").unwrap_or_default(),
        quantity: item.number("quantity").unwrap_or(1),
        trial_days: form.number("trial_period_days"),
        ends_without_card: form.below("trial_settings").below("end_behavior").text("missing_payment_method")
            == Some("cancel"),
        metadata: call.metadata(),
    };
    let id = world.subscribe(plan)?;
    call.show(world, &world.subscriptions[&id])
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    let subscription = world.subscription(call.id)?.clone();
    call.show(world, subscription)
}

pub(super) fn update(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    let was = world.subscription(call.id)?.clone();
    if matches!(was.status.as_str(), "canceled" | "incomplete_expired") {
        return Err(
            Refused::invalid("A canceled subscription can only update its cancellation_details and metadata.").begun()
        );
    }
    if form.node("items").is_some() {
        let item = only_item(form)?;
        if item.text("id") != Some(&was.item) {
            return Err(
                Refused::missing("subscription item", item.text("id").unwrap_or_default()).param("items[0][id]")
            );
        }
        let price = item.string("price").unwrap_or(was.price.clone());
        world.price(&price)?;
        let of = world.subscription(call.id)?;
        of.price = price;
        of.quantity = item.number("quantity").unwrap_or(was.quantity);
        world.show_items(call.id)?;
        world.charge_change(call.id, &was, form.text("proration_behavior") == Some("always_invoice"))?;
    }
    if form.node("pause_collection").is_some() {
        let pause = form.below("pause_collection");
        let begins = pause.string("behavior");
        world.subscription(call.id)?.pause_collection =
            begins.map(|behavior| json!({ "behavior": behavior, "resumes_at": pause.number("resumes_at") }));
    }
    let of = world.subscription(call.id)?;
    if form.node("cancel_at").is_some() {
        of.cancel_at = None;
    }
    of.metadata.extend(call.metadata());
    if let Some(ends) = form.flag("cancel_at_period_end") {
        of.cancel_at_period_end = ends;
        of.cancel_at = ends.then_some(of.period.1);
    }
    let of = of.clone();
    world.tell_change("customer.subscription.updated", &of, Some(json!({ "items": was.items })));
    retrieve(world, call)
}

pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Answer {
    world.cancel_subscription(call.id)?;
    retrieve(world, call)
}

pub(super) fn list(world: &mut World, call: &Call<'_>) -> Answer {
    let wanted = call.form.string("status");
    let has_status = |of: &Subscription| match wanted.as_deref() {
        Some("all") => true,
        Some(wanted) => of.status == wanted,
        // Those that are over are not asked for.
        None => !matches!(of.status.as_str(), "canceled" | "incomplete_expired"),
    };
    list!(call, world, subscriptions, "/v1/subscriptions", has_status, customer = customer, price = price)
}

pub(super) fn invoices(world: &mut World, call: &Call<'_>) -> Answer {
    list!(
        call,
        world,
        invoices,
        "/v1/invoices",
        |_| true,
        customer = customer,
        status = status,
        subscription = subscription
    )
}

pub(super) fn retrieve_invoice(world: &mut World, call: &Call<'_>) -> Answer {
    call.show(world, world.invoices.get(call.id).ok_or_else(|| Refused::missing("invoice", call.id))?)
}
