//! Where that lies now which lay elsewhere.

use serde_json::{Value, json};
use testkit::Client;

use super::{act, heading, made, open, save, saying};
use crate::{admin::delete, shop::Shop};

async fn lead(editor: &Client, from: &str, to: &str) -> String {
    let made = editor.post("/admin/redirects", &json!({ "from_path": from, "to_url": to })).ok().await;
    made["redirect"]["id"].as_str().unwrap().to_owned()
}

async fn refused(editor: &Client, body: Value, status: u16) -> String {
    let refused = editor.post("/admin/redirects", &body).error(status).await;
    refused["message"].as_str().unwrap().to_owned()
}

/// Where somebody is led who comes to a path.
async fn led(shop: &Shop, path: &str) -> Option<(String, i64)> {
    let found = shop.shopper().get(&format!("/store/redirects?path={path}")).ok().await;
    let found = found["redirects"].as_array().unwrap().first()?.clone();
    Some((found["to_url"].as_str().unwrap().to_owned(), found["status_code"].as_i64().unwrap()))
}

fn to(path: &str, status: i64) -> (String, i64) {
    (path.to_owned(), status)
}

#[tokio::test]
async fn a_path_leads_to_another_one() {
    let (shop, editor) = open().await;
    let id = lead(&editor, "/ueber-uns.html", "/about?from=old#team").await;
    assert_eq!(led(&shop, "/ueber-uns.html").await, Some(to("/about?from=old#team", 301)));
    for same in ["/ueber-uns.html/", "//ueber-uns.html", "/ueber-uns%2Ehtml", "/ueber-uns.html?utm=1"] {
        let asked = same.replace("//", "/").replace('%', "%25").replace('?', "%3F");
        assert_eq!(led(&shop, &asked).await, Some(to("/about?from=old#team", 301)), "{same}");
    }
    assert_eq!(led(&shop, "/elsewhere").await, None);
    assert_eq!(led(&shop, "no-path").await, None);
    shop.shopper().get("/store/redirects").error(400).await;
    lead(&editor, "/%C3%BCber", "https://Example.com/a").await;
    assert_eq!(led(&shop, "/%C3%BCber").await, Some(to("https://example.com/a", 301)));
    let listed = editor.get("/admin/redirects?order=from_path&is_automatic=false").ok().await;
    assert_eq!((&listed["count"], &listed["redirects"][1]["from_path"]), (&json!(2), &json!("/über")));

    let changed =
        editor.post(&format!("/admin/redirects/{id}"), &json!({ "status_code": 308, "to_url": "/us" })).ok().await;
    assert_eq!(changed["redirect"]["from_path"], "/ueber-uns.html");
    assert_eq!(led(&shop, "/ueber-uns.html").await, Some(to("/us", 308)));
    assert_eq!(
        delete(&editor, &format!("/admin/redirects/{id}")).await.json(),
        json!({ "id": id, "object": "redirect", "deleted": true })
    );
    assert_eq!(led(&shop, "/ueber-uns.html").await, None);
    editor.get(&format!("/admin/redirects/{id}")).error(404).await;
    editor.post(&format!("/admin/redirects/{id}"), &json!({})).error(404).await;
    let told =
        shop.count("public.events where name in ('redirect.created', 'redirect.updated', 'redirect.deleted')").await;
    assert_eq!(told, 4);
}

