//! `GET /callback/:id`: somebody comes back from a provider. `POST /callback/:id`: the same by a form of the provider's page.
//!
//! Whatever goes wrong, a browser is led on: to the place that the call named for it, or to this server's own page.

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
};
use http::HeaderMap;
use serde_json::Value;
use url::form_urlencoded;

use super::{
    entry::{self, No},
    flow::{Flow, Link, Returned},
    note,
    profile::Profile,
    provider::{Fault, Provider, Return},
    redirect_uri,
    tokens::Tokens,
};
use crate::{
    Accounts,
    better_auth::{
        BASE,
        cookies::STATE,
        core::verify_email::with_parameter,
        transport::{Call, Caller, Fields, Input, Refusal, Reply},
        way_in::Way,
    },
    store::sessions::SignedIn,
};

/// What providers send back, as far as it is listened to.
const PARAMETERS: [&str; 4] = ["state", "code", "error", "iss"];

pub(super) struct Back {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    issuer: Option<String>,
}

impl Input for Back {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        // One that comes twice is none (RFC 6749, 3.1).
        let [state, code, error, issuer] = PARAMETERS.map(|name| match query.take(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        });
        query.rest();
        Ok(Self { state, code, error, issuer })
    }
}

/// Somebody comes back from a provider.
pub(super) async fn callback(
    State(accounts): State<Accounts>,
    Path(id): Path<String>,
    Call { input, caller }: Call<Back>,
) -> Result<Reply, Refusal> {
    let page = format!("{}{BASE}/error", accounts.base_url);
    let Some(state) = &input.state else {
        return Ok(Reply::redirect(with_parameter(&page, "error", "state_not_found")));
    };
    let tx = accounts.app.db.begin_system("look what a return belongs to").await?;
    let returned = accounts.end_flow(&tx, state, &caller).await?;
    tx.commit().await?;
    let failed = |flow: Option<&Flow>, code: &str| {
        let place = flow.and_then(|flow| flow.error_callback_url.as_deref()).unwrap_or(&page);
        Reply::redirect(with_parameter(place, "error", code))
    };
    let flow = match returned {
        Returned::Home(flow) => flow,
        Returned::Stranger(flow) => return Ok(failed(Some(&flow), "state_mismatch")),
        Returned::Unknown => return Ok(failed(None, "state_mismatch")),
    };
    let reply = match come_home(&accounts, &id, &flow, &input, state, &caller).await {
        Ok(reply) => reply,
        Err(Failure::Told(code)) => failed(Some(&flow), &code),
        Err(Failure::Ours(refusal)) => return Err(refusal),
    };
    Ok(reply.with_cookies([accounts.cookies.expire(STATE)]))
}

/// Why somebody is led to another place than he wanted to.
enum Failure {
    /// For a reason that his app may know.
    Told(String),
    /// This server cannot answer.
    Ours(Refusal),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Ours(refusal)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        Self::Ours(error.into())
    }
}

fn told(code: &str) -> Failure {
    Failure::Told(code.to_owned())
}

async fn come_home(
    accounts: &Accounts,
    id: &str,
    flow: &Flow,
    back: &Back,
    state: &str,
    caller: &Caller,
) -> Result<Reply, Failure> {
    if let Some(error) = &back.error {
        // A code is a word; whatever else stands in its place is not passed on.
        let is_code = error.len() <= 60 && error.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        return Err(told(if is_code { error } else { "unknown_error" }));
    }
    let code = back.code.as_deref().ok_or_else(|| told("no_code"))?;
    let provider = accounts.providers.find(id).ok_or_else(|| told("oauth_provider_not_found"))?;
    if flow.provider != provider.name {
        return Err(told("state_mismatch"));
    }
    let now = accounts.app.db.clock().now();
    let fault = |fault: Fault| {
        note(provider, &fault);
        told(match fault {
            Fault::Away(_) => "provider_unavailable",
            Fault::Refused(_) => "invalid_code",
            Fault::Untrue(_) => "unable_to_get_user_info",
        })
    };
    if !provider.has_issuer(back.issuer.as_deref(), now).await.map_err(fault)? {
        return Err(told("issuer_mismatch"));
    }
    let back = Return {
        code,
        verifier: &accounts.verifier(state),
        nonce: &accounts.nonce(state),
        redirect_uri: &redirect_uri(accounts, &provider.name),
    };
    let (mut tokens, profile) = provider.redeem(&back, now).await.map_err(fault)?;
    // What was asked for is granted, unless it is said otherwise (RFC 6749, 5.1).
    tokens.scopes.get_or_insert_with(|| flow.scopes.clone());
    match flow.link {
        Some(link) => join(accounts, provider, flow, link, &profile, &tokens, caller).await,
        None => let_in(accounts, provider, flow, &profile, &tokens, caller).await,
    }
}

