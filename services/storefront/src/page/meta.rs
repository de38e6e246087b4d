//! What a page says of itself: to search engines, to whoever shares it, and where it stands.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::{shops::Shop, site::Site};

/// A step on the way to a page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Crumb {
    pub(crate) name: String,
    pub(crate) path: String,
}

/// A page in a language: `de`, or `x-default` for who reads none of them.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Alternate {
    pub(crate) language: String,
    pub(crate) url: String,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image: Option<String>,
    /// The path that stands for all addresses of this page; without one it is not for search engines.
    pub(crate) canonical: Option<String>,
    /// The address that stands for it where that is none of ours.
    pub(crate) elsewhere: Option<String>,
    /// The same page in other languages.
    pub(crate) alternates: Vec<Alternate>,
    /// It says something of somebody: nobody keeps it, and no search engine reads it.
    pub(crate) is_private: bool,
    /// It is a form first of all, whose style must be there before it is shown.
    pub(crate) is_form: bool,
    /// Somebody pays by card on it.
    pub(crate) takes_cards: bool,
    /// It is made of blocks, whose style is fetched.
    pub(crate) has_blocks: bool,
    /// `website` or `product`, for OpenGraph.
    pub(crate) kind: &'static str,
    pub(crate) crumbs: Vec<Crumb>,
    #[serde(skip)]
    pub(crate) data: Vec<Json>,
}

/// Search engines cut what is longer.
const MOST_DESCRIPTION: usize = 160;

impl Meta {
    /// A page for everybody.
    pub(crate) fn public(title: impl Into<String>, path: impl Into<String>) -> Self {
        Self { title: Some(title.into()), canonical: Some(path.into()), kind: "website", ..Self::default() }
    }

    /// A page for who asks for it.
    pub(crate) fn private(title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), is_private: true, is_form: true, kind: "website", ..Self::default() }
    }

    /// With a text of the shop in a line, without tags.
    #[must_use]
    pub(crate) fn about(self, text: Option<&str>) -> Self {
        let mut plain = String::new();
        let mut depth = 0_usize;
        for sign in text.unwrap_or_default().chars() {
            match sign {
                '<' => depth += 1,
                '>' if depth > 0 => depth -= 1,
                _ if depth == 0 => plain.push(if sign.is_whitespace() { ' ' } else { sign }),
                _ => {}
            }
        }
        let plain = plain.trim();
        let cut: String = plain.chars().take(MOST_DESCRIPTION).collect();
        Self { description: Some(cut).filter(|text| !text.is_empty()), ..self }
    }

    /// With what the shop says where a page says nothing itself.
    #[must_use]
    pub(super) fn beside(self, site: &Site) -> Self {
        let is_public = self.canonical.is_some();
        let (usual, image) = (&site.said.seo.description, &site.image);
        Self {
            description: self.description.or_else(|| usual.clone().filter(|_| is_public)),
            image: self.image.or_else(|| image.clone().filter(|_| is_public)),
            ..self
        }
    }

    /// What is said to machines, each a text that can stand in a page as it is.
    pub(super) fn json_ld(&self, shop: &Shop) -> Vec<String> {
        let crumbs = (!self.crumbs.is_empty()).then(|| {
            let steps = self.crumbs.iter().enumerate().map(|(at, crumb)| {
                json!({ "@type": "ListItem", "position": at + 1, "name": crumb.name, "item": format!("{}{}", shop.url, crumb.path) })
            });
            json!({ "@context": "https://schema.org/", "@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>() })
        });
        self.data.iter().chain(crumbs.as_ref()).map(harmless).collect()
    }
}

/// What the front of a shop says of it to machines.
pub(crate) fn of_shop(shop: &Shop, site: &Site) -> Vec<Json> {
    let mut own =
        json!({ "@context": "https://schema.org/", "@type": "Organization", "name": site.name, "url": shop.url });
    let contact = &site.said.contact;
    let said = [("email", &contact.email), ("telephone", &contact.phone), ("address", &contact.address)];
    for (name, text) in said.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
        own[name] = json!(text);
    }
    if let Some(logo) = &site.logo {
        own["logo"] = json!(Site::whole(shop, logo.address()));
    }
    if !site.said.social.is_empty() {
        own["sameAs"] = site.said.social.iter().map(|one| one.url.as_str()).collect();
    }
    vec![
        own,
        json!({
            "@context": "https://schema.org/", "@type": "WebSite", "name": site.name, "url": shop.url,
            "potentialAction": {
                "@type": "SearchAction", "target": format!("{}/search?q={{search_term_string}}", shop.url),
                "query-input": "required name=search_term_string"
            }
        }),
    ]
}

/// JSON in which nothing ends a script: outside of texts it has none of these signs.
pub(crate) fn harmless(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::{Meta, harmless};

    #[test]
    fn nothing_ends_a_script() {
        assert_eq!(harmless(&serde_json::json!("</script>&")), "\"\\u003c/script\\u003e\\u0026\"");
    }

    #[test]
    fn a_description_is_a_line_without_tags() {
        let meta = Meta::default().about(Some("<p>Warm\nlight</p> <b>x</b>"));
        assert_eq!(meta.description.as_deref(), Some("Warm light x"));
        assert_eq!(Meta::default().about(Some("  ")).description, None);
    }
}
