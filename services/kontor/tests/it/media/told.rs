//! What shoppers are told, and when.

use serde_json::{Value, json};

use super::{id, open, page_with, path, picture, publish};
use crate::{admin::delete, shop::Shop};

#[tokio::test]
async fn what_is_published_is_told_with_its_page() {
    let (shop, editor) = open().await;
    let shopper = shop.shopper();
    let made = picture(&editor, 700, 350).await;
    let said = json!({"alt": "Boats at the quay", "alt_translations": {"de": "Boote am Kai"}});
    editor.post(&format!("/admin/media/{}", id(&made)), &said).ok().await;
    let ask = format!("/store/media?id={}", id(&made));
    let page = page_with(&editor, "About us", id(&made)).await;
    assert_eq!(shopper.get(&ask).ok().await, json!({"media": []}), "a draft is nobody's business");
    publish(&editor, &page).await;
    let told = shopper.get(&ask).ok().await["media"][0].clone();
    assert_eq!([&told["id"], &told["alt"], &told["width"]], [&made["id"], &json!("Boats at the quay"), &json!(700)]);
    assert_eq!([&told["variants"], &told["crops"], &told["url"]], [&made["variants"], &made["crops"], &made["url"]]);
    assert_eq!(told["placeholder"], made["placeholder"]);
    assert!(told.get("filename").is_none() && told.get("created_by").is_none());
    shop.anybody().get(&path(&told["url"])).bytes().await;

    let whole = shopper.get(&format!("/store/pages/{page}")).ok().await["page"].clone();
    assert_eq!(whole["media"], json!({ id(&made): told }));
    let listed = shopper.get("/store/pages?fields=%2Bcontent,%2Bmedia").ok().await["pages"].clone();
    assert_eq!(listed[0]["media"], whole["media"]);
    assert!(shopper.get("/store/pages").ok().await["pages"][0].get("media").is_none());
    let pages = "/store/pages?fields=id,%2Bmedia";
    let of_one = shop.statements_of(&shopper, pages).await;
    let other = picture(&editor, 60, 60).await;
    let second = page_with(&editor, "Contact", id(&other)).await;
    publish(&editor, &second).await;
    assert_eq!(shop.statements_of(&shopper, pages).await, of_one, "a statement for all pages");
    let both = shopper.get(&format!("{ask}&id={}&id=nothing", id(&other))).ok().await;
    let ids: Vec<&Value> = both["media"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&made["id"], &other["id"]]);

    editor.post(&format!("/admin/pages/{page}/unpublish"), &json!({})).ok().await;
    assert_eq!(shopper.get(&ask).ok().await, json!({"media": []}));
    delete(&editor, &format!("/admin/pages/{second}")).await;
    assert_eq!(shopper.get(&format!("/store/media?id={}", id(&other))).ok().await, json!({"media": []}));
    let refused = shopper.get("/store/media").error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'id'"), "{refused}");
    let many = vec!["id=x"; 101].join("&");
    shopper.get(&format!("/store/media?{many}")).error(400).await;
}

#[tokio::test]
async fn words_are_in_the_language_of_the_page() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 60, 60).await;
    editor
        .post(&format!("/admin/media/{}", id(&made)), &json!({"alt": "Boats", "alt_translations": {"de": "Boote"}}))
        .ok()
        .await;
    for (locale, alt) in [("en", "Boats"), ("de", "Boote"), ("de-AT", "Boote"), ("fr", "Boats")] {
        let image = json!({ "type": "image", "props": { "id": "p1", "media": made["id"], "alt": "", "caption": "", "decorative": false, "width": "content" } });
        let body = json!({ "title": "Imprint", "locale": locale, "content": { "blocks": [image] } });
        let page = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
        publish(&editor, &page).await;
        let whole = shop.shopper().get(&format!("/store/pages/{page}")).ok().await;
        assert_eq!(whole["page"]["media"][id(&made)]["alt"], alt, "{locale}");
    }
}

#[tokio::test]
async fn what_is_kept_is_told_anew_once_its_words_change() {
    let shop = Shop::open_with(&[]).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let made = picture(&editor, 60, 60).await;
    let page = page_with(&editor, "About us", id(&made)).await;
    publish(&editor, &page).await;
    let ask = format!("/store/media?id={}", id(&made));
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while shop.shopper().get(&ask).ok().await["media"] == json!([]) {
        assert!(tokio::time::Instant::now() < deadline, "it is not told");
    }
    editor.post(&format!("/admin/media/{}", id(&made)), &json!({"alt": "Boats"})).ok().await;
    while shop.shopper().get(&ask).ok().await["media"][0]["alt"] != "Boats" {
        assert!(tokio::time::Instant::now() < deadline, "it is told as it was");
    }
}

