//! `POST /checkout/address`

use axum::{extract::State, response::Response};
use minijinja::{Value, context};
use serde_json::{Map, Value as Json, json};

use super::{Found, Problems, Step, bought, find, nothing, render};
use crate::{
    client::Trouble,
    front::Front,
    model::{Address, Cart, Customer},
    page::see_other,
    visit::{Form, Visit},
};

/// The fields of an address, and whether it is none without.
pub(in crate::pages) const FIELDS: [(&str, bool); 10] = [
    ("first_name", true),
    ("last_name", true),
    ("company", false),
    ("address_1", true),
    ("address_2", false),
    ("postal_code", true),
    ("city", true),
    ("province", false),
    ("country_code", true),
    ("phone", false),
];

/// An address as the API takes it, or the names of the fields that are missing.
pub(in crate::pages) fn read(form: &Form) -> Result<Json, Vec<&'static str>> {
    let missing: Vec<_> = FIELDS
        .iter()
        .filter(|(name, is_needed)| *is_needed && form.text(name).is_empty())
        .map(|(name, _)| *name)
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let said = FIELDS.iter().map(|(name, _)| {
        let text = form.text(name);
        ((*name).to_owned(), if text.is_empty() { Json::Null } else { json!(text) })
    });
    Ok(Json::Object(said.collect::<Map<_, _>>()))
}

/// What stands in the form at first: what the cart knows, else what the customer has saved.
pub(super) fn filled(cart: &Cart, me: Option<&Customer>) -> Value {
    let of_cart = cart.shipping_address.as_ref();
    let saved = me.and_then(|me| {
        let default = me.addresses.iter().find(|address| address.is_default_shipping);
        default.or(me.addresses.first())
    });
    let is_begun = of_cart.is_some_and(|address| address.address_1.is_some());
    let address = if is_begun { of_cart } else { saved.or(of_cart) };
    let email = cart.email.clone().or_else(|| me.map(|me| me.email.clone()));
    let names = |own: Option<&String>, of_me: Option<&String>| own.or(of_me).cloned();
    let first = names(address.and_then(|one| one.first_name.as_ref()), me.and_then(|me| me.first_name.as_ref()));
    let last = names(address.and_then(|one| one.last_name.as_ref()), me.and_then(|me| me.last_name.as_ref()));
    context! { email, first_name => first, last_name => last, ..Value::from_serialize(address.cloned().unwrap_or_default()) }
}

pub(in crate::pages) async fn address(
    State(front): State<Front>,
    visit: Visit,
    form: Form,
) -> Result<Response, Trouble> {
    let cart = match find(&front, &visit).await? {
        Found::Open(cart) => cart,
        Found::Bought(order) => return Ok(bought(&front, &visit, &order)),
        Found::Nothing => return Ok(nothing(&visit)),
    };
    let say = |key: &str| visit.say(&front, key);
    let saved = form.text("saved");
    let mut wrong: Vec<(String, String)> = Vec::new();
    if form.text("email").is_empty() && saved.is_empty() {
        wrong.push(("email".to_owned(), say("form.required")));
    }
    let address = match read(&form) {
        _ if !saved.is_empty() => json!(saved),
        Ok(address) => address,
        Err(missing) => {
            wrong.extend(missing.into_iter().map(|name| (name.to_owned(), say("form.required"))));
            Json::Null
        }
    };
    if !wrong.is_empty() {
        let problems = Problems { fields: wrong, typed: form.typed(), ..Problems::default() };
        return render(&front, &visit, &cart, Step::Address, problems).await;
    }
    let mut body = json!({ "shipping_address": address, "billing_address": address });
    if !form.text("email").is_empty() {
        body["email"] = json!(form.text("email"));
    }
    match front.store.of(&visit).update_cart(&cart.id, &body).await {
        Ok(_) => Ok(see_other("/checkout")),
        Err(trouble) => {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).chain(["email"]).collect();
            let problems = Problems::of(&front, &visit, &trouble.refusal()?, &names, &form);
            render(&front, &visit, &cart, Step::Address, problems).await
        }
    }
}

/// Where a parcel goes, as lines.
pub(in crate::pages) fn lines(address: &Address) -> Vec<String> {
    let join = |parts: &[&Option<String>]| {
        let parts: Vec<&str> =
            parts.iter().filter_map(|part| part.as_deref()).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    let country = address.country_code.as_deref().and_then(iso::country).map(|country| country.name.to_owned());
    let lines = [
        join(&[&address.first_name, &address.last_name]),
        join(&[&address.company]),
        join(&[&address.address_1]),
        join(&[&address.address_2]),
        join(&[&address.postal_code, &address.city]),
        join(&[&address.province]),
        country.unwrap_or_default(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}
