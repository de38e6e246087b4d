//! `POST /forms/…`: what visitors fill in. Nothing takes it yet, and whoever sends something is told so.

use axum::{extract::State, response::Response};
use http::StatusCode;
use minijinja::{Value, context};

use crate::{
    client::Trouble,
    front::Front,
    page::{Frame, Meta, Page},
    visit::{Form, Visit},
};

/// Nothing was sent, in words.
pub(super) async fn closed(State(front): State<Front>, visit: Visit, _: Form) -> Result<Response, Trouble> {
    let frame = Frame::of(&front, &visit).await?;
    let title = visit.say(&front, "trouble.closed.title");
    let meta = Meta { is_private: true, kind: "website", title: Some(title), ..Meta::default() };
    let page = Page::new(&front, &visit, &frame, meta).with_status(StatusCode::CONFLICT);
    page.render("trouble", context! { kind => "closed", request_id => Value::from(()) })
}
