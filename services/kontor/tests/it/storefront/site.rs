//! How the shop presents itself, as everybody sees it: also on pages that are kept.

use serde_json::{Value, json};
use testkit::Client;

use super::{
    Visitor,
    content::{heading, published},
    open, open_with,
};
use crate::{
    media::{id as media_id, picture},
    shop::Shop,
};

async fn editor(shop: &Shop) -> Client {
    shop.colleague("a", "edda", "editor").await.client
}

/// Says how the shop presents itself, whole.
async fn say(editor: &Client, site: &Value) {
    let seen = editor.get("/admin/site").send().await;
    let request = editor.request("PUT".parse().unwrap(), "/admin/site").header("if-match", seen.header("etag"));
    request.body("application/json", site.to_string().into_bytes()).ok().await;
}

/// The text behind a mark, up to another one.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before}: {text}"));
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn what_the_shop_says_of_itself_is_on_its_pages() {
    let shop = open().await;
    let editor = editor(&shop).await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/").await.contains("<title>Quay &amp; Tally</title>"), "as its operator says");
    let (logo, icon) = (picture(&editor, 600, 200).await, picture(&editor, 64, 64).await);
    say(
        &editor,
        &json!({
            "name": "Pier <9>", "tagline": "Lamps & more", "logo_media_id": media_id(&logo), "icon_media_id": media_id(&icon),
            "theme": {"colors": {"background": "#fffdf7", "text": "#222222", "accent": "#0b5c4a", "accent_text": "#ffffff"}, "font": "mono"},
            "seo": {"title_pattern": "{title} | P9", "description": "All of the pier.", "image_media_id": media_id(&logo)},
            "social": [{"network": "mastodon", "url": "https://social.example/@pier"}, {"network": "other", "url": "https://pier.example"}],
            "contact": {"email": "hello@pier.example", "phone": "+45 (12) 34-56", "address": "Pier 9\n<1234> Harbour"},
            "robots": "User-agent: Greedy\nDisallow: /",
        }),
    )
    .await;
    let page = visitor.page("/categories/home").await;
    for part in [
        " | P9</title>",
        "<img class=\"logo\" src=\"/media/",
        "alt=\"Pier &lt;9&gt;\"",
        "<link rel=\"icon\" href=\"/media/",
        "Lamps &amp; more",
        "content=\"All of the pier.\"",
        "<meta property=\"og:image\" content=\"http://127.0.0.1:8080/media/",
        "<a href=\"https://social.example/@pier\" rel=\"me noopener\">Mastodon</a>",
        "<a href=\"https://pier.example\" rel=\"me noopener\">Elsewhere</a>",
        "mailto:hello@pier.example",
        "href=\"tel:+45123456\"",
        "Pier 9<br>&lt;1234&gt; Harbour",
        "--paper:#fffdf7",
        "--accent:#0b5c4a",
        "--text:ui-monospace",
        "content=\"#fffdf7\" media",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("young-serif.woff2\" as=\"font\""), "letters that nobody sees are not fetched");
    let front = visitor.page("/").await;
    for part in [
        "<title>Pier &lt;9&gt;</title>",
        "\"name\":\"Pier \\u003c9\\u003e\"",
        "\"sameAs\":[\"https://social.example/@pier\"",
        "\"telephone\":\"+45 (12) 34-56\"",
        "\"logo\":\"http://127.0.0.1:8080/media/",
    ] {
        assert!(front.contains(part), "{part}: {front}");
    }
    let robots = visitor.get("/robots.txt").await.text;
    assert!(robots.ends_with("sitemap.xml\n\nUser-agent: Greedy\nDisallow: /\n"), "{robots}");
    // The pictures are there, for everybody.
    let picture = between(&page, "<img class=\"logo\" src=\"", "\"");
    assert!(visitor.get(picture).await.header("content-type").starts_with("image/"), "{picture}");
}

#[tokio::test]
async fn a_kept_page_shows_at_once_what_has_changed_and_keeps_its_policy() {
    let shop = open_with(&[]).await;
    let editor = editor(&shop).await;
    let visitor = Visitor::new(&shop);
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    for (accent, name) in [("#0b5c4a", "Pier"), ("#7a1f5c", "Mole")] {
        say(&editor, &json!({"name": name, "theme": {"colors": {"accent": accent}}})).await;
        let mut kept = 0;
        while kept < 2 {
            assert!(tokio::time::Instant::now() < deadline, "{name} is not kept");
            let answer = visitor.get("/products/mug").await;
            // What a notice has not reached yet is of before.
            if !answer.text.contains(&format!("– {name}</title>")) {
                assert_eq!(kept, 0, "an older page came back");
                continue;
            }
            let sheet = between(&answer.text, "</style>\n<style>", "</style>");
            assert!(sheet.contains("--strong:"), "{sheet}");
            let policy = answer.header("content-security-policy");
            assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
            kept += usize::from(answer.header("x-kontor-cache") == "hit");
        }
    }
}