async fn let_in(
    accounts: &Accounts,
    provider: &Provider,
    flow: &Flow,
    profile: &Profile,
    tokens: &Tokens,
    caller: &Caller,
) -> Result<Reply, Failure> {
    let kept = accounts.seal_tokens(&provider.name, &profile.subject, tokens)?;
    let tx = accounts.app.db.begin_system("sign somebody in by a provider").await?;
    let guest = entry::guest(&tx, &provider.name, profile, kept).await?.map_err(|no| {
        told(match no {
            No::Addressless => "email_not_found",
            No::Banned => "banned",
            No::NotProven | No::Taken | No::OtherEmail => "account_not_linked",
        })
    })?;
    let entry = accounts.let_in(&tx, guest.user, Way::Social, true, caller).await?;
    tx.commit().await?;
    let there = flow.new_user_callback_url.as_ref().filter(|_| guest.is_new).unwrap_or(&flow.callback_url);
    Ok(entry.lead(accounts, there))
}

async fn join(
    accounts: &Accounts,
    provider: &Provider,
    flow: &Flow,
    link: Link,
    profile: &Profile,
    tokens: &Tokens,
    caller: &Caller,
) -> Result<Reply, Failure> {
    let is_his = |me: &SignedIn| {
        me.session.id == link.session && me.user.id == link.user && me.session.impersonated_by.is_none()
    };
    let me = accounts.session(caller).await?.filter(is_his).ok_or_else(|| told("unable_to_link_account"))?;
    let kept = accounts.seal_tokens(&provider.name, &profile.subject, tokens)?;
    let tx = accounts.app.db.begin_system("link somebody's account").await?;
    let linked = entry::link(&tx, &me, &provider.name, profile, kept).await?;
    linked.map_err(|no| {
        told(match no {
            No::Taken => "account_already_linked_to_different_user",
            No::OtherEmail => "email_does_not_match",
            No::Addressless | No::NotProven | No::Banned => "unable_to_link_account",
        })
    })?;
    tx.commit().await?;
    Ok(Reply::redirect(&flow.callback_url))
}

/// A provider's page has posted what it has to say. Browsers leave their cookies out of such a call, so they are led to the
/// same as a link; nothing is looked at here.
pub(super) async fn posted(
    State(accounts): State<Accounts>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Reply, Refusal> {
    let limit = accounts.app.config.server.body_limit;
    let too_large =
        |_| web::ApiError::new(web::Kind::TooLarge(http::StatusCode::PAYLOAD_TOO_LARGE), "The body is too large");
    let bytes = axum::body::to_bytes(body, limit).await.map_err(too_large)?;
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut fields: Vec<(String, String)> = if kind.starts_with("application/json") {
        let body: serde_json::Map<String, Value> = serde_json::from_slice(&bytes).unwrap_or_default();
        body.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
    } else {
        form_urlencoded::parse(&bytes).into_owned().collect()
    };
    fields.extend(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned());
    fields.retain(|(name, _)| PARAMETERS.contains(&name.as_str()));
    let Some(provider) = accounts.providers.find(&id) else {
        let page = format!("{}{BASE}/error", accounts.base_url);
        return Ok(Reply::redirect(with_parameter(&page, "error", "oauth_provider_not_found")));
    };
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Ok(Reply::redirect(format!("{}?{query}", redirect_uri(&accounts, &provider.name))))
}
