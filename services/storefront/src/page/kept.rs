//! Pages that are the same for everybody are made once, until the catalogue changes.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cache::{Cacheable, Partition, Topic};
use http::{HeaderValue, Method, header};

use crate::{front::Front, visit::Visit};

/// A price that begins at noon is on the page a minute later; the cart has it at once.
const KEPT: Duration = Duration::from_mins(1);

/// Middleware inside of which answers are kept: says whose a page is, where it may be anybody's.
pub(crate) async fn partition(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let visit = request.extensions().get::<Visit>().filter(|visit| is_read && may_be_anybodys(visit));
    if let (Some(keeping), Some(visit)) = (&front.keeping, visit)
        && let Some(organization) = (keeping.tenant)(visit.shop.key.clone()).await
    {
        let country = visit.country.as_deref().unwrap_or_default();
        let stamp = front.themes.stamp();
        let variant = format!("page {} {} {} {country} {stamp}", visit.shop.key, visit.shop.url, visit.locale).into();
        request.extensions_mut().insert(Partition { organization, variant });
    }
    let mut response = next.run(request).await;
    // The cache answers with what it keeps, which are few headers of ours.
    let theme = front.themes.usual().now();
    let headers = response.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| theme.assets.policy.clone());
        headers.insert(header::VARY, HeaderValue::from_static("cookie"));
        // Whose order it was stands in its page's address.
        headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("strict-origin-when-cross-origin"));
    }
    response
}

/// Whether a page could be the same for everybody: no draft and no preview is, and those who look are seen as they ask.
fn may_be_anybodys(visit: &Visit) -> bool {
    let is_own = ["/preview", "/editor"].iter().any(|room| visit.is_in(room));
    visit.is_stranger() && !visit.wants_to_edit() && !is_own
}

/// The page may be kept: nothing of it is about who looks.
pub(crate) fn keep(front: &Front, visit: &Visit, mut response: Response) -> Response {
    // A shop that is closed is shown to some.
    let may_be_kept = may_be_anybodys(visit) && !visit.known_site().is_closed();
    if let Some(keeping) = front.keeping.as_ref().filter(|_| may_be_kept) {
        let topics = Topic::Catalog | Topic::Stock | Topic::Reviews | Topic::Content;
        response.extensions_mut().insert(Cacheable::on(topics).until((keeping.now)() + KEPT));
    }
    response
}
