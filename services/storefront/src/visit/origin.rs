//! Forms come from the shop's own pages.
//!
//! Cookies are `SameSite=Lax`, so a browser sends none with another site's form; this refuses such a form before anything is
//! looked at, also from a browser that does not know the attribute.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, header};
use url::Url;

use super::Visit;
use crate::client::Trouble;

/// Middleware of all pages.
pub(crate) async fn refuse_foreign(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let own = request.extensions().get::<Visit>().map(|visit| visit.shop.url.clone()).unwrap_or_default();
    if !is_safe && !is_own(request.headers(), &own) {
        return Trouble::Foreign.into_response();
    }
    next.run(request).await
}

/// Whether a form is the shop's own. Every browser names the origin of a form's page; what names none is no browser, and has no
/// cookies that somebody else could use.
fn is_own(headers: &HeaderMap, url: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let Some(origin) = text("origin") else { return true };
    let host_of = |text: &str| {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?.to_ascii_lowercase();
        Some(url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
    };
    let Some(named) = host_of(origin) else { return false };
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase);
    asked.is_some_and(|asked| asked == named) || host_of(url).is_some_and(|own| own == named)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName};

    use super::is_own;

    fn own(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        is_own(&map, "https://shop.example")
    }

    #[test]
    fn forms_of_other_sites() {
        assert!(own(&[("host", "shop.example"), ("origin", "https://shop.example")]));
        assert!(own(&[
            ("host", "127.0.0.1:8080"),
            ("origin", "http://127.0.0.1:8080"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(own(&[("host", "inner:80"), ("origin", "https://shop.example")]), "behind a proxy");
        assert!(own(&[("host", "shop.example")]), "no browser");
        assert!(!own(&[("host", "shop.example"), ("origin", "https://evil.example")]));
        assert!(!own(&[("host", "shop.example"), ("origin", "null")]));
        assert!(!own(&[
            ("host", "shop.example"),
            ("origin", "https://shop.example"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(!own(&[("host", "shop.example"), ("origin", "https://shop.example:8443")]));
    }
}