#[tokio::test]
async fn there_are_no_chains_and_no_loops() {
    let (shop, editor) = open().await;
    lead(&editor, "/a", "/b").await;
    lead(&editor, "/b", "/c").await;
    assert_eq!(led(&shop, "/a").await, Some(to("/c", 301)), "what leads to where one leads on leads on");
    lead(&editor, "/z", "/a").await;
    assert_eq!(led(&shop, "/z").await, Some(to("/c", 301)), "so does what comes later");
    let round = refused(&editor, json!({ "from_path": "/c", "to_url": "/z" }), 400).await;
    assert!(round.contains("'/c' → '/z' → '/c'"), "{round}");
    let round = refused(&editor, json!({ "from_path": "/d", "to_url": "/d/?x=1" }), 400).await;
    assert!(round.contains("'/d' → '/d'"), "{round}");
    let id = lead(&editor, "/d", "/e").await;
    let round =
        editor.post(&format!("/admin/redirects/{id}"), &json!({ "from_path": "/c", "to_url": "/a" })).error(400).await;
    assert!(round["message"].as_str().unwrap().contains("'/c' → '/a' → '/c'"), "{round}");
    // What holds for now makes none that holds for ever.
    editor
        .post("/admin/redirects", &json!({ "from_path": "/c", "to_url": "https://sale.example/", "status_code": 307 }))
        .ok()
        .await;
    assert_eq!(led(&shop, "/a").await, Some(to("https://sale.example/", 302)));
    let twice = refused(&editor, json!({ "from_path": "/a/", "to_url": "/x" }), 422).await;
    assert!(twice.contains("'/a'"), "{twice}");
}

/// Whatever is made, changed and removed: who follows one has arrived, and nothing leads to where it began.
#[tokio::test]
async fn whatever_is_done_there_are_no_chains() {
    let (shop, editor) = open().await;
    let mut dice: u64 = 20_261_123;
    let mut roll = |most: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % most
    };
    let mut made: Vec<String> = Vec::new();
    let (mut done, mut refused) = (0, 0);
    for _ in 0..120 {
        let (from, to) = (format!("/p{}", roll(7)), format!("/p{}", roll(7)));
        let status = [301, 302, 307, 308][roll(4)];
        let body = json!({ "from_path": from, "to_url": to, "status_code": status });
        let answer = match roll(4) {
            0 if !made.is_empty() => {
                let id = made.swap_remove(roll(made.len()));
                delete(&editor, &format!("/admin/redirects/{id}")).await
            }
            1 if !made.is_empty() => {
                editor.post(&format!("/admin/redirects/{}", made[roll(made.len())]), &body).send().await
            }
            _ => editor.post("/admin/redirects", &body).send().await,
        };
        match answer.status.as_u16() {
            200 => done += 1,
            400 | 422 => refused += 1,
            other => panic!("{other}: {}", answer.text),
        }
        made = editor.get("/admin/redirects?fields=id").ok().await["redirects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        let chains = "public.redirects a join public.redirects b on b.organization_id = a.organization_id and b.from_path = a.to_path";
        assert_eq!(shop.count(chains).await, 0, "{body}");
    }
    assert!(done > 30 && refused > 20, "{done} {refused}");
}

#[tokio::test]
async fn two_that_are_made_at_once_make_no_loop() {
    let (shop, editor) = open().await;
    let mut tries = tokio::task::JoinSet::new();
    for (from, to) in [("/x", "/y"), ("/y", "/x")] {
        let editor = editor.clone();
        tries.spawn(async move {
            let made = editor.post("/admin/redirects", &json!({ "from_path": from, "to_url": to })).send().await;
            made.status.as_u16()
        });
    }
    let mut done = tries.join_all().await;
    done.sort_unstable();
    assert_eq!(done, [200, 400]);
    assert_eq!(shop.count("public.redirects").await, 1);
}

