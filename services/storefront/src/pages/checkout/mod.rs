//! `/checkout`: contact and address, then shipping, then payment, in one column.

mod address;
mod back;
mod complete;
mod session;
mod shipping;

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use minijinja::{Value, context};
use serde::Serialize;

pub(super) use address::{FIELDS, address, lines, read as read_address};
pub(super) use back::back;
pub(super) use complete::complete;
pub(super) use session::session;
pub(super) use shipping::shipping;

use crate::{
    client::{Refusal, Trouble},
    front::Front,
    model::{Address, Cart, Customer, Order, STRIPE},
    page::{AGAIN, Frame, Meta, Page, see_other},
    pages::cart,
    visit::{self, CART, COUNT, Form, ORDER, Visit},
};

/// How far somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Address,
    Shipping,
    Payment,
}

impl Step {
    /// The first that is not done.
    fn next_of(cart: &Cart) -> Self {
        let is_addressed = cart.email.is_some() && cart.shipping_address.as_ref().is_some_and(Address::is_whole);
        match cart {
            _ if !is_addressed => Self::Address,
            cart if cart.is_sent() && cart.shipping_methods.is_empty() => Self::Shipping,
            _ => Self::Payment,
        }
    }

    /// The one that is asked for, if it can be had.
    fn read(query: &Form, cart: &Cart) -> Self {
        let next = Self::next_of(cart);
        match query.text("step") {
            "address" => Self::Address,
            "shipping" if cart.is_sent() => next.min(Self::Shipping),
            _ => next,
        }
    }
}

/// What is wrong with a form: words by field, and what was typed.
#[derive(Default)]
pub(in crate::pages) struct Problems {
    pub(super) fields: Vec<(String, String)>,
    /// What is about no field.
    pub(super) words: Option<String>,
    /// What has happened on the way here: the form is as it was.
    pub(super) said: Option<String>,
    pub(super) typed: Value,
}

impl Problems {
    /// What the API refuses, beside the field that it is about, if that is one of these.
    pub(super) fn of(front: &Front, visit: &Visit, refusal: &Refusal, fields: &[&str], form: &Form) -> Self {
        let words = cart::words(front, visit, refusal);
        let typed = form.typed();
        match refusal.field().filter(|field| fields.contains(field)) {
            Some(field) => Self { fields: vec![(field.to_owned(), words)], typed, ..Self::default() },
            None => Self { words: Some(words), typed, ..Self::default() },
        }
    }

    pub(super) fn is_some(&self) -> bool {
        self.words.is_some() || !self.fields.is_empty()
    }
}

/// What a cart is when somebody wants to pay it.
pub(super) enum Found {
    Open(Box<Cart>),
    /// It was bought, perhaps by the click before this one.
    Bought(Box<Order>),
    Nothing,
}

/// The visitor's cart, as it is now.
pub(super) async fn find(front: &Front, visit: &Visit) -> Result<Found, Trouble> {
    let Some(id) = &visit.cart else { return Ok(Found::Nothing) };
    let store = front.store.of(visit);
    match store.cart(id).await {
        Ok(cart) if cart.completed_at.is_some() => match store.complete(id).await?.order {
            Some(order) => Ok(Found::Bought(Box::new(order))),
            None => Ok(Found::Nothing),
        },
        Ok(cart) if cart.items.is_empty() => Ok(Found::Nothing),
        Ok(cart) => Ok(Found::Open(Box::new(cart))),
        Err(Trouble::Missing | Trouble::Refused(_)) => Ok(Found::Nothing),
        Err(other) => Err(other),
    }
}

/// To the order's page. The cart is forgotten, and the browser remembers what it has bought.
pub(super) fn bought(front: &Front, visit: &Visit, order: &Order) -> Response {
    let cookies = [
        visit.cookie(CART, "").ended(),
        visit.cookie(COUNT, "").ended(),
        visit.cookie(ORDER, &front.signer.sign(&order.id)),
    ];
    visit::with(see_other(&format!("/checkout/done/{}", order.id)), cookies)
}

