//! What search engines and those who share a page are told.

use serde_json::{Value, json};

use super::{block, heading, published};
use crate::storefront::{Visitor, open};

/// What a page says to machines.
fn data(page: &str) -> Vec<Value> {
    let parts = page.split("<script type=\"application/ld+json\">").skip(1);
    parts.map(|part| serde_json::from_str(part.split_once("</script>").unwrap().0).unwrap()).collect()
}

fn of<'a>(data: &'a [Value], kind: &str) -> &'a Value {
    data.iter().find(|one| one["@type"] == kind).unwrap_or_else(|| panic!("no {kind}: {data:?}"))
}

#[tokio::test]
async fn a_page_names_its_translations() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let mut ids = vec![published(&editor, "home", &[heading("a", "Welcome")]).await];
    for (locale, slug) in [("de", "home"), ("da", "forside")] {
        let body = json!({ "title": "Front", "slug": slug, "locale": locale, "translation_of": ids[0] });
        let id = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
        editor.post(&format!("/admin/pages/{id}/publish"), &json!({ "revision": 1 })).ok().await;
        ids.push(id);
    }
    let visitor = Visitor::new(&shop);
    for path in ["/", "/?lang=de", "/forside"] {
        let page = visitor.page(path).await;
        for (language, url) in [("en", "/"), ("de", "/?lang=de"), ("da", "/forside"), ("x-default", "/")] {
            let link = format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"http://127.0.0.1:8080{url}\">");
            assert!(page.contains(&link), "{path}: {link}\n{page}");
        }
        let canonical = format!("<link rel=\"canonical\" href=\"http://127.0.0.1:8080{path}\">");
        assert!(page.contains(&canonical), "{canonical}\n{page}");
    }
    assert!(visitor.page("/?lang=de").await.contains("<html lang=\"de\">"));
    assert!(visitor.page("/?lang=tlh").await.contains("<html lang=\"en\">"));
    let map = visitor.page("/sitemaps/pages-1.xml").await;
    assert!(
        map.contains("8080/?lang=de</loc>") && map.contains("/forside</loc>") && !map.contains("8080/</loc>"),
        "{map}"
    );
    assert!(visitor.page("/sitemap.xml").await.contains("/sitemaps/pages-1.xml"));
    for path in ["/sitemaps/pages-2.xml", "/sitemaps/pages-0.xml", "/sitemaps/pages-x.xml"] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_page_says_what_it_is() {
    let shop = open().await;
    let faq = block(
        "faq",
        "f",
        json!({ "title": "Asked", "questions": [
        { "id": "q1", "question": "Why </script>?", "answer": "<p>Because <strong>so</strong>.</p>" },
        { "id": "q2", "question": "Empty?", "answer": "" },
    ] }),
    );
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let body = json!({
        "title": "About us", "slug": "about", "locale": "en", "content": { "blocks": [faq] }, "excerpt": "By the harbour.",
        "seo": { "title": "Who \"we\" are", "description": "Two <people>.", "image": "https://img.example/quay.jpg" }
    });
    let id = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
    let refused = editor.post(&format!("/admin/pages/{id}/publish"), &json!({ "revision": 1 })).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("Answer"), "{refused}");
    let mut body = body;
    body.as_object_mut().unwrap().remove("locale");
    body["content"]["blocks"][0]["props"]["questions"].as_array_mut().unwrap().pop();
    let request =
        editor.request("PUT".parse().unwrap(), &format!("/admin/pages/{id}/draft")).header("if-match", "\"1\"");
    assert_eq!(request.body("application/json", body.to_string().into_bytes()).send().await.status, 200);
    editor.post(&format!("/admin/pages/{id}/publish"), &json!({ "revision": 2 })).ok().await;
    let page = Visitor::new(&shop).page("/about").await;
    for part in [
        "<title>Who &quot;we&quot; are – Quay &amp; Tally</title>",
        "<meta name=\"description\" content=\"Two .\">",
        "<meta property=\"og:title\" content=\"Who &quot;we&quot; are\">",
        "<meta property=\"og:image\" content=\"https://img.example/quay.jpg\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let data = data(&page);
    assert_eq!(of(&data, "WebPage")["inLanguage"], "en");
    assert_eq!(of(&data, "BreadcrumbList")["itemListElement"][1]["name"], "About us");
    let questions = &of(&data, "FAQPage")["mainEntity"];
    assert_eq!((questions.as_array().unwrap().len(), &questions[0]["name"]), (1, &json!("Why </script>?")));
    assert_eq!(questions[0]["acceptedAnswer"]["text"], "<p>Because <strong>so</strong>.</p>");
}

#[tokio::test]
async fn a_page_may_be_left_out_or_stand_elsewhere() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    for (slug, seo) in [
        ("hidden", json!({ "is_hidden": true, "canonical_url": "https://other.example/hidden" })),
        ("copy", json!({ "canonical_url": "https://other.example/original" })),
    ] {
        let body = json!({ "title": slug, "slug": slug, "locale": "en", "seo": seo });
        let id = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
        editor.post(&format!("/admin/pages/{id}/publish"), &json!({ "revision": 1 })).ok().await;
    }
    published(&editor, "shown", &[heading("a", "x")]).await;
    let visitor = Visitor::new(&shop);
    let hidden = visitor.page("/hidden").await;
    assert!(hidden.contains("<meta name=\"robots\" content=\"noindex\">") && !hidden.contains("canonical"), "{hidden}");
    let copy = visitor.page("/copy").await;
    assert!(copy.contains("<link rel=\"canonical\" href=\"https://other.example/original\">"), "{copy}");
    let map = visitor.page("/sitemaps/pages-1.xml").await;
    assert!(map.contains("/shown</loc>") && !map.contains("hidden") && !map.contains("copy"), "{map}");
}
