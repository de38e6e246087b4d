//! `POST /products/{handle}`: into the cart.

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;

use super::{Choice, render};
use crate::{
    client::{Asking, Trouble},
    front::Front,
    model::Cart,
    page::{Frame, see_other},
    pages::cart::{amount, counted, words},
    visit::{self, CART, Form, Visit},
};

pub(crate) async fn add(
    State(front): State<Front>,
    visit: Visit,
    Path(handle): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let frame = Frame::of(&front, &visit).await?;
    let store = front.store.of(&visit);
    let product = store.product(frame.wanted(), &handle).await?;
    let theme = visit.theme(&front).now();
    let say = |key: &str| theme.say(&visit.locale, key);
    let problem = match (Choice::of(&product, &form).variant, amount(form.text("quantity"), 1)) {
        (None, _) => say("product.not_made"),
        (_, None) => say("cart.wrong_quantity"),
        (Some(variant), Some(quantity)) => match put(store, &visit, &frame, &variant.id, quantity).await {
            Ok(cart) => {
                let cookies = [visit.cookie(CART, &cart.id), counted(&visit, &cart)];
                return Ok(visit::with(see_other("/cart?said=added"), cookies));
            }
            Err(trouble) => words(&front, &visit, &trouble.refusal()?),
        },
    };
    render(&front, &visit, &frame, &product, &form, Some(&problem)).await
}

/// Into the cart that there is, or into a new one where that is gone or was bought.
async fn put(store: Asking<'_>, visit: &Visit, frame: &Frame, variant: &str, quantity: u32) -> Result<Cart, Trouble> {
    if let Some(id) = &visit.cart {
        match store.add_line(id, variant, quantity).await {
            Err(Trouble::Missing) => {}
            Err(Trouble::Refused(refusal)) if refusal.message.contains("already completed") => {}
            answered => return answered,
        }
    }
    let mut body = json!({ "items": [{ "variant_id": variant, "quantity": quantity }], "locale": &*visit.locale });
    if !frame.region.id.is_empty() {
        body["region_id"] = json!(frame.region.id);
        // Taxes follow from it before anybody has typed an address.
        body["shipping_address"] = json!({ "country_code": frame.country });
    }
    store.create_cart(&body).await
}
