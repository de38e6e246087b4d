//! What page it was, and what led to it.

use serde::Serialize;
use url::Url;

use super::tame;

/// What led to a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Origin {
    /// The host that linked to it, without `www.`; none where people come by themselves or from within the shop.
    source: Option<String>,
    utm_source: Option<String>,
    utm_medium: Option<String>,
    utm_campaign: Option<String>,
    utm_content: Option<String>,
    utm_term: Option<String>,
}

/// The most of a path, and of anything else.
const PATH: usize = 500;
const REST: usize = 200;

/// The path of a page and its origin; `None` where `url` is no address of the web.
pub(super) fn origin(url: &str, referrer: Option<&str>) -> Option<(String, Origin)> {
    // Of a path without its host any host will do.
    let base = Url::parse("http://shop.invalid").ok()?;
    let url = base.join(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let path = match url.path().trim_end_matches('/') {
        "" => "/".to_owned(),
        path => tame(path, PATH)?,
    };
    let mut origin = Origin { source: referrer.and_then(|referrer| source(referrer, &url)), ..Origin::default() };
    for (name, value) in url.query_pairs() {
        let kept = match &*name {
            "utm_source" => &mut origin.utm_source,
            "utm_medium" => &mut origin.utm_medium,
            "utm_campaign" => &mut origin.utm_campaign,
            "utm_content" => &mut origin.utm_content,
            "utm_term" => &mut origin.utm_term,
            _ => continue,
        };
        if kept.is_none() {
            *kept = tame(&value, REST);
        }
    }
    Some((path, origin))
}

fn source(referrer: &str, page: &Url) -> Option<String> {
    let referrer = Url::parse(referrer).ok()?;
    let host = host(&referrer)?;
    (Some(host.as_str()) != self::host(page).as_deref()).then_some(host)
}

fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_lowercase();
    tame(host.strip_prefix("www.").unwrap_or(&host), REST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let path = |url| origin(url, None).map(|(path, _)| path);
        assert_eq!(path("/").as_deref(), Some("/"));
        assert_eq!(path("https://shop.example").as_deref(), Some("/"));
        assert_eq!(path("https://shop.example/products/mug/?size=2#top").as_deref(), Some("/products/mug"));
        assert_eq!(path("/products/mug?utm_source=x").as_deref(), Some("/products/mug"));
        assert_eq!(path("javascript:alert(1)"), None);
        assert_eq!(path("/caf\u{e9}").as_deref(), Some("/caf%C3%A9"));
        assert_eq!(path(&format!("/{}", "a".repeat(9_000))).map(|path| path.len()), Some(PATH));
    }

    #[test]
    fn sources() {
        let source = |referrer| origin("https://shop.example/a", Some(referrer)).unwrap().1.source;
        assert_eq!(source("https://www.google.com/search?q=mug").as_deref(), Some("google.com"));
        assert_eq!(source("https://www.shop.example/b"), None, "from within");
        assert_eq!(source("android-app://com.slack/").as_deref(), Some("com.slack"));
        assert_eq!(source("nonsense"), None);
        assert_eq!(source(""), None);
    }

    #[test]
    fn campaigns() {
        let (_, origin) =
            origin("/?utm_source=letter&utm_campaign=May%20sale&utm_source=second&utm_term=%00", None).unwrap();
        assert_eq!(origin.utm_source.as_deref(), Some("letter"));
        assert_eq!(origin.utm_campaign.as_deref(), Some("May sale"));
        assert_eq!(origin.utm_term, None);
    }
}
