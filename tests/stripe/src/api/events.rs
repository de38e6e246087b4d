//! `/v1/events`: what happened in the last thirty days.

use crate::{
    api::{Answer, Call, lists},
    error::Refused,
    params::{
        Kind::{Bool, Int, Range, Text, Texts},
        Param, may,
    },
    world::World,
};

/// So long events are kept.
const KEPT: i64 = 30 * 24 * 3600;

pub(super) const LIST: &[Param] = &[
    may("created", Range),
    may("delivery_success", Bool),
    may("ending_before", Text),
    may("limit", Int),
    may("starting_after", Text),
    may("type", Text),
    may("types", Texts),
];
pub(super) const RETRIEVE: &[Param] = &[];

pub(super) fn list(world: &mut World, call: &Call<'_>) -> Answer {
    let form = call.form;
    let mut types = form.texts("types");
    if types.len() > 20 {
        return Err(Refused::invalid("You may filter by at most 20 types").param("types"));
    }
    if let Some(kind) = form.string("type") {
        if !types.is_empty() {
            return Err(Refused::invalid("You may pass either `type` or `types`").param("type"));
        }
        types.push(kind);
    }
    let delivered = form.flag("delivery_success");
    let wanted = world.events.iter().filter(|event| {
        event.created > world.now - KEPT
            && lists::is_within(form, event.created)
            && (types.is_empty() || types.iter().any(|kind| matches(kind, &event.kind)))
            && delivered.is_none_or(|wanted| wanted == (event.delivered == Some(true)))
    });
    let entries =
        wanted.map(|event| lists::Entry { id: event.id.clone(), created: event.created, value: event.body.clone() });
    lists::page(&entries.collect::<Vec<_>>(), form, "/v1/events")
}

/// `payment_intent.*` stands for all that begin so.
fn matches(wanted: &str, kind: &str) -> bool {
    wanted == kind || wanted.strip_suffix('*').is_some_and(|prefix| kind.starts_with(prefix))
}

pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Answer {
    let found = world.events.iter().find(|event| event.id == call.id && event.created > world.now - KEPT);
    found.map(|event| event.body.clone()).ok_or_else(|| Refused::missing("event", call.id))
}
