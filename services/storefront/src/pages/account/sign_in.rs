//! `/account/sign-in`, `/account/sign-out`

use axum::{
    extract::{OriginalUri, Request, State},
    response::Response,
};
use minijinja::context;
use url::form_urlencoded;

use crate::{
    client::Trouble,
    front::Front,
    page::{AGAIN, Frame, Meta, Page, over, own_path, see_other},
    pages::cart,
    visit::{self, Form, SESSION, Visit, form_bytes},
};

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    if visit.token.is_none() {
        return render(&front, &visit, &query, None).await;
    }
    // Who is in already goes on; but only if the API knows him, or he would be sent back and forth.
    match front.store.of(&visit).me().await {
        Ok(_) => Ok(see_other(back(&query))),
        Err(Trouble::SignIn) => {
            let stranger = Visit { token: None, ..visit.clone() };
            Ok(visit::with(render(&front, &stranger, &query, None).await?, over(&visit)))
        }
        Err(other) => Err(other),
    }
}

/// Where he wanted to.
pub(super) fn back(form: &Form) -> &str {
    let back = form.text("return");
    if back.is_empty() { "/account" } else { own_path(back) }
}

async fn render(front: &Front, visit: &Visit, form: &Form, problem: Option<String>) -> Result<Response, Trouble> {
    let frame = Frame::of(front, visit).await?;
    let meta = Meta::private(visit.say(front, "sign_in.title"));
    let back = back(form);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return", back).finish();
    let page = Page::new(front, visit, &frame, meta);
    let page = if problem.is_some() { page.with_status(AGAIN) } else { page };
    page.render(
        "sign-in",
        context! { typed => form.typed(), problem, back, is_new => form.has("new"), register => format!("/account/register?{query}") },
    )
}

pub(super) async fn begin(State(front): State<Front>, visit: Visit, request: Request) -> Result<Response, Trouble> {
    let bytes = form_bytes(request).await?;
    let form = Form::parse(&bytes);
    match enter(&front, &visit, form.text("email"), &Form::raw(&bytes, "password")).await? {
        Entered::In(cookie) => Ok(visit::with(see_other(back(&form)), [cookie])),
        Entered::Not(problem) => render(&front, &visit, &form, Some(problem)).await,
    }
}

/// Whether somebody came in.
pub(super) enum Entered {
    In(visit::Cookie),
    Not(String),
}

/// Signs in. What lies in the cart comes along.
pub(super) async fn enter(front: &Front, visit: &Visit, email: &str, password: &str) -> Result<Entered, Trouble> {
    let theme = visit.theme(front).now();
    let say = |key: &str| Entered::Not(theme.say(&visit.locale, key));
    if email.is_empty() || password.is_empty() {
        return Ok(say("sign_in.both"));
    }
    // He is whom he says, and nobody yet.
    let stranger = Visit { token: None, ..visit.clone() };
    let token = match front.store.of(&stranger).sign_in(email, password).await {
        Ok(token) if token.mfa_required => return Ok(say("sign_in.second_factor")),
        Ok(token) if token.verification_required => return Ok(say("sign_in.unproven")),
        Ok(token) => token.token,
        Err(Trouble::Refused(refusal)) if refusal.status == 401 => return Ok(say("refused.password")),
        Err(trouble) => return Ok(Entered::Not(cart::words(front, visit, &trouble.refusal()?))),
    };
    let known = Visit { token: Some(token.clone()), ..visit.clone() };
    if let Some(id) = &visit.cart
        && let Err(trouble) = front.store.of(&known).take_cart(id).await
    {
        // The cart of somebody else stays his; one that is gone is gone.
        tracing::debug!(error = %trouble, "a cart stays behind");
    }
    Ok(Entered::In(visit.cookie(SESSION, &token)))
}

pub(super) async fn end(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    if visit.token.is_some() {
        match front.store.of(&visit).sign_out().await {
            // It was over already.
            Ok(()) | Err(Trouble::SignIn | Trouble::Refused(_) | Trouble::Missing) => {}
            // This browser forgets him all the same: who comes next at it must not be him.
            Err(other) => tracing::warn!(error = %other, "a session was signed out here alone"),
        }
    }
    Ok(visit::with(see_other("/"), visit.forgotten()))
}
