//! The blog, its feeds, and what moved.

use serde_json::json;
use testkit::Client;

use super::{Visitor, open};
use crate::{
    media::{id as media_id, picture},
    shop::Shop,
};

/// A post about coffee, published.
async fn post(editor: &Client, title: &str, slug: &str) -> String {
    let text = json!({"type": "rich_text", "props": {"id": "a1", "html": "<p>A ship has come.</p>"}});
    let body = json!({
        "title": title, "slug": slug, "locale": "en", "excerpt": "Ships that <b>bring</b> coffee.", "tags": ["Coffee & tea"],
        "content": {"blocks": [text]},
    });
    let made = editor.post("/admin/blog-posts", &body).ok().await;
    let id = made["blog_post"]["id"].as_str().unwrap().to_owned();
    editor.post(&format!("/admin/blog-posts/{id}/publish"), &json!({"revision": 1})).ok().await;
    id
}

async fn staff(shop: &Shop) -> Client {
    shop.colleague("a", "edda", "editor").await.client
}

#[tokio::test]
async fn posts_are_listed_and_read() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/blog").await.contains("Nothing has been written yet."));
    let editor = staff(&shop).await;
    post(&editor, "News of the quay <script>", "news-of-the-quay").await;
    post(&editor, "More of it", "more-of-it").await;

    let list = visitor.page("/blog").await;
    for part in
        ["href=\"/blog/news-of-the-quay\"", "News of the quay &lt;script&gt;", "bring", "1 min", "/blog/feed.rss"]
    {
        assert!(list.contains(part), "{part}: {list}");
    }
    let tagged = visitor.page("/blog/tags/coffee-tea").await;
    assert!(tagged.contains("<h1>Coffee &amp; tea</h1>") && tagged.contains("More of it"), "{tagged}");
    let page = visitor.page("/blog/news-of-the-quay").await;
    for part in
        ["A ship has come.", "\"BlogPosting\"", "href=\"/blog/tags/coffee-tea\"", "More of it", "rel=\"canonical\""]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script>alert") && !page.contains("quay <script>"), "{page}");
    // A feed names whole addresses, so the shop says where its pages are.
    assert_eq!(visitor.get("/blog/feed.atom").await.status, 404);
    shop.change("update stores set storefront_url = 'https://shop.example/products/{handle}'").await;
    let feed = shop.anybody().get("/blog/feed.atom").send().await;
    assert_eq!(feed.status, 200, "{}", feed.text);
    assert!(feed.header("content-type").starts_with("application/atom+xml") && feed.text.contains("News of the quay"));
    for gone in ["/blog/none", "/blog/tags/none", "/blog?page=2", "/blog/feed.json"] {
        assert_eq!(visitor.get(gone).await.status, 404, "{gone}");
    }
}

#[tokio::test]
async fn what_moved_leads_on() {
    let shop = open().await;
    let editor = staff(&shop).await;
    let visitor = Visitor::new(&shop);
    let body = json!({"from_path": "/ueber-uns.html", "to_url": "/about", "status_code": 301});
    editor.post("/admin/redirects", &body).ok().await;
    let answer = visitor.get("/ueber-uns.html?utm_source=old").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/about?utm_source=old"), "{}", answer.text);
    let body = json!({"from_path": "/sale", "to_url": "https://sale.example/a?b=c", "status_code": 302});
    editor.post("/admin/redirects", &body).ok().await;
    let answer = visitor.get("/sale?x=1").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "https://sale.example/a?b=c"));
    // A post that moves leaves one behind.
    let id = post(&editor, "News", "news").await;
    let draft = editor.get(&format!("/admin/blog-posts/{id}/draft")).send().await;
    let mut body = draft.json()["draft"].clone();
    body["slug"] = json!("tidings");
    for own in ["blog_post_id", "revision", "id", "created_at", "updated_at", "updated_by", "locale", "status"] {
        body.as_object_mut().unwrap().remove(own);
    }
    let save = editor.request("PUT".parse().unwrap(), &format!("/admin/blog-posts/{id}/draft"));
    let saved = save.header("if-match", draft.header("etag")).body("application/json", body.to_string().into_bytes());
    let saved = saved.ok().await;
    let revision = &saved["draft"]["revision"];
    editor.post(&format!("/admin/blog-posts/{id}/publish"), &json!({"revision": revision})).ok().await;
    assert_eq!(visitor.get("/blog/tidings").await.status, 200);
    let answer = visitor.get("/blog/news").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (301, "/blog/tidings"), "{}", answer.text);
    assert_eq!(visitor.get("/nowhere").await.status, 404);
}