#[tokio::test]
async fn a_closed_shop_is_open_to_who_works_there() {
    let shop = open_with(&[]).await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let visitor = Visitor::new(&shop);
    visitor.page("/products/mug").await;
    visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "1")]).await;
    let closed = json!({"name": "Pier", "contact": {"email": "hello@pier.example"}, "maintenance": {"is_on": true, "message": "We count <b>lamps</b>.\nBack at noon."}});
    say(&olga.client, &closed).await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while visitor.get("/products/mug").await.status != 503 {
        assert!(tokio::time::Instant::now() < deadline, "a kept page is still shown");
    }
    let staff = Visitor::new(&shop);
    staff.become_staff(&shop, &olga).await;
    let other = Visitor::new(&shop);
    other.become_staff(&shop, &shop.colleague("b", "bert", "owner").await).await;
    let forged = Visitor::new(&shop);
    forged.bring("better-auth.session_token", "of-nobody.AAAA");
    for path in [
        "/",
        "/products/mug",
        "/cart",
        "/search?q=mug",
        "/account/sign-in",
        "/blog",
        "/sitemap.xml",
        "/nowhere",
    ] {
        for who in [&visitor, &other, &forged] {
            let answer = who.get(path).await;
            assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "600"), "{path}: {}", answer.text);
            assert!(
                answer.text.contains("We count &lt;b&gt;lamps&lt;/b&gt;.")
                    && answer.text.contains("hello@pier.example"),
                "{path}: {}",
                answer.text
            );
            assert!(answer.header("cache-control").contains("no-store") && answer.text.contains("noindex"), "{path}");
        }
    }
    // Who works there sees it, and what he sees is kept for nobody.
    for _ in 0..3 {
        let answer = staff.get("/products/mug").await;
        assert!(answer.status == 200 && answer.header("x-kontor-cache") != "hit", "{answer:?}");
        assert_eq!(visitor.get("/products/mug").await.status, 503);
    }
    let answer = visitor.post("/cart/promotions", &[("code", "x")]).await;
    assert_eq!(answer.status, 503, "nothing is bought meanwhile");
    for path in ["/robots.txt", "/editor/sign-in"] {
        assert_eq!(visitor.get(path).await.status, 200, "{path}");
    }
    say(&olga.client, &json!({"name": "Pier"})).await;
    while visitor.get("/products/mug").await.status != 200 {
        assert!(tokio::time::Instant::now() < deadline, "it does not open again");
    }
    assert!(visitor.page("/cart").await.contains("/products/mug"), "the cart was kept");
}

#[tokio::test]
async fn a_page_that_the_shop_chooses_is_its_front() {
    let shop = open().await;
    let editor = editor(&shop).await;
    let visitor = Visitor::new(&shop);
    let page = published(&editor, "welcome", &[heading("b1", "Come in")]).await;
    say(&editor, &json!({"home_page_id": page})).await;
    let front = visitor.page("/").await;
    let canonical = "<link rel=\"canonical\" href=\"http://127.0.0.1:8080/\">";
    assert!(front.contains("Come in") && front.contains(canonical) && !front.contains("id=\"newest\""), "{front}");
    assert!(visitor.page("/welcome").await.contains(canonical), "it has one address");
    assert!(!visitor.get("/sitemaps/pages-1.xml").await.text.contains("/welcome"));
    // Whoever works there edits it where it stands.
    let staff = Visitor::new(&shop);
    staff.become_staff(&shop, &shop.colleague("a", "olga", "owner").await).await;
    assert!(staff.page("/?edit").await.contains(&page));
    editor.post(&format!("/admin/pages/{page}/unpublish"), &json!({})).ok().await;
    assert!(visitor.page("/").await.contains("id=\"newest\""), "until it is published again");
}

#[tokio::test]
async fn the_head_has_the_menu_and_departments_where_there_is_none() {
    let shop = open().await;
    let editor = editor(&shop).await;
    let visitor = Visitor::new(&shop);
    let head = |page: String| between(&page, "<header", "</header>").to_owned();
    assert!(head(visitor.page("/").await).contains("href=\"/categories/home\""));
    let items = json!([
        {"label": "News <i>", "link": "/blog"},
        {"label": "Shop", "items": [{"label": "Everything", "link": "/collections"}, {"label": "Out", "link": "https://else.example/"}]},
    ]);
    let menu = json!({"handle": "main", "locale": "en", "title": "Header", "items": items});
    editor.post("/admin/menus", &menu).ok().await;
    let shown = head(visitor.page("/blog").await);
    for part in [
        "<a href=\"/blog\" aria-current=\"page\">News &lt;i&gt;</a>",
        "<summary>Shop</summary>",
        "<a href=\"/collections\">Everything</a>",
        "href=\"https://else.example/\"",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("/categories/home"), "{shown}");
    // In a language that has no menu the departments stand.
    visitor.submit("/settings/place", &[("country", "de"), ("language", "de"), ("return", "/blog")]).await;
    assert!(head(visitor.page("/blog").await).contains("href=\"/categories/home\""));
}

#[tokio::test]
async fn a_shop_names_its_theme() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("autumn/pages")).unwrap();
    std::fs::create_dir_all(folder.path().join("autumn/messages")).unwrap();
    std::fs::write(
        folder.path().join("autumn/pages/collections.html"),
        "<p>{{ t('collections.title') }}</p>{{ asset('site.css') }}",
    )
    .unwrap();
    std::fs::write(folder.path().join("autumn/messages/en.toml"), "[collections]\ntitle = \"Leaves\"\n").unwrap();
    let shop = open_with(&[("KONTOR_CACHE", "false"), ("STOREFRONT_THEMES", folder.path().to_str().unwrap())]).await;
    let editor = editor(&shop).await;
    let visitor = Visitor::new(&shop);
    assert!(!visitor.page("/collections").await.contains("Leaves"));
    say(&editor, &json!({"theme": {"name": "autumn"}})).await;
    let page = visitor.page("/collections").await;
    assert!(page.starts_with("<p>Leaves</p>/theme/"), "{page}");
    let asset = page.strip_prefix("<p>Leaves</p>").unwrap();
    assert!(visitor.get(asset).await.header("cache-control").contains("immutable"), "{asset}");
    say(&editor, &json!({"theme": {"name": "winter"}})).await;
    assert!(!visitor.page("/collections").await.contains("Leaves"), "a theme that is not there is the usual one");
}
