//! Where a call comes from, and where its links lead. Both are parsed and compared whole, never by their beginnings.

use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use url::{Origin, Url};

use super::{Code, Refusal};

/// The origins whose pages may call and be led to.
#[derive(Debug, Clone)]
pub struct Trusted {
    origins: Vec<Origin>,
}

/// The parameters that say where somebody is led, and how a bad one is refused.
const LINKS: [(&str, &str, Code); 4] = [
    ("callbackURL", "callbackURL", Code::InvalidCallbackUrl),
    ("redirectTo", "redirectURL", Code::InvalidRedirectUrl),
    ("errorCallbackURL", "errorCallbackURL", Code::InvalidErrorCallbackUrl),
    ("newUserCallbackURL", "newUserCallbackURL", Code::InvalidNewUserCallbackUrl),
];

impl Trusted {
    /// This server's own address and further origins.
    pub fn new<'a>(origins: impl IntoIterator<Item = &'a str>) -> Self {
        let origins = origins.into_iter().filter_map(|text| Url::parse(text).ok()).map(|url| url.origin());
        Self { origins: origins.filter(Origin::is_tuple).collect() }
    }

    /// A call that carries cookies, or signs in, must say that it comes from a trusted page. Programs without a browser
    /// send neither cookies nor such headers and pass.
    pub(super) fn check_caller(&self, headers: &HeaderMap, signs_in: bool, reads: bool) -> Result<(), Refusal> {
        if reads {
            return Ok(());
        }
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let has_cookie = headers.contains_key(header::COOKIE);
        let from_browser = headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"));
        if signs_in && !has_cookie {
            if text("sec-fetch-site") == Some("cross-site") && text("sec-fetch-mode") == Some("navigate") {
                return Err(Refusal::forbidden(Code::CrossSiteNavigationLoginBlocked));
            }
            if !from_browser && !headers.contains_key(header::ORIGIN) {
                return Ok(());
            }
        } else if !has_cookie {
            return Ok(());
        }
        let said = text("origin").or_else(|| text("referer")).unwrap_or_default();
        if said.is_empty() || said == "null" {
            return Err(Refusal::forbidden(Code::MissingOrNullOrigin));
        }
        match Url::parse(said) {
            Ok(url) if self.origins.contains(&url.origin()) => Ok(()),
            _ => Err(Refusal::forbidden(Code::InvalidOrigin)),
        }
    }

    /// Whether a page may do something with the cookies of its visitor: a trusted one, by its own account.
    pub fn trusts_page(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let said = text(header::ORIGIN).or_else(|| text(header::REFERER)).unwrap_or_default();
        Url::parse(said).is_ok_and(|url| self.origins.contains(&url.origin()))
    }

    /// Whether an origin is trusted.
    pub fn trusts_origin(&self, origin: &str) -> bool {
        Url::parse(origin).is_ok_and(|url| self.origins.contains(&url.origin()))
    }

    /// All links of a body or a query.
    pub(super) fn check_links(&self, fields: &serde_json::Map<String, Value>) -> Result<(), Refusal> {
        for (name, label, code) in LINKS {
            match fields.get(name) {
                None => {}
                Some(Value::String(link)) if self.leads_home(link) => {}
                Some(Value::String(_)) => return Err(Refusal::forbidden(code)),
                Some(_) => {
                    let message = format!("Invalid {label}: expected a string");
                    return Err(Refusal::message(StatusCode::BAD_REQUEST, message));
                }
            }
        }
        Ok(())
    }

    /// All links of a query. Links are led on from there, so each counts as a `callbackURL`.
    pub(super) fn check_query_links(&self, fields: &serde_json::Map<String, Value>) -> Result<(), Refusal> {
        let mut links = LINKS.iter().filter_map(|(name, ..)| fields.get(*name)).filter_map(Value::as_str);
        if links.all(|link| self.leads_home(link)) { Ok(()) } else { Err(Refusal::forbidden(Code::InvalidCallbackUrl)) }
    }

    /// A path of this site, or a URL of a trusted origin.
    pub fn leads_home(&self, link: &str) -> bool {
        if link.chars().any(|c| c.is_control() || c == '\\') {
            return false;
        }
        if let Some(path) = link.strip_prefix('/') {
            let lower = path.to_ascii_lowercase();
            return !["/", "%2f", "%5c"].iter().any(|slash| lower.starts_with(slash));
        }
        match Url::parse(link) {
            Ok(url) => url.username().is_empty() && url.password().is_none() && self.origins.contains(&url.origin()),
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_home_or_are_refused() {
        let trusted = Trusted::new(["https://shop.test", "http://localhost:3000/ignored/path"]);
        for good in ["/", "/a?b=c#d", "/shop/%C3%A4", "https://shop.test/x", "http://localhost:3000"] {
            assert!(trusted.leads_home(good), "{good}");
        }
        for bad in [
            "",
            "x",
            "//evil.test",
            "/\\evil.test",
            "/%2Fevil.test",
            "/%5cevil.test",
            "/\tx",
            "https://evil.test",
            "https://shop.test.evil.test/",
            "https://shop.test@evil.test/",
            "https://user@shop.test/",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://shop.test/",
            "https://shop.test:444/",
            "http://localhost:3001/",
        ] {
            assert!(!trusted.leads_home(bad), "{bad}");
        }
    }
}