#[tokio::test]
async fn what_was_changed_and_what_stands_at_the_foot() {
    let shop = open().await;
    let editor = staff(&shop).await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/changelog").await.contains("Nothing has changed yet."));
    let text = json!({"type": "rich_text", "props": {"id": "a1", "html": "<p>Parcels are tracked.</p>"}});
    let body = json!({"title": "Tracked <b>parcels", "locale": "en", "version": "2.1", "change": "added", "content": {"blocks": [text]}});
    let made = editor.post("/admin/changelog", &body).ok().await;
    let id = made["changelog_entry"]["id"].as_str().unwrap();
    editor.post(&format!("/admin/changelog/{id}/publish"), &json!({"revision": 1})).ok().await;
    let page = visitor.page("/changelog").await;
    for part in ["Tracked &lt;b&gt;parcels", "Parcels are tracked.", "2.1", "New"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("href=\"/categories/home\""), "departments, while the shop has no menu: {page}");
    let items = json!([{"label": "Help <i>", "items": [{"label": "News", "link": "/changelog"}]}]);
    let menu = json!({"handle": "footer", "locale": "en", "title": "Footer", "items": items});
    editor.post("/admin/menus", &menu).ok().await;
    let page = visitor.page("/changelog").await;
    for part in ["Help &lt;i&gt;", "<a href=\"/changelog\">News</a>"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

/// The least of what a page asks the database: who a key opens for is looked up now and then beside it.
async fn statements(shop: &Shop, path: &str) -> u64 {
    let visitor = Visitor::new(shop);
    let mut least = u64::MAX;
    for _ in 0..5 {
        let before = shop.platform.app.db.statements();
        visitor.page(path).await;
        least = least.min(shop.platform.app.db.statements() - before);
    }
    least
}

/// All of them are one page.
#[tokio::test]
async fn many_posts_and_changes_cost_what_few_do() {
    let shop = open().await;
    let editor = staff(&shop).await;
    let author = editor.post("/admin/blog-authors", &json!({"name": "Ann"})).ok().await["blog_author"]["id"].clone();
    let picture = media_id(&picture(&editor, 320, 200).await).to_owned();
    let entry = async |nth: usize| {
        let text = json!({"type": "rich_text", "props": {"id": "a1", "html": "<p>A ship has come.</p>"}});
        let image = json!({"type": "image", "props": {"id": "a2", "media": picture}});
        let content = json!({"blocks": [text, image]});
        let body = json!({
            "title": format!("Post {nth}"), "slug": format!("post-{nth}"), "locale": "en", "tags": [format!("Tag {}", nth % 5)],
            "authors": [author], "cover": {"media_id": picture, "alt": "A flag"}, "content": content,
        });
        let made = editor.post("/admin/blog-posts", &body).ok().await;
        let id = made["blog_post"]["id"].as_str().unwrap().to_owned();
        editor.post(&format!("/admin/blog-posts/{id}/publish"), &json!({"revision": 1})).ok().await;
        let body = json!({"title": format!("Change {nth}"), "slug": format!("change-{nth}"), "locale": "en", "change": "added", "content": content});
        let made = editor.post("/admin/changelog", &body).ok().await;
        let id = made["changelog_entry"]["id"].as_str().unwrap().to_owned();
        editor.post(&format!("/admin/changelog/{id}/publish"), &json!({"revision": 1})).ok().await;
    };
    const PATHS: [&str; 4] = ["/blog", "/blog/tags/tag-1", "/blog/post-1", "/changelog"];
    let mut few = Vec::new();
    for nth in 0..20 {
        if nth == 2 {
            for path in PATHS {
                few.push(statements(&shop, path).await);
            }
        }
        entry(nth).await;
    }
    for (path, few) in PATHS.into_iter().zip(few) {
        let many = statements(&shop, path).await;
        assert!(many <= few, "{path}: {many} statements for twenty entries, {few} for two");
    }
    let page = Visitor::new(&shop).page("/changelog").await;
    assert!(page.contains("Change 19") && page.contains("Change 0"), "{page}");
    assert!(Visitor::new(&shop).page("/blog").await.matches("alt=\"A flag\"").count() >= 12);
}
