//! `GET /sitemap.xml`, an index, and its parts: `/sitemaps/shop.xml`, `/sitemaps/pages-1.xml` and `/sitemaps/products-1.xml`.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::header;

use super::content::path_of_translation;
use crate::{
    client::Trouble,
    front::Front,
    model::{Said, Translation},
    site::Site,
    visit::Visit,
};

/// As many products as a part has; search engines take 50,000, and the API answers 1,000 at once.
const OF_PART: usize = 1_000;

pub(super) async fn index(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    let store = front.store.of(&visit);
    let (products, pages) = tokio::try_join!(store.handles(1, 0), store.pages(1, 0))?;
    let parts = |count: i64| 1..=usize::try_from(count).unwrap_or_default().div_ceil(OF_PART);
    let url = &visit.shop.url;
    let names = std::iter::once("shop".to_owned())
        .chain(parts(pages.count).map(|part| format!("pages-{part}")))
        .chain(parts(products.count).map(|part| format!("products-{part}")));
    let mut body = String::new();
    for name in names {
        let _ = write!(body, "<sitemap><loc>{}/sitemaps/{name}.xml</loc></sitemap>", text(url));
    }
    Ok(xml("sitemapindex", "", &body))
}

pub(super) async fn part(
    State(front): State<Front>,
    visit: Visit,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let name = name.strip_suffix(".xml").ok_or(Trouble::Missing)?;
    let mut body = String::new();
    if name == "shop" {
        let store = front.store.of(&visit);
        let (categories, collections) = tokio::try_join!(store.categories(), store.collections())?;
        let own = ["/", "/collections"].map(str::to_owned);
        let categories = categories.iter().map(super::category::path_of);
        let collections = collections.iter().map(|collection| format!("/collections/{}", collection.handle));
        for path in own.into_iter().chain(categories).chain(collections) {
            entry(&mut body, &visit, &path, None, None);
        }
        return Ok(xml("urlset", IMAGES, &body));
    }
    if let Some(part) = name.strip_prefix("pages-") {
        let found = front.store.of(&visit).pages(OF_PART, before(part)?).await?;
        if found.pages.is_empty() {
            return Err(Trouble::Missing);
        }
        let site = Site::of(&front, &visit).await?;
        let is_listed = |page: &&Said| {
            let is_front = site.said.home_page_id.as_ref() == Some(&page.id);
            !page.seo.is_hidden && page.seo.canonical_url.is_none() && !is_front
        };
        for page in found.pages.iter().filter(is_listed) {
            let own = Translation { locale: page.locale.clone(), slug: page.slug.clone() };
            let path = path_of_translation(&visit.shop, &own, &page.translations);
            // The front of the shop stands in the first part, whoever wrote it.
            if path != "/" {
                entry(&mut body, &visit, &path, page.published_at.as_deref(), None);
            }
        }
        return Ok(xml("urlset", IMAGES, &body));
    }
    let part = name.strip_prefix("products-").ok_or(Trouble::Missing)?;
    let found = front.store.of(&visit).handles(OF_PART, before(part)?).await?;
    if found.products.is_empty() {
        return Err(Trouble::Missing);
    }
    for product in &found.products {
        let path = format!("/products/{}", product.handle);
        entry(&mut body, &visit, &path, Some(&product.updated_at), product.thumbnail.as_deref());
    }
    Ok(xml("urlset", IMAGES, &body))
}

/// How many stand before a part, by its number.
fn before(part: &str) -> Result<usize, Trouble> {
    let number: usize = part.parse().map_err(|_| Trouble::Missing)?;
    let before = number.checked_sub(1).and_then(|before| before.checked_mul(OF_PART)).filter(|at| *at < 10_000_000);
    before.ok_or(Trouble::Missing)
}

const IMAGES: &str = " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"";

/// Writing into a text never fails.
fn entry(body: &mut String, visit: &Visit, path: &str, changed: Option<&str>, image: Option<&str>) {
    let _ = write!(body, "<url><loc>{}</loc>", text(&format!("{}{path}", visit.shop.url)));
    if let Some(changed) = changed {
        let _ = write!(body, "<lastmod>{}</lastmod>", text(changed));
    }
    if let Some(image) = image {
        let _ = write!(body, "<image:image><image:loc>{}</image:loc></image:image>", text(image));
    }
    body.push_str("</url>");
}

/// A text in XML.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn xml(root: &str, more: &str, body: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{more}>{body}</{root}>\n"
    );
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=600")], text)
        .into_response()
}
