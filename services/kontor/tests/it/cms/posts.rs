//! Posts of the blog.

use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use super::{heading, open, saying, work};
use crate::{
    admin::delete,
    shop::{Shop, key},
};

const SETTINGS: [(&str, &str); 2] = [("KONTOR_CACHE", "false"), ("KONTOR_EMBEDDER", "hashing")];

async fn author(editor: &Client, name: &str) -> String {
    let made = editor.post("/admin/blog-authors", &json!({ "name": name })).ok().await;
    made["blog_author"]["id"].as_str().unwrap().to_owned()
}

/// A post with what is said of it besides.
async fn post(editor: &Client, title: &str, own: Value) -> String {
    let mut body = json!({ "title": title, "locale": "en", "content": saying(&[heading("a", title)]) });
    for (name, value) in own.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = editor.post("/admin/blog-posts", &body).ok().await;
    made["blog_post"]["id"].as_str().unwrap().to_owned()
}

async fn publish(editor: &Client, post: &str, revision: i64) -> Value {
    let done = editor.post(&format!("/admin/blog-posts/{post}/publish"), &json!({ "revision": revision })).ok().await;
    done["blog_post"].clone()
}

async fn save(editor: &Client, post: &str, seen: i64, body: &Value) -> Answer {
    let request = editor.request(Method::PUT, &format!("/admin/blog-posts/{post}/draft"));
    let request = request.header("if-match", &format!("\"{seen}\""));
    request.body("application/json", body.to_string().into_bytes()).send().await
}

