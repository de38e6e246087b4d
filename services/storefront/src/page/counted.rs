//! Who looks at which page is told to whoever counts, once the page is answered: no page waits for it.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    front::{Front, Tenant},
    visit::Visit,
};

/// Where it is told.
#[derive(Clone)]
pub struct Counting(Where);

#[derive(Clone)]
enum Where {
    /// In this process, by whose pages they are.
    Here { tenant: Tenant, note: Arc<dyn Fn(Looked) + Send + Sync> },
    /// The API of another server is told, by so many at a time.
    There(Arc<Semaphore>),
}

/// More views than that wait for nobody: what another server does not take is not counted.
const AT_ONCE: usize = 64;

impl Counting {
    /// `note` takes it, and does not wait; `tenant` says whose pages they are.
    pub fn here(tenant: Tenant, note: Arc<dyn Fn(Looked) + Send + Sync>) -> Self {
        Self(Where::Here { tenant, note })
    }

    /// The server of the API is told.
    pub fn there() -> Self {
        Self(Where::There(Arc::new(Semaphore::new(AT_ONCE))))
    }
}

/// What somebody looked at, or did.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Whose shop it is.
    pub organization: Uuid,
    /// `view`, `product.added`, `checkout.begun` or `order.placed`.
    pub name: &'static str,
    /// The page with its query, as it was asked for.
    pub url: String,
    /// What led to it.
    pub referrer: Option<String>,
    /// The visitor's address.
    pub address: Option<IpAddr>,
    /// The browser, by its own account.
    pub user_agent: Option<String>,
    /// The languages that it asked for.
    pub languages: Option<String>,
    /// The language of the page.
    pub locale: String,
    /// The product that the page is of, by its handle.
    pub product: Option<String>,
    /// The order that was placed.
    pub order: Option<String>,
}

/// Middleware of all pages. The staff's own visits count nothing, nor do pages that a browser fetches beforehand.
pub(crate) async fn count(State(front): State<Front>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().filter(|visit| visit.staff.is_none() && !visit.wants_to_edit());
    let (Some(counting), Some(visit)) = (front.counting.clone(), visit.cloned()) else {
        return next.run(request).await;
    };
    let (method, headers) = (request.method().clone(), kept(request.headers()));
    let response = next.run(request).await;
    let happened = happened(&method, &visit, &response);
    let Some(headers) = headers.filter(|_| !happened.is_empty()) else { return response };
    match counting.0 {
        Where::Here { tenant, note } => {
            if let Some(organization) = tenant(visit.shop.key.clone()).await {
                for name in happened {
                    note(looked(organization, name, &visit, &headers, &response));
                }
            }
        }
        Where::There(turns) => {
            // Who the tenant is, that server knows by the key.
            let all = happened.into_iter().map(|name| looked(Uuid::nil(), name, &visit, &headers, &response)).collect();
            tell(front, visit, turns, all);
        }
    }
    response
}

/// Tells another server, beside the page.
fn tell(front: Front, visit: Visit, turns: Arc<Semaphore>, all: Vec<Looked>) {
    let Ok(turn) = turns.try_acquire_owned() else { return };
    tokio::spawn(async move {
        for one in &all {
            if let Err(error) = front.store.of(&visit).looked(one).await {
                tracing::debug!(%error, "a view of a page is not counted");
            }
        }
        drop(turn);
    });
}

/// What of the headers tells something; `None` where the browser only fetches beforehand.
fn kept(headers: &HeaderMap) -> Option<[Option<String>; 3]> {
    let said = |name: HeaderName| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let is_beforehand = ["sec-purpose", "purpose"]
        .into_iter()
        .filter_map(|name| headers.get(name)?.to_str().ok())
        .any(|purpose| purpose.contains("prefetch"));
    (!is_beforehand).then(|| [said(header::REFERER), said(header::USER_AGENT), said(header::ACCEPT_LANGUAGE)])
}

/// What an answer says that happened.
fn happened(method: &Method, visit: &Visit, response: &Response) -> Vec<&'static str> {
    let path = &*visit.path;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let is_hidden = ["/preview", "/editor", "/checkout/return"].iter().any(|room| visit.is_in(room));
    match (method, response.status()) {
        (&Method::GET, StatusCode::OK) if is_page && !is_hidden => match path {
            "/checkout" => vec!["view", "checkout.begun"],
            _ => vec!["view"],
        },
        (&Method::GET, StatusCode::NOT_MODIFIED) if kind.is_none() && !is_hidden && !is_file(path) => vec!["view"],
        (&Method::POST, StatusCode::SEE_OTHER) if product(path).is_some() => vec!["product.added"],
        // Who presses the button again has no cart any more.
        (&Method::POST, StatusCode::SEE_OTHER) if visit.cart.is_some() && placed(response).is_some() => {
            vec!["order.placed"]
        }
        // Back from the bank: another look at the page has no cart any more, either.
        (&Method::GET, StatusCode::SEE_OTHER)
            if path == "/checkout/return" && visit.cart.is_some() && placed(response).is_some() =>
        {
            vec!["order.placed"]
        }
        _ => Vec::new(),
    }
}

/// A file keeps its kind to itself where nothing of it has changed.
fn is_file(path: &str) -> bool {
    path.starts_with("/theme/") || path.starts_with("/sitemap") || path == "/robots.txt"
}

fn product(path: &str) -> Option<&str> {
    path.strip_prefix("/products/").filter(|handle| !handle.is_empty() && !handle.contains('/'))
}

/// The order to which somebody is led who has just completed his cart.
fn placed(response: &Response) -> Option<&str> {
    let to = response.headers().get(header::LOCATION)?.to_str().ok()?;
    to.strip_prefix("/checkout/done/").map(|rest| rest.split('?').next().unwrap_or(rest))
}

fn looked(
    organization: Uuid,
    name: &'static str,
    visit: &Visit,
    headers: &[Option<String>; 3],
    response: &Response,
) -> Looked {
    let [referrer, user_agent, languages] = headers.clone();
    Looked {
        organization,
        name,
        // Whoever comes back from his bank brings what opens his payment.
        url: if visit.path == "/checkout/return" { visit.path.clone() } else { visit.asked.clone() },
        referrer,
        address: visit.caller.address,
        user_agent,
        languages,
        locale: visit.locale.to_string(),
        product: product(&visit.path).map(str::to_owned),
        order: (name == "order.placed").then(|| placed(response).map(str::to_owned)).flatten(),
    }
}
