//! `/editor/sign-in`, `/editor/sign-out`: the staff's own session, which the API gives and the browser keeps.

use axum::{
    extract::{OriginalUri, Request, State},
    response::Response,
};
use http::{HeaderValue, header};
use minijinja::context;

use crate::{
    client::{Entered, Trouble},
    front::Front,
    page::{AGAIN, Frame, Meta, Page, own_path, see_other},
    visit::{self, Form, STAFF, Visit, form_bytes},
};

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    render(&front, &visit, &query, Step::Password, None).await
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Password,
    Code,
}

async fn render(
    front: &Front,
    visit: &Visit,
    form: &Form,
    step: Step,
    problem: Option<&str>,
) -> Result<Response, Trouble> {
    // Where the API is elsewhere, its session would not be known here.
    front.tenant(&visit.shop).await.ok_or(Trouble::Missing)?;
    let frame = Frame::of(front, visit).await?;
    let theme = visit.theme(front).now();
    let problem = problem.map(|key| theme.say(&visit.locale, key));
    let meta = Meta::private(theme.say(&visit.locale, "editor.sign_in"));
    let page = Page::new(front, visit, &frame, meta);
    let page = if problem.is_some() { page.with_status(AGAIN) } else { page };
    let (to, owes) = (own_path(form.text("to")), step == Step::Code);
    page.render("editor-sign-in", context! { typed => form.typed(), problem, to, owes })
}

pub(super) async fn begin(State(front): State<Front>, visit: Visit, request: Request) -> Result<Response, Trouble> {
    let bytes = form_bytes(request).await?;
    let form = Form::parse(&bytes);
    let store = front.store.of(&visit);
    let (step, entered) = if form.has("code") {
        let code: String = form.text("code").split_whitespace().collect();
        (Step::Code, store.enter_code(&code).await?)
    } else {
        let (email, password) = (form.text("email"), Form::raw(&bytes, "password"));
        if email.is_empty() || password.is_empty() {
            return render(&front, &visit, &form, Step::Password, Some("sign_in.both")).await;
        }
        (Step::Password, store.enter(email, &password).await?)
    };
    let refusal = match entered {
        Entered::In(cookies) => {
            let response = visit::with(see_other(own_path(form.text("to"))), [visit.cookie(STAFF, "1")]);
            return Ok(carrying(response, cookies));
        }
        Entered::Owing(cookies) => {
            return Ok(carrying(render(&front, &visit, &form, Step::Code, None).await?, cookies));
        }
        Entered::Not(refusal) => refusal,
    };
    let key = match (refusal.status, step) {
        (429, _) => "refused.often",
        (403, Step::Password) => "editor.unproven",
        (_, Step::Password) => "refused.password",
        (_, Step::Code) => "editor.wrong_code",
    };
    render(&front, &visit, &form, step, Some(key)).await
}

pub(super) async fn end(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    let mut cookies = Vec::new();
    if let Some(token) = &visit.staff {
        cookies = front.store.of(&visit).leave(token).await?;
    }
    let response = visit::with(see_other("/"), [visit.cookie(STAFF, "").ended()]);
    Ok(carrying(response, cookies))
}

/// The answer with the API's own cookies.
fn carrying(mut response: Response, cookies: Vec<HeaderValue>) -> Response {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
