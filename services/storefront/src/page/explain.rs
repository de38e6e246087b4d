//! Errors as pages, in words.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use minijinja::context;
use url::form_urlencoded;

use super::{Frame, Meta, Page, closed, own_path, see_other};
use crate::{
    client::Trouble,
    front::Front,
    visit::{self, COUNT, Cookie, ORDER, SESSION, Visit},
};

/// Middleware of all pages: what could not be shown is said, and who has to sign in is led there.
pub(crate) async fn explain(State(front): State<Front>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let is_form = request.method() == http::Method::POST;
    let response = next.run(request).await;
    let Some(visit) = visit else { return response };
    let Some(trouble) = response.extensions().get::<Trouble>().cloned() else {
        return if visit.is_over() { visit::with(response, over(&visit)) } else { response };
    };
    if matches!(trouble, Trouble::SignIn) {
        return visit::with(see_other(&after_the_end(&visit, is_form)), over(&visit));
    }
    if let Trouble::Broken(cause) = &trouble {
        tracing::error!(request_id = visit.request_id, path = visit.path, cause, "a page could not be made");
    }
    tell(&front, &visit, &trouble).await
}

/// The end of a session in the browser, too: without it pages are kept for him as for everybody.
pub(crate) fn over(visit: &Visit) -> [Cookie; 2] {
    [SESSION, ORDER].map(|name| visit.cookie(name, "").ended())
}

/// Where somebody goes whose session is over: to sign in where that is needed, and else on as a stranger.
fn after_the_end(visit: &Visit, is_form: bool) -> String {
    if !visit.path.starts_with("/account") {
        return if is_form { "/cart".to_owned() } else { own_path(&visit.target).to_owned() };
    }
    let back = if is_form { "/account" } else { own_path(&visit.target) };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return", back).finish();
    format!("/account/sign-in?{query}")
}

/// The page of a trouble. What stands around it is left out where it cannot be had.
async fn tell(front: &Front, visit: &Visit, trouble: &Trouble) -> Response {
    let kind = match trouble {
        Trouble::Missing => "missing",
        Trouble::Over => "over",
        Trouble::Away { .. } => "away",
        Trouble::Foreign => "foreign",
        Trouble::Refused(refusal) if refusal.status == 429 => "busy",
        Trouble::Refused(_) => "refused",
        Trouble::SignIn | Trouble::Broken(_) => "broken",
    };
    let theme = visit.theme(front).now();
    let frame = match trouble {
        Trouble::Away { .. } | Trouble::Broken(_) | Trouble::Foreign => None,
        _ => Frame::of(front, visit).await.ok(),
    };
    let title = theme.say(&visit.locale, &format!("trouble.{kind}.title"));
    let meta = Meta { is_private: true, kind: "website", title: Some(title), ..Meta::default() };
    let page = Page { front, visit, frame: frame.as_ref(), status: trouble.status(), meta };
    let own = context! { kind, request_id => trouble.status().is_server_error().then_some(&visit.request_id) };
    let site = visit.known_site();
    let is_closed = site.is_closed() && matches!(trouble, Trouble::Away { after: closed::AFTER });
    let made = if is_closed { closed::tell(front, visit, &site) } else { page.render("trouble", own) };
    let made = made.unwrap_or_else(|error| {
        tracing::error!(request_id = visit.request_id, cause = %error, "a page of an error could not be made");
        (trouble.status(), "Something went wrong. Please try again.").into_response()
    });
    let mut response = made;
    if let Trouble::Away { after } = trouble {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*after));
    }
    response
}

/// What a form answers whose cart is gone: the cart's page, which is empty.
pub(crate) fn without_cart(visit: &Visit) -> Response {
    let gone = [visit.cookie(visit::CART, "").ended(), visit.cookie(COUNT, "").ended()];
    visit::with(see_other("/cart"), gone)
}

/// The status of a form that is shown again.
pub(crate) const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
