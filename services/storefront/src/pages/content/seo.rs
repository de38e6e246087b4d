//! What a page says of itself to search engines and to those who share it.

use blocks::{Block, Content};
use serde_json::{Value, json};

use super::{HOME, path_of_page};
use crate::{
    blocks::Found,
    model::{Said, Translation},
    page::{Alternate, Meta, of_shop},
    shops::Shop,
    site::Site,
    visit::Visit,
};

/// More questions search engines do not read.
const MOST_QUESTIONS: usize = 100;

/// Where a page is in a language. One that shares its path with a translation of itself says which of them it is.
pub(in crate::pages) fn path_of(shop: &Shop, page: &Translation, all: &[Translation]) -> String {
    let path = path_of_page(&page.slug);
    let is_shared = all.iter().any(|other| other.slug == page.slug && other.locale != page.locale);
    if is_shared && !is_of(shop, &page.locale) {
        format!("{path}?lang={}", page.locale.to_ascii_lowercase())
    } else {
        path
    }
}

/// Whether a language is the shop's first.
fn is_of(shop: &Shop, locale: &str) -> bool {
    let language = |text: &str| text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    language(&shop.locale) == language(locale)
}

/// What is said of a published page.
pub(super) fn meta(visit: &Visit, page: &Said, content: &Content, found: &Found) -> Meta {
    let (shop, seo) = (&visit.shop, &page.seo);
    let own = Translation { locale: page.locale.clone(), slug: page.slug.clone() };
    let path = path_of(shop, &own, &page.translations);
    let site = visit.known_site();
    let title =
        seo.title.clone().unwrap_or_else(|| if page.slug == HOME { site.name.clone() } else { page.title.clone() });
    let tagline = site.tagline.as_deref().filter(|_| page.slug == HOME);
    let mut meta = Meta::public(title.clone(), path.clone());
    meta = meta.about(seo.description.as_deref().or(page.excerpt.as_deref()).or(tagline));
    meta.image = seo.image.as_deref().and_then(|image| found.address_of(shop, image)).map(|url| whole(shop, &url));
    meta.has_blocks = true;
    meta.elsewhere.clone_from(&seo.canonical_url);
    if seo.is_hidden {
        meta.canonical = None;
        return meta;
    }
    if page.translations.len() > 1 {
        let url = |one: &Translation| whole(shop, &path_of(shop, one, &page.translations));
        let named = page.translations.iter().map(|one| Alternate { language: one.locale.clone(), url: url(one) });
        let usual = page.translations.iter().find(|one| is_of(shop, &one.locale));
        let usual = usual.map(|one| Alternate { language: "x-default".to_owned(), url: url(one) });
        meta.alternates = named.chain(usual).collect();
    }
    meta.data = data(shop, &site, page, &meta, (&title, &path));
    meta.data.extend(questions(content));
    meta
}

fn data(shop: &Shop, site: &Site, page: &Said, meta: &Meta, (title, path): (&str, &str)) -> Vec<Value> {
    let mut own = json!({
        "@context": "https://schema.org/", "@type": "WebPage", "name": title, "url": whole(shop, path), "inLanguage": page.locale,
        "datePublished": page.first_published_at, "dateModified": page.published_at,
    });
    if let Some(description) = &meta.description {
        own["description"] = json!(description);
    }
    if page.slug == HOME {
        return of_shop(shop, site).into_iter().chain([own]).collect();
    }
    let step = |position: usize, name: &str, url: String| json!({ "@type": "ListItem", "position": position, "name": name, "item": url });
    let steps = [step(1, &site.name, whole(shop, "/")), step(2, &page.title, whole(shop, path))];
    let crumbs = json!({ "@context": "https://schema.org/", "@type": "BreadcrumbList", "itemListElement": steps });
    vec![own, crumbs]
}

/// All questions of a page with their answers.
fn questions(content: &Content) -> Option<Value> {
    let mut found = Vec::new();
    collect(content.blocks(), &mut found);
    (!found.is_empty()).then(|| json!({ "@context": "https://schema.org/", "@type": "FAQPage", "mainEntity": found }))
}

fn collect(blocks: &[Block], found: &mut Vec<Value>) {
    for block in blocks {
        match block {
            Block::Columns(block) => {
                for column in block.columns.iter() {
                    collect(&column.blocks, found);
                }
            }
            Block::Faq(block) => {
                let left = MOST_QUESTIONS.saturating_sub(found.len());
                let asked = block
                    .questions
                    .iter()
                    .filter(|one| !one.question.trim().is_empty() && !one.answer.text().is_empty());
                found.extend(asked.take(left).map(|one| {
                    let answer = json!({ "@type": "Answer", "text": one.answer.render_safe() });
                    json!({ "@type": "Question", "name": &*one.question, "acceptedAnswer": answer })
                }));
            }
            _ => {}
        }
    }
}

/// An address with its host: those who read it stand elsewhere.
fn whole(shop: &Shop, address: &str) -> String {
    Site::whole(shop, address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_two_languages_share() {
        let shop = Shop {
            key: String::new(),
            name: None,
            tagline: None,
            locale: "en".into(),
            country: None,
            url: "https://shop.example".into(),
            theme: None,
            files: None,
        };
        let of = |locale: &str, slug: &str| Translation { locale: locale.into(), slug: slug.into() };
        let all = [of("en", "home"), of("de", "home"), of("da", "forside")];
        let paths: Vec<String> = all.iter().map(|one| path_of(&shop, one, &all)).collect();
        assert_eq!(paths, ["/", "/?lang=de", "/forside"]);
    }
}
