//! Where no route is: a page that the shop wrote itself may be there, by its path.

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};

use super::content;
use crate::{client::Trouble, front::Front, model::Redirect, visit::Visit};

/// A page for people; a program is answered as everywhere.
pub(super) async fn show(State(front): State<Front>, visit: Visit, request: Request) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let wants = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let is_person = matches!(method, Method::GET | Method::HEAD) && wants.contains("text/html");
    if !is_person {
        return web::not_found(method, uri).await.into_response();
    }
    if let Some(path) = plain(&visit.path) {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return match HeaderValue::from_str(&format!("{path}{query}")) {
            Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response(),
            Err(_) => Trouble::Missing.into_response(),
        };
    }
    match content::at(&front, &visit).await {
        Ok(Some(response)) => response,
        Ok(None) => moved(&front, &visit).await,
        Err(trouble) => trouble.into_response(),
    }
}

/// Where it lies by now, with the query that it was asked for with; 404 where nobody knows.
pub(super) async fn moved(front: &Front, visit: &Visit) -> Response {
    let found = match front.store.of(visit).redirect(&visit.path).await {
        Ok(Some(found)) => found,
        Ok(None) => return Trouble::Missing.into_response(),
        Err(trouble) => return trouble.into_response(),
    };
    let Redirect { to_url, status_code } = found;
    let query = visit.asked.split_once('?').map(|(_, query)| query).filter(|_| !to_url.contains(['?', '#']));
    let location = query.map_or_else(|| to_url.clone(), |query| format!("{to_url}?{query}"));
    match (StatusCode::from_u16(status_code), HeaderValue::from_str(&location)) {
        (Ok(status), Ok(location)) if status.is_redirection() => {
            (status, [(header::LOCATION, location)]).into_response()
        }
        _ => Trouble::Missing.into_response(),
    }
}

/// The path as pages have it, where it was written otherwise: `/about` for `/About/`, `/` for `/home`.
fn plain(path: &str) -> Option<String> {
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || b"-/".contains(&sign);
    if !path.bytes().all(is_sign) || path.starts_with("//") {
        return None;
    }
    let plain = path.trim_end_matches('/').to_ascii_lowercase();
    let plain = if plain == "/home" { "/".to_owned() } else { plain };
    (plain != path && plain.starts_with('/')).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_page_has_one_address() {
        assert_eq!(plain("/About/").as_deref(), Some("/about"));
        assert_eq!(plain("/home").as_deref(), Some("/"));
        for path in ["/about", "/", "//evil", "/a.html", "/%41"] {
            assert_eq!(plain(path), None, "{path}");
        }
    }
}