/// Where somebody goes who has nothing to pay: to what he has just bought, else to the cart.
pub(super) fn nothing(visit: &Visit) -> Response {
    match visit.order.as_ref().filter(|_| visit.cart.is_none()) {
        Some(order) => see_other(&format!("/checkout/done/{order}")),
        None => see_other("/cart"),
    }
}

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    match find(&front, &visit).await? {
        Found::Nothing => Ok(see_other("/cart")),
        Found::Bought(order) => Ok(bought(&front, &visit, &order)),
        Found::Open(cart) => {
            let step = Step::read(&query, &cart);
            // Whoever has paid is not asked to pay again.
            if step == Step::Payment && cart.is_paid() {
                return Ok(see_other("/checkout/return"));
            }
            let said = SAID.iter().find(|said| **said == query.text("said"));
            let words = said.map(|said| visit.say(&front, &format!("checkout.said_{said}")));
            render(&front, &visit, &cart, step, Problems { said: words, ..Problems::default() }).await
        }
    }
}

/// What can be said at the top of the checkout: the total is another one, what was paid goes back, nothing was paid.
const SAID: [&str; 3] = ["prices", "replaced", "unpaid"];

/// The checkout at one of its steps.
pub(super) async fn render(
    front: &Front,
    visit: &Visit,
    cart: &Cart,
    step: Step,
    problems: Problems,
) -> Result<Response, Trouble> {
    let store = front.store.of(visit);
    let region = cart.region_id.as_deref().unwrap_or_default();
    let me = async {
        match &visit.token {
            Some(_) => store.me().await.map(Some),
            None => Ok(None),
        }
    };
    let options =
        async { if step == Step::Shipping { store.shipping_options(&cart.id).await } else { Ok(Vec::new()) } };
    let providers = async { if step == Step::Payment { store.providers(region).await } else { Ok(Vec::new()) } };
    let (frame, me, options, providers) = tokio::try_join!(Frame::of(front, visit), me, options, providers)?;
    let chosen = cart.shipping_methods.first().and_then(|method| method.shipping_option_id.clone());
    let is_offered = |id: &str| providers.iter().any(|provider| provider.id == id);
    let forms = complete::FORMS.iter().filter(|(id, _)| is_offered(id));
    let takes_cards = step == Step::Payment && cart.total.is_some() && is_offered(STRIPE) && !cart.is_paid();
    let typed = if problems.is_some() { problems.typed.clone() } else { address::filled(cart, me.as_ref()) };
    let meta = Meta { takes_cards, ..Meta::private(visit.say(front, "checkout.title")) };
    let has_problem = problems.is_some();
    let own = context! {
        cart => cart::shown(visit, cart),
        step => step,
        typed => typed,
        countries => cart.region.as_ref().map(|region| region.countries.clone()).unwrap_or_default(),
        saved => saved(me.as_ref(), cart),
        me => me,
        options => options,
        chosen => chosen,
        forms => forms.map(|(_, name)| *name).collect::<Vec<_>>(),
        is_paid => cart.is_paid(),
        has_system => is_offered(complete::SYSTEM),
        card_problem => card_problem(front, visit, cart),
        said => problems.said,
        wrong => problems.fields.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        problem => problems.words,
    };
    let page = Page::new(front, visit, &frame, meta);
    let page = if has_problem { page.with_status(AGAIN) } else { page };
    page.render("checkout", own)
}

/// Why the card that was tried last did not pay, for the page that is shown after it.
fn card_problem(front: &Front, visit: &Visit, cart: &Cart) -> Option<String> {
    let failure = cart.by_card()?.data.last_payment_error.as_ref()?;
    let theme = visit.theme(front).now();
    let codes = [failure.decline_code.as_deref(), Some(&*failure.code)].into_iter().flatten();
    let known = codes.map(|code| format!("declined.{code}")).find(|key| theme.knows(&visit.locale, key));
    Some(theme.say(&visit.locale, known.as_deref().unwrap_or("declined.other")))
}

/// The customer's addresses to which this cart can go.
fn saved(me: Option<&Customer>, cart: &Cart) -> Vec<Address> {
    let reaches = |address: &&Address| {
        let countries = cart.region.iter().flat_map(|region| &region.countries);
        let mut codes = countries.map(|country| country.iso_2.as_str());
        address.is_whole() && codes.any(|code| Some(code) == address.country_code.as_deref())
    };
    me.into_iter().flat_map(|me| &me.addresses).filter(reaches).cloned().collect()
}
