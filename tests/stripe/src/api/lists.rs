//! Lists: the youngest first, in pages by cursor.

use serde_json::{Value, json};

use crate::{
    api::{Answer, Call},
    error::Refused,
    form::{Form, Node},
    params::{
        Kind::{Expand, Int, Range, Text},
        Param, may,
    },
    world::World,
};

pub(super) const INTENTS: &[Param] = &[
    may("created", Range),
    may("customer", Text),
    may("ending_before", Text),
    may("limit", Int),
    may("starting_after", Text),
    may("expand", Expand(&["data.latest_charge", "data.customer", "data.payment_method"])),
];
pub(super) const REFUNDS: &[Param] = &[
    may("charge", Text),
    may("created", Range),
    may("ending_before", Text),
    may("limit", Int),
    may("payment_intent", Text),
    may("starting_after", Text),
    may("expand", Expand(&["data.charge", "data.payment_intent"])),
];
pub(super) const DISPUTES: &[Param] = REFUNDS;
pub(super) const REFUNDS_OF_CHARGES: &[Param] = &[
    may("created", Range),
    may("customer", Text),
    may("ending_before", Text),
    may("limit", Int),
    may("payment_intent", Text),
    may("starting_after", Text),
];

pub(super) const CUSTOMERS: &[Param] = &[
    may("created", Range),
    may("ending_before", Text),
    may("limit", Int),
    may("starting_after", Text),
    may("expand", Expand(&[])),
];

/// What an entry is filtered and ordered by.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) value: Value,
}

/// A page of entries that come in the order in which they were made.
pub(super) fn page(entries: &[Entry], form: &Form, url: &str) -> Answer {
    let limit = form.number("limit").unwrap_or(10);
    if !(1..=100).contains(&limit) {
        return Err(Refused::invalid("Limit must be between 1 and 100").param("limit"));
    }
    let (after, before) = (form.text("starting_after"), form.text("ending_before"));
    if after.is_some() && before.is_some() {
        return Err(Refused::invalid("You may not specify both `starting_after` and `ending_before`"));
    }
    let at = |id: &str, param: &str| {
        let place = entries.iter().position(|entry| entry.id == id);
        place.ok_or_else(|| Refused::invalid(format!("No such object: '{id}'")).code("resource_missing").param(param))
    };
    let limit = usize::try_from(limit).unwrap_or_default();
    // `ending_before` begins right behind its object and goes towards the youngest; all else begins at the youngest.
    let (from, to, has_more) = if let Some(id) = before {
        let from = at(id, "ending_before")? + 1;
        let to = entries.len().min(from + limit);
        (from, to, to < entries.len())
    } else {
        let to = after.map_or(Ok(entries.len()), |id| at(id, "starting_after"))?;
        let from = to.saturating_sub(limit);
        (from, to, from > 0)
    };
    let data: Vec<Value> = entries[from..to].iter().rev().map(|entry| entry.value.clone()).collect();
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
}

/// Whether a time lies within `created`.
pub(super) fn is_within(form: &Form, created: i64) -> bool {
    match form.node("created") {
        None => true,
        Some(Node::Text(text)) => text.parse() == Ok(created),
        Some(Node::Map(_)) => {
            let bounds = form.below("created");
            bounds.number("gt").is_none_or(|bound| created > bound)
                && bounds.number("gte").is_none_or(|bound| created >= bound)
                && bounds.number("lt").is_none_or(|bound| created < bound)
                && bounds.number("lte").is_none_or(|bound| created <= bound)
        }
    }
}

/// A field by which rows are filtered.
pub(super) trait Says {
    fn says(&self, wanted: &str) -> bool;
}

impl Says for String {
    fn says(&self, wanted: &str) -> bool {
        self == wanted
    }
}

impl Says for &str {
    fn says(&self, wanted: &str) -> bool {
        *self == wanted
    }
}

impl Says for Option<String> {
    fn says(&self, wanted: &str) -> bool {
        self.as_deref() == Some(wanted)
    }
}

/// Rows of which those are kept that the form asks for: by a condition of their own, and by parameters and what they are of.
macro_rules! list {
    ($call:expr, $world:expr, $rows:ident, $url:literal, $also:expr, $($filter:ident = $field:ident),*) => {{
        let form = $call.form;
        let rows = $world.$rows.values().filter(|row| is_within(form, row.created) && $also(row));
        $(let rows = rows.filter(|row| form.text(stringify!($filter)).is_none_or(|wanted| row.$field.says(wanted)));)*
        let entries = rows.map(|row| Entry { id: row.id.clone(), created: row.created, value: json!(row) });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        let mut page = page(&entries, form, $url)?;
        for path in form.texts("expand") {
            $world.expand(&mut page, &path);
        }
        Ok(page)
    }};
}
pub(super) use list;

pub(super) fn intents(world: &mut World, call: &Call<'_>) -> Answer {
    list!(call, world, intents, "/v1/payment_intents", |_| true, customer = customer)
}

pub(super) fn refunds(world: &mut World, call: &Call<'_>) -> Answer {
    list!(call, world, refunds, "/v1/refunds", |_| true, payment_intent = payment_intent, charge = charge)
}

pub(super) fn disputes(world: &mut World, call: &Call<'_>) -> Answer {
    list!(call, world, disputes, "/v1/disputes", |_| true, payment_intent = payment_intent, charge = charge)
}

pub(super) fn charges(world: &mut World, call: &Call<'_>) -> Answer {
    list!(call, world, charges, "/v1/charges", |_| true, payment_intent = payment_intent, customer = customer)
}

pub(super) fn customers(world: &mut World, call: &Call<'_>) -> Answer {
    list!(call, world, customers, "/v1/customers", |_| true,)
}
