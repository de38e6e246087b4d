//! `GET /robots.txt`

use axum::response::{IntoResponse, Response};
use http::header;

use crate::visit::Visit;

/// What is somebody's own is for no search engine.
pub(super) async fn show(visit: Visit) -> Response {
    let url = &visit.shop.url;
    let text = format!(
        "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /account\nDisallow: /settings\nDisallow: /editor\nDisallow: /preview\nDisallow: /search\n\
         Disallow: /store\nDisallow: /admin\nDisallow: /auth\nDisallow: /api\n\nSitemap: {url}/sitemap.xml\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], text)
        .into_response()
}
