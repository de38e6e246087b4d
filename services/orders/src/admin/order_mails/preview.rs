//! `POST /admin/order-mails/{id}/preview`: how a kind of mail looks, before anybody gets it.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{begin, respond},
    fields::{AtMost, Title as _},
};
use serde_json::{Value as Json, json};
use web::{
    AdminErrors, ApiError, App,
    body::{Body, Filled},
};

use super::{
    bodies::{Locale, Tried, issues},
    order_mail::OrderMail,
};
use crate::mails;

/// See how a kind of mail looks, with examples for its names: in the shop's words, or in words that were not saved yet.
#[utoipa::path(
    post,
    path = "/admin/order-mails/{id}/preview",
    tag = "Admin: order mails",
    operation_id = "admin_preview_order_mail",
    params(("id" = String, Path, description = "The kind of mail.", example = "order_placed")),
    request_body(content = inline(Tried), example = json!({"locale": "en", "subject": "Your order {{order_number}}"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "The mail.", body = Json, example = json!({
            "subject": "Your order #1042", "html": "<!doctype html>…", "text": "Thank you for your order\n\nHello Ann Berg,…"
        })),
        AdminErrors,
    )
)]
pub(super) async fn preview(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Body(Tried { locale: Filled(locale), subject, heading, body }): Body<Tried>,
) -> Result<Response, ApiError> {
    let Path(name) = path?;
    let kind = mails::kind(&name).ok_or_else(|| ApiError::missing("Kind of mail", &name))?;
    let Locale(locale) = locale.unwrap_or_else(|| Locale("en".to_owned()));
    let language = locale.split('-').next().unwrap_or("en");
    let (subject, heading, body) = (subject.title(), heading.map(|AtMost(text)| text), body.0);
    if let Some(issue) = issues(kind, subject.as_deref(), heading.as_deref(), body.as_deref()).into_iter().next() {
        return Err(ApiError::invalid_data(format!("Invalid request: {issue}")));
    }
    let tx = begin::<OrderMail>(&app, &staff).await?;
    let there = mails::of_shop(&tx, kind, Some(&locale)).await?.unwrap_or_else(|| kind.default_text(language));
    tx.commit().await?;
    let text = mails::Text {
        subject: subject.unwrap_or(there.subject),
        heading: heading.or(there.heading),
        body: body.unwrap_or(there.body),
    };
    let mut values: std::collections::BTreeMap<_, _> = kind.examples().collect();
    values.insert("hello", mails::hello(Some(&locale), Some("Ann Berg")));
    let mails::Rendered { subject, html, text } = mails::render(kind, &text, language, &values);
    Ok(respond(json!({ "subject": subject, "html": html, "text": text }).to_string().into_bytes()))
}
