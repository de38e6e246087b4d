//! `/account/register`

use axum::{
    extract::{OriginalUri, Request, State},
    response::Response,
};
use minijinja::context;
use serde_json::json;

use super::sign_in::{Entered, back, enter};
use crate::{
    client::Trouble,
    front::Front,
    page::{AGAIN, Frame, Meta, Page, see_other},
    pages::{cart, checkout::Problems},
    visit::{self, Form, Visit, form_bytes},
};

/// Shorter passwords the API refuses.
const LEAST: usize = 8;

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    if visit.token.is_some() {
        return Ok(see_other(back(&query)));
    }
    render(&front, &visit, &query, Problems::default()).await
}

async fn render(front: &Front, visit: &Visit, form: &Form, problems: Problems) -> Result<Response, Trouble> {
    let frame = Frame::of(front, visit).await?;
    let meta = Meta::private(visit.say(front, "register.title"));
    let page = Page::new(front, visit, &frame, meta);
    let page = if problems.is_some() { page.with_status(AGAIN) } else { page };
    let wrong: std::collections::BTreeMap<_, _> = problems.fields.into_iter().collect();
    page.render("register", context! { typed => form.typed(), wrong, problem => problems.words, back => back(form) })
}

pub(super) async fn begin(State(front): State<Front>, visit: Visit, request: Request) -> Result<Response, Trouble> {
    let bytes = form_bytes(request).await?;
    let form = Form::parse(&bytes);
    let password = Form::raw(&bytes, "password");
    let theme = visit.theme(&front).now();
    let say = |key: &str| theme.say(&visit.locale, key);
    let mut wrong: Vec<(String, String)> = ["first_name", "last_name", "email"]
        .into_iter()
        .filter(|name| form.text(name).is_empty())
        .map(|name| (name.to_owned(), say("form.required")))
        .collect();
    if password.chars().count() < LEAST {
        wrong.push(("password".to_owned(), say("register.short")));
    }
    if !wrong.is_empty() {
        let problems = Problems { fields: wrong, ..Problems::default() };
        return render(&front, &visit, &form, problems).await;
    }
    let names = json!({ "first_name": form.text("first_name"), "last_name": form.text("last_name") });
    let stranger = Visit { token: None, ..visit.clone() };
    let email = form.text("email").to_lowercase();
    if let Err(trouble) = front.store.of(&stranger).register(&email, &password, &names).await {
        let refusal = trouble.refusal()?;
        let fields = ["email", "password", "first_name", "last_name"];
        let mut problems = Problems::of(&front, &visit, &refusal, &fields, &form);
        if problems.fields.is_empty() && refusal.message.to_lowercase().contains("password") {
            problems.fields.push(("password".to_owned(), cart::words(&front, &visit, &refusal)));
            problems.words = None;
        }
        return render(&front, &visit, &form, problems).await;
    }
    match enter(&front, &visit, &email, &password).await? {
        Entered::In(cookie) => Ok(visit::with(see_other(back(&form)), [cookie])),
        // The address was taken, or has to be proven first: the API does not tell which, and neither does the page.
        Entered::Not(_) => Ok(see_other("/account/sign-in?new=1")),
    }
}
