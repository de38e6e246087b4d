//! 3-D Secure: the bank's page, to which a customer is led, and from which he comes back.

use axum::{
    extract::State as Extract,
    response::{Html, IntoResponse, Redirect, Response},
};
use bytes::Bytes;
use http::Uri;
use serde::Deserialize;
use url::Url;

use super::{account, known, read};
use crate::{Double, error::Refused};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    key: String,
    intent: String,
    client_secret: String,
    return_url: String,
    #[serde(default)]
    succeeds: Option<String>,
}

/// Two buttons, as the page has that Stripe shows for its test cards.
pub(super) async fn ask(Extract(double): Extract<Double>, uri: Uri) -> Result<Response, Refused> {
    let asked: Asked = read(uri.query().unwrap_or_default().as_bytes())?;
    let account = account(&asked.key)?;
    double.change(|state| known(state.world(&account), &asked.intent, &asked.client_secret).map(drop))?;
    let field = |name: &str, value: &str| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", plain(value));
    let fields = [
        field("key", &asked.key),
        field("intent", &asked.intent),
        field("client_secret", &asked.client_secret),
        field("return_url", &asked.return_url),
    ];
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>3D Secure 2 Test Page</title><h1>3D Secure 2 Test Page</h1>\
         <form method=\"post\" action=\"/js/3ds\">{}<button name=\"succeeds\" value=\"true\">Complete authentication</button> \
         <button name=\"succeeds\" value=\"false\">Fail authentication</button></form></html>",
        fields.concat()
    );
    Ok(Html(page).into_response())
}

pub(super) async fn answer(Extract(double): Extract<Double>, body: Bytes) -> Result<Redirect, Refused> {
    let asked: Asked = read(&body)?;
    let account = account(&asked.key)?;
    let mut back = Url::parse(&asked.return_url)
        .map_err(|_| Refused::invalid("A return_url that is an address is required.").param("return_url"))?;
    let succeeds = match asked.succeeds.as_deref() {
        Some("true") => true,
        Some("false") => false,
        _ => return Err(Refused::invalid("Expected: true or false").param("succeeds")),
    };
    let done = double.change(|state| {
        let world = state.world(&account);
        known(world, &asked.intent, &asked.client_secret)?;
        let done = world.authenticate(&asked.intent, succeeds);
        state.told();
        Ok::<_, Refused>(done)
    })?;
    let status = match done {
        Ok(()) => "succeeded",
        // A card that is declined behind it is no error of whoever comes back.
        Err(no) if no.status == http::StatusCode::PAYMENT_REQUIRED => "failed",
        Err(no) => return Err(no),
    };
    back.query_pairs_mut()
        .append_pair("payment_intent", &asked.intent)
        .append_pair("payment_intent_client_secret", &asked.client_secret)
        .append_pair("redirect_status", status);
    Ok(Redirect::to(back.as_str()))
}

/// A text in an attribute.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
