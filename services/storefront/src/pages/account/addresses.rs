//! `/account/addresses`

use axum::{
    extract::{Path, State},
    response::Response,
};
use minijinja::{Value, context};
use serde_json::{Value as Json, json};

use super::{must_be_known, orders::with_lines};
use crate::{
    client::Trouble,
    front::Front,
    page::{AGAIN, Frame, Meta, Page, see_other},
    pages::checkout::{FIELDS, Problems, read_address},
    visit::{Form, Visit},
};

pub(super) async fn list(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    render(&front, &visit, None, Value::from_serialize(json!({})), Problems::default()).await
}

/// All addresses, and a form: for a new one, or for the one of this id.
async fn render(
    front: &Front,
    visit: &Visit,
    edited: Option<&str>,
    typed: Value,
    problems: Problems,
) -> Result<Response, Trouble> {
    let store = front.store.of(visit);
    let (frame, addresses) = tokio::try_join!(Frame::of(front, visit), store.addresses())?;
    let found = match edited {
        Some(id) => Some(addresses.iter().find(|address| address.id == id).ok_or(Trouble::Missing)?),
        None => None,
    };
    let typed = match found {
        Some(address) if !problems.is_some() => Value::from_serialize(address),
        _ => typed,
    };
    let meta = Meta::private(visit.say(front, "addresses.title"));
    let page = Page::new(front, visit, &frame, meta);
    let page = if problems.is_some() { page.with_status(AGAIN) } else { page };
    let own = context! {
        addresses => addresses.iter().map(with_lines).collect::<Vec<_>>(),
        edited,
        typed,
        wrong => problems.fields.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        problem => problems.words,
    };
    page.render("addresses", own)
}

pub(super) async fn edit(
    State(front): State<Front>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    render(&front, &visit, Some(&id), Value::UNDEFINED, Problems::default()).await
}

pub(super) async fn add(State(front): State<Front>, visit: Visit, form: Form) -> Result<Response, Trouble> {
    save(&front, &visit, None, &form).await
}

pub(super) async fn change(
    State(front): State<Front>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    save(&front, &visit, Some(&id), &form).await
}

async fn save(front: &Front, visit: &Visit, id: Option<&str>, form: &Form) -> Result<Response, Trouble> {
    must_be_known(visit)?;
    let problems = match read_address(form) {
        Err(missing) => {
            let words = visit.say(front, "form.required");
            let fields = missing.into_iter().map(|name| (name.to_owned(), words.clone())).collect();
            Problems { fields, typed: form.typed(), ..Problems::default() }
        }
        Ok(mut address) => {
            let is_default = form.has("is_default_shipping");
            if is_default || id.is_some() {
                address["is_default_shipping"] = json!(is_default);
            }
            match keep(front, visit, id, &address).await {
                Ok(()) => return Ok(see_other("/account/addresses")),
                Err(trouble) => {
                    let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
                    Problems::of(front, visit, &trouble.refusal()?, &names, form)
                }
            }
        }
    };
    render(front, visit, id, form.typed(), problems).await
}

async fn keep(front: &Front, visit: &Visit, id: Option<&str>, address: &Json) -> Result<(), Trouble> {
    let store = front.store.of(visit);
    match id {
        Some(id) => store.change_address(id, address).await,
        None => store.add_address(address).await,
    }
}

pub(super) async fn remove(
    State(front): State<Front>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    match front.store.of(&visit).remove_address(&id).await {
        // It went from another window.
        Ok(()) | Err(Trouble::Missing) => Ok(see_other("/account/addresses")),
        Err(other) => Err(other),
    }
}