#[tokio::test]
async fn what_is_no_path_is_refused_in_words() {
    let (_shop, editor) = open().await;
    for (body, says) in [
        (json!({}), "'from_path' is required"),
        (json!({ "from_path": "/a" }), "'to_url' is required"),
        (json!({ "from_path": "a", "to_url": "/b" }), "begins with '/'"),
        (json!({ "from_path": "//evil.example", "to_url": "/b" }), "begins with '/'"),
        (json!({ "from_path": "/a?b=c", "to_url": "/b" }), "'?' and '#'"),
        (json!({ "from_path": "/../etc", "to_url": "/b" }), "'..'"),
        (json!({ "from_path": "/%ff", "to_url": "/b" }), "UTF-8"),
        (json!({ "from_path": "/", "to_url": "/b" }), "always answers"),
        (json!({ "from_path": "/cart", "to_url": "/b" }), "always answers"),
        (json!({ "from_path": "/admin/x", "to_url": "/b" }), "always answers"),
        (json!({ "from_path": "/a", "to_url": "javascript:alert(1)" }), "'to_url'"),
        (json!({ "from_path": "/a", "to_url": "//evil.example" }), "'to_url'"),
        (json!({ "from_path": "/a", "to_url": "http://plain.example" }), "'to_url'"),
        (json!({ "from_path": "/a", "to_url": "/b\r\nset-cookie: x" }), "'to_url'"),
        (json!({ "from_path": "/a", "to_url": "/b", "status_code": 303 }), "'status_code'"),
        (json!({ "from_path": "/a", "to_url": "/b", "status_code": 200 }), "'status_code'"),
        (json!({ "from_path": "/a", "to_url": "/b", "hits": 1 }), "hits"),
    ] {
        let said = refused(&editor, body.clone(), 400).await;
        assert!(said.contains(says), "{body}: {said}");
    }
}

#[tokio::test]
async fn a_page_that_moves_leaves_one_behind() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About").await;
    lead(&editor, "/about", "/elsewhere").await;
    lead(&editor, "/old", "/team").await;
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    assert_eq!(led(&shop, "/about").await, None, "what is published comes first");
    let there = refused(&editor, json!({ "from_path": "/about", "to_url": "/x" }), 400).await;
    assert!(there.contains("published page at '/about'"), "{there}");

    let mut seen = 1;
    for slug in ["team", "people", "about", "people"] {
        let body = json!({ "title": "About", "slug": slug, "content": saying(&[heading("a", slug)]) });
        assert_eq!(save(&editor, &page, seen, &body).await.status.as_u16(), 200);
        seen += 1;
        act(&editor, &page, "publish", json!({ "revision": seen })).await;
    }
    assert_eq!(led(&shop, "/people").await, None);
    for from in ["/about", "/team", "/old"] {
        assert_eq!(led(&shop, from).await, Some(to("/people", 301)), "{from}");
    }
    let automatic = editor.get(&format!("/admin/redirects?is_automatic=true&page_id={page}")).ok().await;
    assert_eq!(automatic["count"], 2);

    // Another one takes the path that the first one has left.
    let other = made(&editor, "Team").await;
    act(&editor, &other, "publish", json!({ "revision": 1 })).await;
    assert_eq!(led(&shop, "/team").await, None);
}

#[tokio::test]
async fn who_was_led_nowhere_is_led_once_there_is_one() {
    let shop = Shop::open_with(&[]).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while !shop.platform.cache.health().listening {
        assert!(tokio::time::Instant::now() < deadline, "nobody listens");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(led(&shop, "/a").await, None);
    // What leads nowhere is known, too.
    while shop.shopper().get("/store/redirects?path=/a").send().await.header("x-kontor-cache") != "hit" {
        assert!(tokio::time::Instant::now() < deadline, "nothing is kept");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    lead(&editor, "/a", "/b").await;
    while led(&shop, "/a").await.is_none() {
        assert!(tokio::time::Instant::now() < deadline, "nobody is told");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn another_shop_is_led_nowhere() {
    let (shop, editor) = open().await;
    let id = lead(&editor, "/a", "/b").await;
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    assert_eq!(stranger.get("/admin/redirects").ok().await["count"], 0);
    stranger.get(&format!("/admin/redirects/{id}")).error(404).await;
    stranger.post(&format!("/admin/redirects/{id}"), &json!({ "to_url": "/c" })).error(404).await;
    assert_eq!(delete(&stranger, &format!("/admin/redirects/{id}")).await.status.as_u16(), 404);
    lead(&stranger, "/b", "/a").await;
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    assert_eq!(theirs.get("/store/redirects?path=/a").ok().await["count"], 0);
    let reader = shop.colleague("a", "rita", "member").await.client;
    assert_eq!(reader.get("/admin/redirects").ok().await["count"], 1);
    reader.post("/admin/redirects", &json!({ "from_path": "/x", "to_url": "/y" })).error(403).await;
}