/// What a shop shows of itself, and of who writes for it, stands on no page.
#[tokio::test]
async fn of_the_site_and_of_authors() {
    let (shop, editor) = open().await;
    let (logo, face) = (picture(&editor, 64, 64).await, picture(&editor, 65, 64).await);
    let told = async || {
        let path = format!("/store/media?id[]={}&id[]={}", id(&logo), id(&face));
        shop.shopper().get(&path).ok().await["media"].as_array().unwrap().len()
    };
    assert_eq!(told().await, 0);
    let site = async |seen: u32, body: Value| {
        let request = editor.request("PUT".parse().unwrap(), "/admin/site").header("if-match", &format!("\"{seen}\""));
        request.body("application/json", body.to_string().into_bytes()).ok().await
    };
    site(0, json!({"logo_media_id": id(&logo)})).await;
    editor.post("/admin/blog-authors", &json!({"name": "Ann", "avatar_media_id": id(&face)})).ok().await;
    assert_eq!(told().await, 2);
    for media in [&logo, &face] {
        let usages = editor.get(&format!("/admin/media/{}/usages", id(media))).ok().await;
        assert_eq!(usages["count"], 1, "{usages}");
        editor.request("DELETE".parse().unwrap(), &format!("/admin/media/{}", id(media))).error(400).await;
    }
    site(1, json!({})).await;
    assert_eq!(told().await, 1);
}

#[tokio::test]
async fn posts_tell_of_theirs_as_pages_do() {
    let (shop, editor) = open().await;
    let shopper = shop.shopper();
    let (cover, shown) = (picture(&editor, 90, 60).await, picture(&editor, 60, 60).await);
    let image = |media: &Value| json!({ "type": "image", "props": { "id": "p1", "media": media["id"] } });
    let post = |title: &str, media: &Value| json!({ "title": title, "locale": "en", "content": { "blocks": [image(media)] }, "cover": { "media_id": cover["id"] } });
    for (title, slug, media) in [("One", "one", &shown), ("Two", "two", &cover)] {
        let made = editor.post("/admin/blog-posts", &post(title, media)).ok().await;
        let made = made["blog_post"]["id"].as_str().unwrap();
        editor.post(&format!("/admin/blog-posts/{made}/publish"), &json!({ "revision": 1 })).ok().await;
        let whole = shopper.get(&format!("/store/blog-posts/{slug}")).ok().await["blog_post"].clone();
        let mut ids: Vec<&str> = whole["media"].as_object().unwrap().keys().map(String::as_str).collect();
        ids.sort_unstable();
        let mut wanted = vec![id(&cover), id(media)];
        wanted.sort_unstable();
        wanted.dedup();
        assert_eq!(ids, wanted, "what stands in it, and its cover");
        assert_eq!(whole["media"][id(media)]["variants"], media["variants"]);
        assert_eq!(whole["content"]["blocks"][0]["props"]["media"], media["id"]);
    }
    let both = "/store/blog-posts?fields=id,%2Bcontent,%2Bmedia";
    let listed = shopper.get(both).ok().await["blog_posts"].clone();
    assert_eq!(listed[1]["media"].as_object().unwrap().len(), 2, "{listed}");
    let of_one = shop.statements_of(&shopper, &format!("{both}&slug=one")).await;
    assert_eq!(shop.statements_of(&shopper, both).await, of_one, "as many questions for two as for one");
    let refused = shopper.get("/store/blog-posts?fields=%2Bmedia&limit=21").error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'limit' too big, expected at most: '20'"), "{refused}");
    assert!(shopper.get("/store/blog-posts").ok().await["blog_posts"][0].get("media").is_none());
}

#[tokio::test]
async fn a_preview_tells_of_pictures_that_nothing_published_shows() {
    let (shop, editor) = open().await;
    let (shown, shared) = (picture(&editor, 60, 60).await, picture(&editor, 70, 60).await);
    let linked = picture(&editor, 80, 60).await;
    let image = |media: &Value| json!({ "type": "image", "props": { "id": "p1", "media": media["id"] } });
    let block = json!({ "title": "Hours", "content": { "blocks": [image(&shared)] } });
    let block = editor.post("/admin/reusable-blocks", &block).ok().await["reusable_block"]["id"].clone();
    let published = format!("/admin/reusable-blocks/{}/publish", block.as_str().unwrap());
    editor.post(&published, &json!({ "revision": 1 })).ok().await;
    let body = json!({ "title": "Soon", "locale": "en", "seo": { "image": linked["id"] }, "content": { "blocks": [
        image(&shown), { "type": "reusable", "props": { "id": "r1", "block": block } }
    ] } });
    let page = editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned();
    let token = editor.post(&format!("/admin/pages/{page}/preview"), &json!({})).ok().await["preview"]["token"].clone();
    let ticket =
        shop.shopper().post("/store/previews", &json!({ "token": token })).ok().await["preview"]["ticket"].clone();
    let ticket = ticket.as_str().unwrap();
    let previewed = shop.shopper().get("/store/previews").header("x-kontor-preview", ticket).ok().await["page"].clone();
    for one in [&shown, &shared, &linked] {
        assert_eq!(previewed["media"][id(one)]["url"], one["url"], "{previewed}");
    }
    assert_eq!(previewed["media"].as_object().unwrap().len(), 3);
    assert_eq!(previewed["reusable_blocks"][block.as_str().unwrap()]["blocks"][0]["props"]["media"], shared["id"]);
    let ask = format!("/store/media?id={}", id(&shown));
    assert_eq!(shop.shopper().get(&ask).ok().await, json!({ "media": [] }), "without the link it is nobody's business");
}
