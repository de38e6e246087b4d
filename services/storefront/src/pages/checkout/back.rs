//! `GET /checkout/return`: whoever paid by card comes back from his bank, or from the form itself.
//!
//! What has been paid becomes the order here, or was made one already when Stripe told of it; asked again, it is the same one. To lead
//! somebody here makes no order of what he has not paid.

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use http::{HeaderValue, StatusCode, header};
use minijinja::context;
use url::form_urlencoded;

use super::{Found, Problems, Step, bought, find, nothing, render};
use crate::{
    client::{Refusal, Trouble},
    front::Front,
    page::{Frame, Meta, Page, see_other},
    visit::{Form, Visit},
};

/// So often a page asks again by itself.
const MOST: u32 = 20;

pub(in crate::pages) async fn back(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let named = query.text("payment_intent");
    let cart = match find(&front, &visit).await {
        Ok(Found::Open(cart)) => cart,
        Ok(Found::Bought(order)) => return Ok(bought(&front, &visit, &order)),
        // His bank has led him to another browser than the one that he had begun in.
        Ok(Found::Nothing) if visit.order.is_none() && !named.is_empty() => {
            return wait(&front, &visit, &query, Waiting::Elsewhere).await;
        }
        Ok(Found::Nothing) => return Ok(nothing(&visit)),
        Err(Trouble::Away { .. }) => return wait(&front, &visit, &query, Waiting::Here).await,
        Err(other) => return Err(other),
    };
    let Some(session) = cart.by_card() else { return Ok(see_other("/checkout")) };
    // Another window has changed the cart since: what was paid here goes back.
    if !named.is_empty() && session.data.id.as_deref() != Some(named) {
        return Ok(see_other("/checkout?said=replaced"));
    }
    let refusal = match front.store.of(&visit).complete(&cart.id).await {
        Ok(done) => match done.order {
            Some(order) => return Ok(bought(&front, &visit, &order)),
            // The bank has said no, or was not asked to the end.
            None => return Ok(see_other("/checkout?said=unpaid")),
        },
        Err(Trouble::Away { .. }) => return wait(&front, &visit, &query, Waiting::Here).await,
        Err(Trouble::Refused(Refusal { status: 409 | 429, .. })) => {
            return wait(&front, &visit, &query, Waiting::Here).await;
        }
        Err(trouble) => trouble.refusal()?,
    };
    // Whoever told of the payment may have been quicker.
    match find(&front, &visit).await? {
        Found::Bought(order) => Ok(bought(&front, &visit, &order)),
        Found::Nothing => Ok(nothing(&visit)),
        Found::Open(cart) => {
            let problems = Problems::of(&front, &visit, &refusal, &[], &query);
            render(&front, &visit, &cart, Step::next_of(&cart), problems).await
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// The order is not there yet.
    Here,
    /// It is shown in another browser.
    Elsewhere,
}

/// The payment is known to its provider, and its order is not there yet: a page that asks again.
async fn wait(front: &Front, visit: &Visit, query: &Form, waiting: Waiting) -> Result<Response, Trouble> {
    let theme = visit.theme(front).now();
    let frame = Frame::of(front, visit).await.ok();
    let is_here = waiting == Waiting::Here;
    let tries: u32 = query.text("try").parse().unwrap_or(0).min(MOST);
    let again = form_urlencoded::Serializer::new(String::new())
        .append_pair("payment_intent", query.text("payment_intent"))
        .append_pair("try", &(tries + 1).to_string())
        .finish();
    let kind = if is_here { "waiting" } else { "elsewhere" };
    let title = theme.say(&visit.locale, &format!("paying.{kind}.title"));
    let meta = Meta { is_private: true, kind: "website", title: Some(title), ..Meta::default() };
    let status = if is_here { StatusCode::ACCEPTED } else { StatusCode::OK };
    let page = Page { front, visit, frame: frame.as_ref(), status, meta };
    let own = context! {
        kind,
        again => is_here.then(|| format!("/checkout/return?{again}")),
        is_patient => tries < MOST,
    };
    let mut response = page.render("paying", own)?;
    // The address names the payment.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}
