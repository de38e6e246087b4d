//! `POST /settings/place`: where goods go, and in which language pages are.

use axum::{extract::State, response::Response};
use serde_json::json;

use crate::{
    client::Trouble,
    front::Front,
    page::{Frame, own_path, see_other},
    visit::{self, COUNTRY, Form, LOCALE, Visit},
};

pub(super) async fn choose(State(front): State<Front>, visit: Visit, form: Form) -> Result<Response, Trouble> {
    let mut cookies = Vec::new();
    if let Some(language) = front.themes.usual().language(form.text("language")) {
        cookies.push(visit.cookie(LOCALE, &language));
    }
    let country = form.text("country").to_lowercase();
    let frame = Frame::of(&front, &visit).await?;
    if let Some(region) = frame.region_of(&country) {
        cookies.push(visit.cookie(COUNTRY, &country));
        if let Some(id) = visit.cart.as_ref().filter(|_| country != frame.country) {
            let body = json!({ "region_id": region.id, "shipping_address": { "country_code": country } });
            match front.store.of(&visit).update_cart(id, &body).await {
                // What is not sold there stays where it is: the cart says so when it is opened.
                Ok(_) | Err(Trouble::Missing | Trouble::Refused(_)) => {}
                Err(other) => return Err(other),
            }
        }
    }
    Ok(visit::with(see_other(own_path(form.text("return"))), cookies))
}
