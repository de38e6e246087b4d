//! Paths as they are compared, and where a redirect leads.

use percent_encoding::percent_decode_str;
use url::{Position, Url};

/// The longest path.
const MOST: usize = 500;

/// What programs of the shop answer below, or what it always shows: a redirect from there would never be followed.
const OWN_ROOTS: &[&str] = &[
    "admin",
    "api",
    "assets",
    "auth",
    "docs",
    "editor",
    "feeds",
    "health",
    "hooks",
    "media",
    "metrics",
    "openapi.json",
    "preview",
    "ready",
    "robots.txt",
    "sitemap.xml",
    "sitemaps",
    "store",
];
const OWN_PAGES: &[&str] = &["/", "/account", "/blog", "/cart", "/changelog", "/checkout", "/search"];

/// A path in the one form in which it is compared: decoded, without empty parts and trailing slash. Says what is wrong where it is none.
pub(crate) fn normal(path: &str) -> Result<String, &'static str> {
    let path = path.trim();
    if !path.starts_with('/') || path.starts_with("//") {
        return Err("expected a path that begins with '/', such as /old-page");
    }
    if path.contains(['?', '#']) {
        return Err("leave out what comes behind '?' and '#': a redirect goes by the path alone");
    }
    let decoded = percent_decode_str(path).decode_utf8().map_err(|_| "its percent signs do not say text in UTF-8")?;
    if decoded.chars().any(|sign| sign.is_control() || sign == '\\') {
        return Err("it holds signs that no path has");
    }
    let parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| matches!(*part, "." | "..")) {
        return Err("its parts must not be '.' or '..'");
    }
    let path = format!("/{}", parts.join("/"));
    if path.chars().count() > MOST { Err("it is longer than 500 signs") } else { Ok(path) }
}

/// Whether the shop always answers there itself.
pub(crate) fn is_own(path: &str) -> bool {
    let root = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    OWN_ROOTS.contains(&root) || OWN_PAGES.contains(&path)
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// As a browser is told.
    pub(crate) url: String,
    /// The path in it, where it is one of this shop.
    pub(crate) path: Option<String>,
}

/// Reads where it leads: a path of this shop, with query and fragment if need be, or an `https` address.
pub(crate) fn of_target(text: &str) -> Result<Target, &'static str> {
    const SUCH: &str = "expected a path such as /new-page, or an address such as https://example.com/page";
    let text = text.trim();
    if text.len() > 2000 {
        return Err("it is longer than 2000 signs");
    }
    if text.contains(|sign: char| sign.is_control() || sign.is_whitespace() || sign == '\\') {
        return Err(SUCH);
    }
    if text.starts_with('/') {
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let path = normal(&text[..end])?;
        // `url` writes it as browsers want it; the host is left out again.
        let mut url = Url::parse("https://shop.invalid").map_err(|_| SUCH)?;
        url.set_path(&path.replace('%', "%25"));
        let rest = Url::parse(&format!("https://shop.invalid/{}", &text[end..])).map_err(|_| SUCH)?;
        url.set_query(rest.query());
        url.set_fragment(rest.fragment());
        return Ok(Target { url: url[Position::BeforePath..].to_owned(), path: Some(path) });
    }
    let url = Url::parse(text).map_err(|_| SUCH)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if url.scheme() != "https" || url.host_str().is_none_or(str::is_empty) || !is_plain || url.as_str().len() > 2048 {
        return Err(SUCH);
    }
    Ok(Target { url: url.into(), path: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_form() {
        for (given, kept) in [
            ("/old", "/old"),
            (" /old/ ", "/old"),
            ("/old//page", "/old/page"),
            ("/%C3%BCber-uns", "/über-uns"),
            ("/über-uns", "/über-uns"),
            ("/Old.html", "/Old.html"),
            ("/", "/"),
            ("/a%2Fb", "/a/b"),
        ] {
            assert_eq!(normal(given).as_deref(), Ok(kept), "{given}");
            assert_eq!(normal(kept).as_deref(), Ok(kept), "{kept}: what is normal stays");
        }
        for wrong in
            ["", "old", "//evil.example", "/a?b=c", "/a#b", "/../etc", "/%ff", "/a%00b", "/a\\b", "https://x.example/a"]
        {
            assert!(normal(wrong).is_err(), "{wrong}");
        }
        assert!(normal(&format!("/{}", "a".repeat(600))).is_err());
    }

    #[test]
    fn a_target_is_a_path_or_an_address() {
        let read = |text| of_target(text).map(|target| (target.url, target.path));
        assert_eq!(read("/neu/?a=1#b"), Ok(("/neu?a=1#b".into(), Some("/neu".into()))));
        assert_eq!(read("/über"), Ok(("/%C3%BCber".into(), Some("/über".into()))));
        assert_eq!(read("/100%25"), Ok(("/100%25".into(), Some("/100%".into()))));
        assert_eq!(read("https://Example.com/x?y"), Ok(("https://example.com/x?y".into(), None)));
        for wrong in [
            "",
            "neu",
            "//evil.example",
            "javascript:alert(1)",
            "http://x.example",
            "https://",
            "https://u:p@x.example",
            "/a b",
            "/a\r\nb: c",
            "data:x",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
