//! `/cart`

use axum::{
    extract::{OriginalUri, Path, State},
    response::Response,
};
use http::StatusCode;
use minijinja::{Value, context};

use crate::{
    client::{Refusal, Trouble},
    front::Front,
    model::Cart,
    page::{AGAIN, Frame, Meta, Page, local, see_other, without_cart},
    visit::{self, COUNT, Cookie, Form, Visit},
};

/// More of a thing nobody buys at once; the API would take a million.
const MOST: u32 = 9_999;
/// What can be said at the top of the cart.
const SAID: &[&str] = &["added", "changed", "removed", "code", "code_removed", "place", "signed_in"];

/// What is wrong with a form of the cart.
#[derive(Default)]
struct Problems {
    line: Option<(String, String, String)>,
    code: Option<(String, String)>,
}

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let said = SAID.iter().find(|said| **said == query.text("said")).copied();
    let (frame, cart) = tokio::try_join!(Frame::of(&front, &visit), open(&front, &visit))?;
    render(&front, &visit, &frame, cart.as_ref(), said, Problems::default())
}

/// The visitor's cart, while it is one. One that is gone, was bought, or is another shop's is none.
pub(super) async fn open(front: &Front, visit: &Visit) -> Result<Option<Cart>, Trouble> {
    let Some(id) = &visit.cart else { return Ok(None) };
    match front.store.of(visit).cart(id).await {
        Ok(cart) => Ok(Some(cart).filter(|cart| cart.completed_at.is_none())),
        Err(Trouble::Missing | Trouble::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn render(
    front: &Front,
    visit: &Visit,
    frame: &Frame,
    cart: Option<&Cart>,
    said: Option<&str>,
    problems: Problems,
) -> Result<Response, Trouble> {
    let meta = Meta::private(visit.say(front, "cart.title"));
    let has_problem = problems.line.is_some() || problems.code.is_some();
    let own = context! {
        cart => cart.map(|cart| shown(visit, cart)),
        said => said,
        line_problem => problems.line.map(|(id, typed, words)| context! { id, typed, words }),
        code_problem => problems.code.map(|(typed, words)| context! { typed, words }),
    };
    let page = Page::new(front, visit, frame, meta);
    let page = if has_problem { page.with_status(AGAIN) } else { page };
    let response = page.render("cart", own)?;
    let cookie = match cart {
        Some(cart) => counted(visit, cart),
        None => visit.cookie(COUNT, "").ended(),
    };
    let gone = (cart.is_none() && visit.cart.is_some()).then(|| visit.cookie(visit::CART, "").ended());
    Ok(visit::with(response, gone.into_iter().chain([cookie])))
}

/// A cart as templates show it.
pub(super) fn shown(visit: &Visit, cart: &Cart) -> Value {
    let mut cart = cart.clone();
    // As they were put in; the API answers them by age already, and nothing is to jump.
    for line in &mut cart.items {
        line.thumbnail = line.thumbnail.as_deref().map(|url| local(&visit.shop, url));
    }
    context! {
        pieces => cart.pieces(),
        ..cart.shown()
    }
}

/// The number that the script writes beside the cart's name.
pub(super) fn counted(visit: &Visit, cart: &Cart) -> Cookie {
    visit.cookie(COUNT, &cart.pieces().to_string())
}

/// A whole number of pieces, from `least` on.
pub(super) fn amount(text: &str, least: u32) -> Option<u32> {
    text.parse().ok().filter(|pieces| (least..=MOST).contains(pieces))
}

/// `POST /cart/lines/{line}`: another quantity, or out with it.
pub(super) async fn change(
    State(front): State<Front>,
    visit: Visit,
    Path(line): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let store = front.store.of(&visit);
    let Some(id) = &visit.cart else { return Ok(without_cart(&visit)) };
    let typed = form.text("quantity");
    let wanted = if form.has("remove") { Some(0) } else { amount(typed, 0) };
    let problem = match wanted {
        Some(pieces) => {
            let changed = match pieces {
                0 => store.remove_line(id, &line).await,
                _ => store.set_line(id, &line, pieces).await,
            };
            match changed {
                Ok(cart) => {
                    let said = if pieces == 0 { "removed" } else { "changed" };
                    return Ok(visit::with(see_other(&format!("/cart?said={said}")), [counted(&visit, &cart)]));
                }
                // It went from another window.
                Err(Trouble::Missing) => return Ok(see_other("/cart")),
                Err(trouble) => words(&front, &visit, &trouble.refusal()?),
            }
        }
        None => visit.say(&front, "cart.wrong_quantity"),
    };
    let (frame, cart) = tokio::try_join!(Frame::of(&front, &visit), open(&front, &visit))?;
    let problems = Problems { line: Some((line, typed.to_owned(), problem)), ..Problems::default() };
    render(&front, &visit, &frame, cart.as_ref(), None, problems)
}

/// `POST /cart/promotions`: a code comes or goes.
pub(super) async fn promotions(State(front): State<Front>, visit: Visit, form: Form) -> Result<Response, Trouble> {
    let store = front.store.of(&visit);
    let Some(id) = &visit.cart else { return Ok(without_cart(&visit)) };
    let (code, gone) = (form.text("code"), form.text("remove"));
    let problem = if !gone.is_empty() {
        match store.remove_code(id, gone).await {
            Ok(_) => return Ok(see_other("/cart?said=code_removed")),
            Err(trouble) => trouble,
        }
    } else if code.is_empty() {
        Trouble::Refused(Refusal { status: 422, code: Some("no_code".to_owned()), message: String::new() })
    } else {
        match store.add_code(id, code).await {
            Ok(_) => return Ok(see_other("/cart?said=code")),
            Err(trouble) => trouble,
        }
    };
    if matches!(problem, Trouble::Missing) {
        return Ok(without_cart(&visit));
    }
    let problem = words(&front, &visit, &problem.refusal()?);
    let (frame, cart) = tokio::try_join!(Frame::of(&front, &visit), open(&front, &visit))?;
    let problems = Problems { code: Some((code.to_owned(), problem)), ..Problems::default() };
    render(&front, &visit, &frame, cart.as_ref(), None, problems)
}

/// What the API refuses, in the shopper's language where it is a thing that shoppers meet; else in its own words.
pub(super) fn words(front: &Front, visit: &Visit, refusal: &Refusal) -> String {
    let theme = visit.theme(front).now();
    let known = match (refusal.code.as_deref(), &*refusal.message) {
        (Some("insufficient_inventory"), _) => Some("refused.stock"),
        (Some("no_code"), _) => Some("refused.no_code"),
        (_, text) if text.starts_with("The promotion code") => Some("refused.code"),
        (_, text) if text.contains("do not have a price") => Some("refused.no_price"),
        (_, text) if text.starts_with("Payment provider pp_") => Some("refused.provider"),
        (Some("payment_refused"), _) => Some("refused.payment"),
        (_, text) if text.starts_with("Country with code") => Some("refused.country"),
        (_, text) if text.contains("Shipping Options are invalid") => Some("refused.shipping"),
        (_, text) if text.contains("shipping profiles that are not satisfied") => Some("refused.shipping"),
        (_, text) if text.contains("Invalid email") => Some("refused.email"),
        (_, text) if text.starts_with("Invalid email or password") => Some("refused.password"),
        (_, text) if text.to_lowercase().contains("password") => None,
        _ if refusal.status == StatusCode::TOO_MANY_REQUESTS.as_u16() => Some("refused.often"),
        _ if refusal.status == StatusCode::CONFLICT.as_u16() => Some("refused.busy"),
        _ => None,
    };
    match known {
        Some(key) => theme.say(&visit.locale, key),
        None if refusal.message.is_empty() => theme.say(&visit.locale, "trouble.refused.text"),
        None => refusal.message.clone(),
    }
}
