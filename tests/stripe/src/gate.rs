//! What stands before every operation: who calls, in which version, with which key; and what is made to go wrong.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts};
use http_body_util::{BodyExt, Full};
use serde_json::Value;

use crate::{
    Double, VERSION, api,
    error::Refused,
    faults::{self, Harm},
    form::Form,
    idempotency::{self, Kept, Verdict},
    params,
    world::{Request, random},
};

/// An answer, or a connection that ends without one.
pub(crate) type Answered = Result<Response<Full<Bytes>>, Cut>;

/// The connection ends here.
#[derive(Debug)]
pub(crate) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was cut")
    }
}

impl std::error::Error for Cut {}

pub(crate) async fn call(double: &Double, parts: Parts, body: Bytes) -> Answered {
    let request = format!("req_{}", random(14));
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    let fault = double.change(|state| {
        state.requests.push((parts.method.to_string(), path.to_owned(), String::from_utf8_lossy(&body).into_owned()));
        faults::take(&mut state.faults, method, path)
    });
    let harm = fault.as_ref().map(|fault| fault.harm);
    let delay = fault.as_ref().map_or(0, |fault| fault.delay);
    match harm {
        Some(Harm::RateLimit) => {
            let message =
                "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
            let mut response = json(&request, &refused(&Refused::rate_limit("rate_limit", message)));
            if let Some(seconds) = fault.and_then(|fault| fault.retry_after) {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            return Ok(response);
        }
        Some(Harm::LockTimeout) => {
            let message = "This object cannot be accessed right now because another API request or Stripe process is currently \
                           accessing it.";
            return Ok(json(&request, &refused(&Refused::rate_limit("lock_timeout", message))));
        }
        Some(Harm::Revoked) => {
            let refused_ = Refused::unauthorized("Expired API Key provided: sk_test_****").code("api_key_expired");
            return Ok(json(&request, &refused(&refused_)));
        }
        Some(Harm::ErrorBefore) => return Ok(json(&request, &refused(&Refused::server()))),
        Some(Harm::Html) => return Ok(html(StatusCode::BAD_GATEWAY)),
        Some(Harm::HtmlBefore) => return Ok(html(StatusCode::OK)),
        Some(Harm::CutBefore) => return Err(Cut),
        _ => {}
    }
    let prepared = match prepare(&parts, &body) {
        Ok(prepared) => prepared,
        Err(no) => return Ok(json(&request, &refused(&no))),
    };
    // While the first request is under way its key is in use.
    let known = match double.change(|state| prepared.begin(state, &request)) {
        Ok(known) => known,
        Err(no) => return Ok(json(&request, &refused(&no))),
    };
    tokio::time::sleep(Duration::from_millis(delay)).await;
    let response = match known {
        Some(kept) => replay(&request, kept),
        None => json(&request, &double.change(|state| prepared.run(state, &request, harm))),
    };
    match harm {
        Some(Harm::HtmlAfter) => Ok(html(StatusCode::OK)),
        Some(Harm::CutAfter) => Err(Cut),
        Some(Harm::HalfAnswer) => Ok(half(response).await),
        _ => Ok(response),
    }
}

/// The head, and half of what it promises.
async fn half(response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    let (parts, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes);
    Response::from_parts(parts, Full::new(body.slice(..body.len() / 2)))
}

/// A request that makes sense so far.
struct Prepared {
    account: String,
    key: Option<String>,
    said: (String, Bytes),
    op: api::Op,
    id: String,
    form: Form,
}

fn prepare(parts: &Parts, body: &Bytes) -> Result<Prepared, Refused> {
    let account = account(&parts.headers)?;
    version(&parts.headers)?;
    let path = parts.uri.path();
    let segments: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
    let Some((op, id)) = api::find(&parts.method, &segments) else {
        let message = format!(
            "Unrecognized request URL ({}: {path}). Please see https://stripe.com/docs or we can help at \
             https://support.stripe.com/.",
            parts.method
        );
        return Err(Refused::new(StatusCode::NOT_FOUND, "invalid_request_error", message));
    };
    let is_post = parts.method == Method::POST;
    if !body.is_empty() {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            let message = format!(
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded, not {kind})."
            );
            return Err(Refused::invalid(message));
        }
        if parts.method == Method::GET {
            return Err(Refused::invalid("GET takes its parameters in the query string"));
        }
    }
    if is_post && parts.uri.query().is_some() {
        return Err(Refused::invalid("POST takes its parameters in the body"));
    }
    let encoded = if parts.method == Method::GET { parts.uri.query().unwrap_or_default().as_bytes() } else { body };
    let form =
        Form::read(encoded).map_err(|no| Refused::invalid(format!("Invalid parameter name: {}", no.0)).param(no.0))?;
    let key = parts.headers.get("idempotency-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    if is_post && key.is_none() {
        // Stripe allows it. Kontor never does it: without a key, what is asked for twice happens twice.
        return Err(
            Refused::invalid("This double wants an Idempotency-Key with every POST").code("idempotency_key_missing")
        );
    }
    params::check(&form, op.params)?;
    let said = (format!("{} {path}", parts.method), body.clone());
    Ok(Prepared { account, key: key.filter(|_| is_post), said, op, id: id.to_owned(), form })
}

