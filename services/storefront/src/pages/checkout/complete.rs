//! `POST /checkout/complete`: the cart becomes an order, once, however often the button is pressed.

use axum::{extract::State, response::Response};

use super::{Found, Problems, Step, bought, find, nothing, render};
use crate::{
    client::{Refusal, Trouble},
    front::Front,
    model::{Cart, STRIPE},
    page::see_other,
    visit::{Form, Visit},
};

/// Takes the money by itself: the shop has agreed on something else with the customer.
pub(super) const SYSTEM: &str = "pp_system_default";

/// The template that has what a provider needs of the shopper, if the theme has one: `partials/payment/<name>.html`. Those whose form runs
/// in the browser stand first.
pub(super) const FORMS: [(&str, &str); 2] = [(STRIPE, "stripe"), (SYSTEM, "system")];

pub(in crate::pages) async fn complete(
    State(front): State<Front>,
    visit: Visit,
    form: Form,
) -> Result<Response, Trouble> {
    let cart = match find(&front, &visit).await? {
        Found::Open(cart) => cart,
        Found::Bought(order) => return Ok(bought(&front, &visit, &order)),
        Found::Nothing => return Ok(nothing(&visit)),
    };
    let step = Step::next_of(&cart);
    if step != Step::Payment {
        let words = visit.say(&front, "checkout.not_yet");
        let problems = Problems { words: Some(words), ..Problems::default() };
        // What was typed there is in the cart.
        return render(
            &front,
            &visit,
            &cart,
            step,
            Problems { typed: super::address::filled(&cart, None), ..problems },
        )
        .await;
    }
    // It was paid by card already: the order of that is made, and no other one.
    if cart.is_paid() {
        return Ok(see_other("/checkout/return"));
    }
    if form.text("provider") == STRIPE {
        // The script that pays has not run.
        let words = visit.say(&front, "payment.card_no_script");
        let problems = Problems { words: Some(words), ..Problems::default() };
        return render(&front, &visit, &cart, step, problems).await;
    }
    let refusal = match pay(&front, &visit, &cart).await? {
        Paid::Placed(response) => return Ok(response),
        Paid::Not(refusal) => refusal,
    };
    // Another click may have been quicker: then it is bought, and nothing is wrong.
    match find(&front, &visit).await? {
        Found::Bought(order) => Ok(bought(&front, &visit, &order)),
        Found::Nothing => Ok(nothing(&visit)),
        Found::Open(cart) => {
            let problems = Problems::of(&front, &visit, &refusal, &[], &form);
            let step = Step::next_of(&cart);
            render(&front, &visit, &cart, step, problems).await
        }
    }
}

enum Paid {
    Placed(Response),
    Not(Refusal),
}

async fn pay(front: &Front, visit: &Visit, cart: &Cart) -> Result<Paid, Trouble> {
    let store = front.store.of(visit);
    let done = async {
        // What costs nothing is not paid.
        if cart.total.is_some() {
            store.begin_to_pay(&cart.id, SYSTEM).await?;
        }
        store.complete(&cart.id).await
    };
    match done.await {
        Ok(done) => match (done.order, done.error) {
            (Some(order), _) => Ok(Paid::Placed(bought(front, visit, &order))),
            (None, error) => {
                let message = error.map(|error| error.message).unwrap_or_default();
                Ok(Paid::Not(Refusal { status: 402, code: None, message }))
            }
        },
        Err(Trouble::Refused(refusal)) => Ok(Paid::Not(refusal)),
        Err(other) => Err(other),
    }
}