async fn titles(shop: &Shop, query: &str) -> Vec<String> {
    let found = shop.shopper().get(&format!("/store/blog-posts?{query}")).ok().await;
    found["blog_posts"].as_array().unwrap().iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_draft_changes_nothing_that_is_public() {
    let (shop, editor) = open().await;
    let (ida, ole) = (author(&editor, "Ida Strand").await, author(&editor, "Ole Wind").await);
    let cover = json!({ "media_id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "alt": "A ship" });
    let own = json!({ "excerpt": "Coffee has come.", "tags": ["Coffee", "coffee!", "Harbour"], "authors": [ida], "cover": cover });
    let id = post(&editor, "A ship", own).await;
    assert!(titles(&shop, "").await.is_empty() && shop.count("public.blog_posts").await == 0);
    let draft = editor.get(&format!("/admin/blog-posts/{id}/draft")).ok().await["draft"].clone();
    assert_eq!(draft["tags"], json!(["Coffee", "Harbour"]), "two that are written alike are one");
    assert_eq!((&draft["blog_post_id"], &draft["cover"], &draft["authors"]), (&json!(id), &cover, &json!([ida])));
    let shown = publish(&editor, &id, 1).await;
    assert_eq!((&shown["status"], &shown["slug"]), (&json!("published"), &json!("a-ship")));
    let first = shop.shopper().get("/store/blog-posts/a-ship").ok().await["blog_post"].clone();
    assert_eq!(
        first["tags"],
        json!([{ "name": "Coffee", "slug": "coffee" }, { "name": "Harbour", "slug": "harbour" }])
    );
    assert_eq!(
        [&first["authors"][0]["name"], &first["authors"][0]["slug"]],
        [&json!("Ida Strand"), &json!("ida-strand")]
    );
    assert!(first["authors"][0].get("id").is_none() && first["authors"][0].get("user_id").is_none());
    assert_eq!(
        [&first["excerpt"], &first["cover"], &first["reading_minutes"]],
        [&json!("Coffee has come."), &cover, &json!(1)]
    );
    assert_eq!(first["content"], saying(&[heading("a", "A ship")]));

    let long = "word ".repeat(500);
    let next = json!({ "title": "Two ships", "slug": "two-ships", "tags": ["Tea"], "authors": [ole, ida], "content": saying(&[heading("a", "Two"), super::block("rich_text", "b", json!({ "html": format!("<p>{}</p>", long.trim()) }))]) });
    assert_eq!(save(&editor, &id, 1, &next).await.status.as_u16(), 200);
    assert_eq!(
        shop.shopper().get("/store/blog-posts/a-ship").ok().await["blog_post"],
        first,
        "a draft is nobody's business"
    );
    publish(&editor, &id, 2).await;
    let second = shop.shopper().get(&format!("/store/blog-posts/{id}")).ok().await["blog_post"].clone();
    assert_eq!(
        [&second["slug"], &second["excerpt"], &second["cover"], &second["reading_minutes"]],
        [&json!("two-ships"), &json!(null), &json!(null), &json!(3)]
    );
    assert_eq!(second["authors"][0]["name"], "Ole Wind");
    assert_eq!(second["first_published_at"], first["first_published_at"]);
    let led = shop.shopper().get("/store/redirects?path=/blog/a-ship").ok().await;
    assert_eq!(led["redirects"][0]["to_url"], "/blog/two-ships");
    shop.shopper().get("/store/blog-posts/a-ship").error(404).await;

    editor.post(&format!("/admin/blog-posts/{id}/restore"), &json!({ "revision": 1 })).ok().await;
    let diff = editor.get(&format!("/admin/blog-posts/{id}/revisions/3/diff")).ok().await["diff"].clone();
    let changed: Vec<&str> =
        diff["fields"].as_array().unwrap().iter().map(|field| field["path"].as_str().unwrap()).collect();
    assert_eq!(changed, ["authors", "cover.alt", "cover.media_id", "excerpt", "slug", "tags", "title"]);
    editor.post(&format!("/admin/blog-posts/{id}/unpublish"), &json!({})).ok().await;
    assert_eq!(shop.count("public.blog_posts").await + shop.count("public.blog_post_tags").await, 0);
    shop.shopper().get("/store/blog-posts/two-ships").error(404).await;
    assert_eq!(shop.count("public.events where name = 'post.published'").await, 2);
    assert_eq!(delete(&editor, &format!("/admin/blog-posts/{id}")).await.json()["object"], "blog_post");
}

#[tokio::test]
async fn a_post_is_published_when_it_is_due() {
    let (shop, editor) = open().await;
    let ida = author(&editor, "Ida").await;
    let id = post(&editor, "A ship", json!({ "tags": ["Coffee"], "authors": [ida] })).await;
    let gone = post(&editor, "Nobody's", json!({ "authors": ["bauth_01jd6nwvvgfa5sr38y5wx4pq3d"] })).await;
    let at = super::now(&shop) + chrono::TimeDelta::hours(1);
    for post in [&id, &gone] {
        let plan = json!({ "revision": 1, "publish_at": at });
        editor.post(&format!("/admin/blog-posts/{post}/schedule"), &plan).ok().await;
    }
    let later = json!({ "title": "Not yet", "slug": "a-ship", "tags": ["Tea"] });
    assert_eq!(save(&editor, &id, 1, &later).await.status.as_u16(), 200);
    shop.test.clock().advance(chrono::TimeDelta::minutes(61));
    work(&shop).await;
    let seen = shop.shopper().get("/store/blog-posts/a-ship").ok().await["blog_post"].clone();
    assert_eq!([&seen["title"], &seen["tags"][0]["slug"]], [&json!("A ship"), &json!("coffee")]);
    let editor = shop.colleague("a", "erik", "editor").await.client;
    let told = editor.get(&format!("/admin/blog-posts/{gone}")).ok().await["blog_post"].clone();
    assert!(told["schedule_problem"].as_str().unwrap().contains("no author with id"), "{told}");
    assert_eq!(titles(&shop, "").await, ["A ship"], "what could not be published is not half there");
    assert_eq!(shop.count("public.blog_posts").await, 1);
}

#[tokio::test]
async fn who_was_slower_is_offered_both() {
    let (_shop, editor) = open().await;
    let id = post(&editor, "A ship", json!({ "tags": ["Coffee"] })).await;
    let blocks = saying(&[heading("a", "A ship")]);
    let ann = json!({ "title": "A ship", "slug": "a-ship", "tags": ["Coffee", "Tea"], "content": blocks });
    let ben =
        json!({ "title": "A ship", "slug": "a-ship", "tags": ["Coffee"], "excerpt": "It came.", "content": blocks });
    assert_eq!(save(&editor, &id, 1, &ann).await.status.as_u16(), 200);
    let both = save(&editor, &id, 1, &ben).await;
    assert_eq!(both.status.as_u16(), 412);
    let both = both.json();
    assert_eq!([&both["merge"]["tags"], &both["merge"]["excerpt"]], [&json!(["Coffee", "Tea"]), &json!("It came.")]);
    assert_eq!(both["merge"]["conflicts"], json!([]));
    let cat = json!({ "title": "A ship", "slug": "a-ship", "tags": ["Wool"], "content": blocks });
    let torn = save(&editor, &id, 1, &cat).await.json();
    assert_eq!(torn["merge"]["conflicts"][0]["field"], "tags", "{torn}");
}

#[tokio::test]
async fn lists_are_filtered_and_tags_counted() {
    let (shop, editor) = open().await;
    let ida = author(&editor, "Ida Strand").await;
    for (nth, (title, tags, authors)) in [
        ("One", json!(["Coffee"]), json!([ida])),
        ("Two", json!(["Coffee", "Tea & more"]), json!([])),
        ("Three", json!([]), json!([])),
    ]
    .into_iter()
    .enumerate()
    {
        let id =
            post(&editor, title, json!({ "tags": tags, "authors": authors, "excerpt": format!("Number {nth}") })).await;
        publish(&editor, &id, 1).await;
        shop.test.clock().advance(chrono::TimeDelta::minutes(1));
    }
    for (query, found) in [
        ("", &["Three", "Two", "One"][..]),
        ("tag=coffee", &["Two", "One"]),
        ("tag=Coffee", &["Two", "One"]),
        ("tag=Tea%20%26%20more", &["Two"]),
        ("tag=tea-more", &["Two"]),
        ("tag=nothing", &[]),
        ("author=ida-strand", &["One"]),
        ("q=number%202", &["Three"]),
        ("order=title", &["One", "Three", "Two"]),
        ("limit=1&offset=1", &["Two"]),
        ("locale=de", &[]),
        ("slug=one", &["One"]),
    ] {
        assert_eq!(titles(&shop, query).await, found, "{query}");
    }
    let tags = shop.shopper().get("/store/blog-tags?limit=1").ok().await;
    assert_eq!(
        tags,
        json!({ "blog_tags": [{ "slug": "coffee", "name": "Coffee", "posts": 2 }], "count": 2, "offset": 0, "limit": 1 })
    );
    let listed = editor.get("/admin/blog-posts?tag=Coffee&order=title").ok().await;
    assert_eq!((&listed["count"], &listed["blog_posts"][0]["title"]), (&json!(2), &json!("One")));
    assert_eq!(editor.get(&format!("/admin/blog-posts?author={ida}")).ok().await["count"], 1);
    let whole = shop.shopper().get("/store/blog-posts?fields=id,%2Bcontent").ok().await;
    assert!(
        whole["blog_posts"][0]["content"]["blocks"].is_array() && whole["blog_posts"][0]["reusable_blocks"].is_object()
    );
    shop.shopper().get("/store/blog-posts?fields=%2Bcontent&limit=21").error(400).await;
    shop.shopper().get("/store/blog-posts?colour=red").error(400).await;
}

#[tokio::test]
async fn a_list_asks_as_many_questions_for_many_as_for_one() {
    let (shop, editor) = open().await;
    let ida = author(&editor, "Ida").await;
    let own = json!({ "tags": ["A", "B"], "authors": [ida] });
    let first = post(&editor, "First", own.clone()).await;
    publish(&editor, &first, 1).await;
    let client = shop.shopper();
    let path = "/store/blog-posts?fields=%2Bcontent&limit=20";
    let one = shop.statements_of(&client, path).await;
    for nth in 0..8 {
        let id = post(&editor, &format!("Post {nth}"), own.clone()).await;
        publish(&editor, &id, 1).await;
    }
    assert_eq!(shop.statements_of(&client, path).await, one);
}

#[tokio::test]
async fn related_posts_share_tags_or_meaning() {
    let (shop, editor) = open().await;
    let mut ids = Vec::new();
    for (title, tags) in [
        ("Coffee from the ship", json!(["Coffee"])),
        ("Wool", json!(["Wool"])),
        ("More coffee", json!(["Coffee"])),
        ("Tea", json!([])),
    ] {
        let id = post(&editor, title, json!({ "tags": tags })).await;
        publish(&editor, &id, 1).await;
        shop.test.clock().advance(chrono::TimeDelta::minutes(1));
        ids.push(id);
    }
    let near = |answer: Value| {
        answer["blog_posts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|post| post["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let path = format!("/store/blog-posts/{}/related", ids[0]);
    assert_eq!(
        near(shop.shopper().get(&path).ok().await),
        ["More coffee", "Tea", "Wool"],
        "same tags, then the newest"
    );
    work(&shop).await;
    assert_eq!(
        shop.count("public.blog_posts where embedding is not null").await,
        0,
        "without a model there are no vectors"
    );

    let shop = Shop::open_with(&SETTINGS).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    for title in ["Coffee beans roasted on tuesday", "Woollen jumpers", "Coffee beans roasted on friday"] {
        let id = post(&editor, title, json!({})).await;
        publish(&editor, &id, 1).await;
        shop.test.clock().advance(chrono::TimeDelta::minutes(1));
    }
    work(&shop).await;
    assert_eq!(
        shop.count("public.blog_posts where embedding_sha256 = content_sha256 and embedding_model = 'hashing'").await,
        3
    );
    let answer = shop.shopper().get("/store/blog-posts/coffee-beans-roasted-on-tuesday/related?limit=1").ok().await;
    assert_eq!(near(answer), ["Coffee beans roasted on friday"]);
    work(&shop).await;
    shop.shopper().get("/store/blog-posts/nothing/related").error(404).await;
}

#[tokio::test]
async fn a_feed_holds_no_markup_of_anybody() {
    let (shop, editor) = open().await;
    shop.shopper().get("/store/blog-posts/feed.rss").error(404).await;
    shop.change("update stores set storefront_url = 'https://a.example/p/{handle}', name = 'Ours & <co>'").await;
    let evil = "]]></title><script>alert(1)</script> & \"x\" \u{7}";
    let ida = author(&editor, "<b>Ida</b>").await;
    let id = post(
        &editor,
        evil.trim_end_matches(" \u{7}"),
        json!({ "slug": "evil", "excerpt": evil, "tags": ["<i>Tea</i>"], "authors": [ida] }),
    )
    .await;
    publish(&editor, &id, 1).await;
    let plain = post(&editor, "Plain", json!({ "tags": ["Coffee"] })).await;
    publish(&editor, &plain, 1).await;
    for (file, kind) in
        [("feed.rss", "application/rss+xml; charset=utf-8"), ("feed.atom", "application/atom+xml; charset=utf-8")]
    {
        let feed = shop.shopper().get(&format!("/store/blog-posts/{file}")).send().await;
        assert_eq!((feed.status.as_u16(), feed.header("content-type")), (200, kind), "{}", feed.text);
        for markup in ["<script", "<b>", "<i>", "]]>", "\u{7}"] {
            assert!(!feed.text.contains(markup), "{markup}: {}", feed.text);
        }
        assert!(feed.text.contains("Ours &amp; &lt;co&gt;"), "{}", feed.text);
        assert!(
            feed.text.contains("https://a.example/blog/evil") && feed.text.contains("rel=\"self\""),
            "{}",
            feed.text
        );
        assert!(feed.text.contains(&format!("https://a.example/blog/{file}")), "{}", feed.text);
        let etag = feed.header("etag").to_owned();
        let again =
            shop.shopper().get(&format!("/store/blog-posts/{file}")).header("if-none-match", &etag).send().await;
        assert_eq!(again.status.as_u16(), 304);
        let of_tag = shop.shopper().get(&format!("/store/blog-posts/{file}?tag=coffee")).send().await.text;
        assert!(of_tag.contains("Plain") && !of_tag.contains("/blog/evil"), "{of_tag}");
        assert!(
            !shop.shopper().get(&format!("/store/blog-posts/{file}?locale=de")).send().await.text.contains("Plain")
        );
    }
}

#[tokio::test]
async fn each_field_says_what_it_takes() {
    let (shop, editor) = open().await;
    for (own, says) in [
        (json!({ "slug": "a/b" }), "'slug'"),
        (json!({ "slug": "Über uns" }), "uber-uns"),
        (json!({ "tags": "x" }), "'tags'"),
        (json!({ "tags": ["!!!"] }), "'tags, 0'"),
        (json!({ "tags": ["a\nb"] }), "'tags, 0'"),
        (json!({ "tags": (0..21).map(|n| format!("t{n}")).collect::<Vec<_>>() }), "'20'"),
        (json!({ "authors": ["ida"] }), "'authors, 0'"),
        (json!({ "cover": { "media_id": "x" } }), "'cover, media_id'"),
        (json!({ "cover": { "src": "x" } }), "src"),
        (json!({ "excerpt": "x".repeat(501) }), "'excerpt'"),
        (json!({ "version": "1" }), "version"),
    ] {
        let mut body = json!({ "title": "x" });
        for (name, value) in own.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = editor.post("/admin/blog-posts", &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(says), "{says}: {refused}");
    }
    // What the shop's own paths are called posts may be called too.
    let cart = post(&editor, "Cart", json!({ "authors": ["bauth_01jd6nwvvgfa5sr38y5wx4pq3d"] })).await;
    let refused = editor.post(&format!("/admin/blog-posts/{cart}/publish"), &json!({ "revision": 1 })).error(400).await;
    assert!(
        refused["message"].as_str().unwrap().contains("no author with id: bauth_01jd6nwvvgfa5sr38y5wx4pq3d"),
        "{refused}"
    );
    assert!(titles(&shop, "").await.is_empty());
    let again = editor.post("/admin/blog-posts", &json!({ "title": "Cart", "locale": "en" })).error(422).await;
    assert!(again["message"].as_str().unwrap().contains("'/blog/cart'"), "{again}");
    // A post is no page, and a page no post.
    editor.get(&format!("/admin/pages/{}", cart.replace("post_", "page_"))).error(404).await;
    editor.get(&format!("/admin/pages/{}/draft", cart.replace("post_", "page_"))).error(404).await;
    let page = super::made(&editor, "About").await;
    editor
        .post(&format!("/admin/blog-posts/{}/publish", page.replace("page_", "post_")), &json!({ "revision": 1 }))
        .error(404)
        .await;
}

#[tokio::test]
async fn authors_are_people() {
    let (shop, editor) = open().await;
    let edda = shop.colleague("a", "emil", "editor").await;
    let user = entity::ids::UserId(edda.user.0).to_string();
    let made = editor
        .post(
            "/admin/blog-authors",
            &json!({ "name": "Emil Sand", "user_id": user, "bio": "Writes.", "url": "https://x.example/e" }),
        )
        .ok()
        .await;
    let id = made["blog_author"]["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/blog-authors/{id}");
    for (body, status, says) in [
        (json!({ "name": "Emil" , "user_id": user }), 422, "member of the staff"),
        (json!({ "name": "Emil Sand" }), 422, "'slug'"),
        (json!({ "name": "x", "user_id": "user_01jd6nwvvgfa5sr38y5wx4pq3d" }), 404, "User"),
        (json!({ "name": "x", "url": "javascript:alert(1)" }), 400, "'url'"),
        (json!({ "name": "!!!" }), 400, "'slug' is required"),
        (json!({}), 400, "'name' is required"),
    ] {
        let refused = editor.post("/admin/blog-authors", &body).error(status).await;
        assert!(refused["message"].as_str().unwrap().contains(says), "{body}: {refused}");
    }
    let post = post(&editor, "A ship", json!({ "authors": [id] })).await;
    publish(&editor, &post, 1).await;
    editor.post(&path, &json!({ "name": "Emil Strand", "bio": null })).ok().await;
    let shown = shop.shopper().get("/store/blog-posts/a-ship").ok().await["blog_post"]["authors"][0].clone();
    assert_eq!(
        [&shown["name"], &shown["bio"]],
        [&json!("Emil Strand"), &json!(null)],
        "published posts show him so at once"
    );
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    stranger.get(&path).error(404).await;
    stranger.post(&path, &json!({ "name": "x" })).error(404).await;
    stranger.post("/admin/blog-authors", &json!({ "name": "x", "user_id": user })).error(404).await;
    assert_eq!(delete(&editor, &path).await.json()["deleted"], true);
    let shown = shop.shopper().get("/store/blog-posts/a-ship").ok().await["blog_post"]["authors"].clone();
    assert_eq!(shown, json!([]), "what he wrote stays");
}

#[tokio::test]
async fn another_shop_sees_nothing_of_a_blog() {
    let (shop, editor) = open().await;
    let id = post(&editor, "A ship", json!({ "tags": ["Coffee"] })).await;
    publish(&editor, &id, 1).await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    assert_eq!(theirs.get("/store/blog-posts").ok().await["count"], 0);
    assert_eq!(theirs.get("/store/blog-tags").ok().await["count"], 0);
    theirs.get(&format!("/store/blog-posts/{id}")).error(404).await;
    theirs.get("/store/blog-posts/a-ship").error(404).await;
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    stranger.get(&format!("/admin/blog-posts/{id}/draft")).error(404).await;
    let body = json!({ "title": "Mine", "locale": "de", "translation_of": id });
    let refused = stranger.post("/admin/blog-posts", &body).error(404).await;
    assert!(refused["message"].as_str().unwrap().contains(&id), "{refused}");
}