/// The secret key, which is the account.
pub(crate) fn account(headers: &HeaderMap) -> Result<String, Refused> {
    let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(key) = said.strip_prefix("Bearer ") else {
        let message = "You did not provide an API key. You need to provide your API key in the Authorization header, using \
                       Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
        return Err(Refused::unauthorized(message));
    };
    if key.starts_with("pk_") {
        let message = "This API call cannot be made with a publishable API key. Please use a secret API key.";
        return Err(Refused::unauthorized(message).code("secret_key_required"));
    }
    let is_test_key = key.strip_prefix("sk_test_").is_some_and(|rest| rest.len() >= 4);
    if !is_test_key || key.chars().any(|letter| !letter.is_ascii_alphanumeric() && letter != '_') {
        let shown: String = key.chars().take(8).collect();
        return Err(Refused::unauthorized(format!("Invalid API Key provided: {shown}****")));
    }
    Ok(key.to_owned())
}

fn version(headers: &HeaderMap) -> Result<(), Refused> {
    match headers.get("stripe-version").map(HeaderValue::as_bytes) {
        Some(said) if said == VERSION.as_bytes() => Ok(()),
        Some(said) => {
            let said = String::from_utf8_lossy(said);
            Err(Refused::invalid(format!("Invalid Stripe API version: {said}. This double plays {VERSION}.")))
        }
        None => Err(Refused::invalid(format!("This double wants `Stripe-Version: {VERSION}` with every request"))),
    }
}

impl Prepared {
    /// Marks the key as in use; gives what it is known for already.
    fn begin(&self, state: &mut crate::State, request: &str) -> Result<Option<Kept>, Refused> {
        let Some(key) = &self.key else { return Ok(None) };
        let now = state.now();
        let world = state.world(&self.account);
        match idempotency::judge(world.kept.get(key), key, &self.said, now)? {
            Verdict::Again(kept) => Ok(Some(kept)),
            Verdict::New => {
                let kept = Kept { at: now, said: self.said.clone(), answer: None, request: request.to_owned() };
                world.kept.insert(key.clone(), kept);
                Ok(None)
            }
        }
    }

    fn run(&self, state: &mut crate::State, request: &str, harm: Option<Harm>) -> (StatusCode, Bytes) {
        let world = state.world(&self.account);
        world.request = Request { id: Some(request.to_owned()), key: self.key.clone() };
        let call = api::Call { id: &self.id, form: &self.form };
        let done =
            if harm == Some(Harm::ErrorKept) { Err(Refused::server().begun()) } else { (self.op.run)(world, &call) };
        world.request = Request::default();
        let is_kept = done.as_ref().map_or_else(|no| no.kept, |_| true);
        let answer = match done {
            _ if harm == Some(Harm::ErrorAfter) => refused(&Refused::server()),
            Ok(object) => (StatusCode::OK, bytes(&object)),
            Err(no) => refused(&no),
        };
        if let Some(key) = &self.key {
            if is_kept && let Some(kept) = world.kept.get_mut(key) {
                kept.answer = Some(answer.clone());
            } else {
                world.kept.remove(key);
            }
        }
        state.told();
        answer
    }
}

fn refused(no: &Refused) -> (StatusCode, Bytes) {
    (no.status, bytes(&no.body()))
}

fn bytes(value: &Value) -> Bytes {
    Bytes::from(serde_json::to_vec_pretty(value).unwrap_or_default())
}

fn json(request: &str, answer: &(StatusCode, Bytes)) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.1.clone()));
    *response.status_mut() = answer.0;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("stripe-version", HeaderValue::from_static(VERSION));
    if let Ok(request) = HeaderValue::from_str(request) {
        headers.insert("request-id", request);
    }
    response
}

fn replay(request: &str, kept: Kept) -> Response<Full<Bytes>> {
    let answer = kept.answer.unwrap_or_else(|| refused(&Refused::server()));
    let mut response = json(request, &answer);
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    if let Ok(first) = HeaderValue::from_str(&kept.request) {
        response.headers_mut().insert("original-request", first);
    }
    response
}

fn html(status: StatusCode) -> Response<Full<Bytes>> {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    let mut response = Response::new(Full::new(Bytes::from_static(page.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}
