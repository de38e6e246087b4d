//! `POST /checkout/shipping`

use axum::{extract::State, response::Response};

use super::{Found, Problems, Step, bought, find, nothing, render};
use crate::{
    client::Trouble,
    front::Front,
    page::see_other,
    visit::{Form, Visit},
};

pub(in crate::pages) async fn shipping(
    State(front): State<Front>,
    visit: Visit,
    form: Form,
) -> Result<Response, Trouble> {
    let cart = match find(&front, &visit).await? {
        Found::Open(cart) => cart,
        Found::Bought(order) => return Ok(bought(&front, &visit, &order)),
        Found::Nothing => return Ok(nothing(&visit)),
    };
    let option = form.text("option");
    if option.is_empty() {
        let words = visit.say(&front, "checkout.choose_shipping");
        let problems = Problems { words: Some(words), ..Problems::default() };
        return render(&front, &visit, &cart, Step::Shipping, problems).await;
    }
    match front.store.of(&visit).choose_shipping(&cart.id, option).await {
        Ok(_) => Ok(see_other("/checkout")),
        Err(trouble) => {
            let problems = Problems::of(&front, &visit, &trouble.refusal()?, &[], &form);
            render(&front, &visit, &cart, Step::Shipping, problems).await
        }
    }
}
