//! What everybody sees.

use serde_json::json;

use super::{block, heading, index, published, shown};
use crate::{
    shop::id,
    storefront::{Visitor, open},
};

#[tokio::test]
async fn a_page_is_found_by_its_path() {
    let shop = open().await;
    shown(
        &shop,
        "about",
        &[
            heading("b1", "Who we are"),
            block("rich_text", "b2", json!({ "html": "<p>Two <strong>people</strong>.</p>" })),
        ],
    )
    .await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/about").await;
    for part in [
        "<title>About us – Quay &amp; Tally</title>",
        "<link rel=\"canonical\" href=\"http://127.0.0.1:8080/about\">",
        "<h1>About us</h1>",
        "data-block-id=\"b1\" data-block-type=\"heading\"",
        "data-field=\"b1.text\" data-kind=\"text\">Who we are</h2>",
        "data-field=\"b2.html\" data-kind=\"rich_text\"><p>Two <strong>people</strong>.</p></div>",
        "data-slot=\"blocks\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("kontor-editor"));
    for (other, path) in [("/about/", "/about"), ("/About", "/about"), ("/home", "/")] {
        let answer = visitor.get(other).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, path), "{other}");
    }
    for path in ["/nothing", "/about/us"] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_page_of_its_own_is_the_front() {
    let shop = open().await;
    assert!(Visitor::new(&shop).page("/").await.contains("id=\"newest\""));
    shown(
        &shop,
        "home",
        &[block("hero", "h", json!({ "title": "Warm light", "text": "From the quay" })), heading("b", "More")],
    )
    .await;
    let page = Visitor::new(&shop).page("/").await;
    assert!(
        page.contains("<h1 class=\"hero-title\" data-field=\"h.title\" data-kind=\"text\">Warm light</h1>"),
        "{page}"
    );
    assert!(!page.contains("id=\"newest\"") && page.contains("rel=\"canonical\" href=\"http://127.0.0.1:8080/\""));
}

#[tokio::test]
async fn every_type_of_block() {
    let shop = open().await;
    index(&shop).await;
    let (mug, lamp) = (id("prod", "1", 1), id("prod", "1", 3));
    let category = id("pcat", "13", 1);
    let blocks = [
        block("heading", "b1", json!({ "text": "One", "level": 3, "align": "center" })),
        block("rich_text", "b2", json!({ "html": "<ul><li><p>a</p></li></ul>" })),
        block("image", "b3", json!({ "caption": "Nothing to be seen", "media": id("med", "1", 1) })),
        block("gallery", "b4", json!({ "images": [{ "id": "p1", "media": id("med", "1", 1) }] })),
        block(
            "hero",
            "b5",
            json!({ "title": "Two", "buttons": [
            { "id": "x", "label": "Mug", "link": mug }, { "id": "y", "label": "Gone", "link": id("prod", "1", 99) },
            { "id": "z", "label": "Out", "link": "https://example.com/?a=1&b=2", "style": "text" },
        ] }),
        ),
        block(
            "columns",
            "b6",
            json!({ "columns": [
            { "id": "left", "share": 1, "blocks": [heading("c1", "Left")] }, { "id": "right", "share": 2, "blocks": [] },
        ] }),
        ),
        block(
            "product_grid",
            "b7",
            json!({ "title": "Picked", "source": "products", "products": [mug, lamp, id("prod", "1", 99)], "limit": 8 }),
        ),
        block(
            "product_grid",
            "b8",
            json!({ "title": "Of a category", "source": "category", "category": category, "limit": 8, "all": true, "sort": "price_up" }),
        ),
        block("product_feature", "b9", json!({ "product": mug, "tone": "muted" })),
        block("blog_list", "b10", json!({ "title": "Posts", "limit": 3 })),
        block(
            "faq",
            "b11",
            json!({ "title": "Asked often", "questions": [{ "id": "q1", "question": "Why?", "answer": "<p>Because.</p>" }] }),
        ),
        block("testimonial", "b12", json!({ "quotes": [{ "id": "q1", "text": "Good.", "author": "Ann" }] })),
        block("video", "b13", json!({ "title": "A film", "url": "https://youtu.be/dQw4w9WgXcQ" })),
        block(
            "form",
            "b14",
            json!({ "key": "contact", "title": "Write", "fields": [
            { "id": "f1", "label": "E-mail", "kind": "email", "required": true },
            { "id": "f2", "label": "Which", "kind": "radio", "options": ["One", "Two"] },
            { "id": "f3", "label": "Where", "kind": "select", "options": ["Here"] },
        ] }),
        ),
        block("newsletter", "b15", json!({ "title": "News", "list": "news", "consent": "Yes." })),
        block("waitlist", "b16", json!({ "product": mug, "title": "Wait" })),
        block("html", "b17", json!({ "html": "<p class=\"k-x\">own</p>" })),
        block("spacer", "b18", json!({ "size": "large", "line": true })),
        block("reusable", "b19", json!({ "block": id("rblk", "1", 1) })),
    ];
    shown(&shop, "all", &blocks).await;
    let page = Visitor::new(&shop).page("/all").await;
    for part in [
        "<h3 id=\"b1\"",
        "href=\"/products/mug\"><span data-field=\"b5.buttons[x].label\" data-kind=\"text\">Mug</span>",
        "href=\"https://example.com/?a=1&amp;b=2\" rel=\"noopener noreferrer\"",
        "data-slot=\"b6.columns[left].blocks\"",
        "<h2 id=\"c1\"",
        "data-field=\"b7.title\" data-kind=\"text\">Picked</h2>",
        "data-field=\"b8.title\" data-kind=\"text\">Of a category</h2><ul",
        "href=\"/categories/home\">All of Home</a>",
        "data-field=\"b11.questions[q1].answer\" data-kind=\"rich_text\"><p>Because.</p>",
        "data-field=\"b12.quotes[q1].text\" data-kind=\"textarea\">Good.</p>",
        "data-embed=\"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ\"",
        "action=\"/forms/answers/contact\"",
        "action=\"/forms/newsletter\"",
        "action=\"/forms/waitlist\"",
        "<p class=\"k-x\">own</p>",
        "<hr>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<iframe") && !page.contains(">Gone<"), "{page}");
    for number in 1..=19 {
        let mark = format!("data-block-id=\"b{number}\" data-block-type=");
        assert_eq!(page.matches(&mark).count(), 1, "{mark}");
    }
}

#[tokio::test]
async fn what_nobody_takes_yet_says_so() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    for path in ["/forms/answers/contact", "/forms/newsletter", "/forms/waitlist"] {
        let answer = visitor.post(path, &[("email", "ann@example.com")]).await;
        assert_eq!(answer.status, 409);
        assert!(answer.text.contains("Not open yet"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_page_in_another_language() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let first = published(&editor, "about", &[heading("a", "Who we are")]).await;
    let body = json!({ "title": "Über uns", "slug": "uber-uns", "locale": "de", "translation_of": first, "content": { "blocks": [heading("a", "Wer wir sind")] } });
    let second = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
    editor.post(&format!("/admin/pages/{second}/publish"), &json!({ "revision": 1 })).ok().await;
    let page = Visitor::new(&shop).page("/uber-uns").await;
    assert!(
        page.contains("<html lang=\"de\">") && page.contains("Wer wir sind") && page.contains("Warenkorb"),
        "{page}"
    );
}
