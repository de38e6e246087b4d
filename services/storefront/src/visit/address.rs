//! The address of a page without what says nothing to it. Pages are kept by their address: whatever else stands there
//! (`?utm_source=…`, `?x=1…n`) must not make another page of the same one.

use http::Uri;
use url::form_urlencoded::{self, Serializer};

/// The parameters of a page that is kept.
enum Known {
    /// A page of the shop's own: whether it is edited, and its language.
    Page,
    /// Which options are chosen.
    Product,
    /// Which page of a list, and in which order.
    List,
    /// Nothing.
    Bare,
}

/// What is never kept, and reads its own parameters.
const OWN: [&str; 12] = [
    "account",
    "cart",
    "checkout",
    "editor",
    "forms",
    "preview",
    "robots.txt",
    "search",
    "settings",
    "sitemap.xml",
    "sitemaps",
    "theme",
];

/// In which order lists may stand, besides the usual one.
const ORDERS: [&str; 3] = ["title", "price", "-price"];

fn known(path: &str) -> Option<Known> {
    let mut parts = path.trim_start_matches('/').splitn(2, '/');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next());
    match (first, rest) {
        ("products", _) => Some(Known::Product),
        ("categories", _) | ("collections", Some(_)) | ("blog", None) => Some(Known::List),
        ("blog", Some(rest)) if rest.starts_with("tags/") => Some(Known::List),
        ("collections", None) => Some(Known::Bare),
        _ if OWN.contains(&first) => None,
        _ => Some(Known::Page),
    }
}

/// The address as it is kept; none where it is so already.
pub(super) fn plain(uri: &Uri) -> Option<Uri> {
    let query = uri.query()?;
    let known = known(uri.path())?;
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match (&known, &*name) {
            (Known::Page, "edit") => String::new(),
            (Known::Page, "lang") if value.len() <= 35 => value.to_ascii_lowercase(),
            (Known::Product, name) if name.starts_with("o-") && !value.is_empty() => value.into_owned(),
            (Known::List, "sort") if ORDERS.contains(&&*value) => value.into_owned(),
            (Known::List, "page") => match value.trim().parse::<usize>() {
                Ok(page @ 2..=1_000) => page.to_string(),
                _ => continue,
            },
            _ => continue,
        };
        if !pairs.iter().any(|(known, _)| *known == name) {
            pairs.push((name.into_owned(), value));
        }
    }
    pairs.sort();
    let mut text = uri.path().to_owned();
    if !pairs.is_empty() {
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        text.push('?');
        text.push_str(query.strip_suffix('=').unwrap_or(&query));
    }
    text.parse().ok().filter(|plain| plain != uri)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_says_nothing_is_left_out() {
        for (given, kept) in [
            ("/?x=1&utm_source=mail", "/"),
            ("/about?edit=1&x", "/about?edit"),
            ("/about?lang=DE&lang=en&edit", "/about?edit=&lang=de"),
            ("/categories/home?page=2&sort=price&page=3&x=y", "/categories/home?page=2&sort=price"),
            ("/categories/home?page=01&sort=new", "/categories/home"),
            ("/categories/home?page=+7", "/categories/home?page=7"),
            ("/collections?page=2", "/collections"),
            ("/products/mug?o-size=s&o-colour=Blue&quantity=3", "/products/mug?o-colour=Blue&o-size=s"),
        ] {
            let found = plain(&given.parse().unwrap()).map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), Some(kept), "{given}");
        }
        for own in [
            "/search?q=x&y=z",
            "/",
            "/about?edit",
            "/categories/home?page=2",
            "/account/sign-in?return=/x",
            "/cart?said=added",
        ] {
            assert!(plain(&own.parse().unwrap()).is_none(), "{own}");
        }
    }
}
