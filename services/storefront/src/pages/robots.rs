//! `GET /robots.txt`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;

use crate::{front::Front, site::Site, visit::Visit};

/// What is somebody's own is for no search engine. What the shop says besides stands behind it.
pub(super) async fn show(State(front): State<Front>, visit: Visit) -> Response {
    let own = match Site::of(&front, &visit).await {
        Ok(site) => site.said.robots.clone().map(|lines| format!("\n{}\n", lines.trim())).unwrap_or_default(),
        // Without them it is the same for all but a few.
        Err(_) => String::new(),
    };
    let url = &visit.shop.url;
    let text = format!(
        "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /account\nDisallow: /settings\nDisallow: /editor\nDisallow: /preview\nDisallow: /search\n\
         Disallow: /store\nDisallow: /admin\nDisallow: /auth\nDisallow: /api\n\nSitemap: {url}/sitemap.xml\n{own}"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], text)
        .into_response()
}
