//! Edit mode, and what the editor asks of the pages.

use serde_json::{Value, json};
use vault::totp::{PERIOD, Secret};

use super::{block, drafted, heading, published};
use crate::storefront::{Visitor, open};

/// What stands in a page for the editor.
fn facts(page: &str) -> Value {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"kontor-editor\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[tokio::test]
async fn a_draft_is_for_who_writes_it() {
    let shop = open().await;
    let edda = shop.colleague("a", "edda", "editor").await;
    let id = published(&edda.client, "about", &[heading("b1", "Who we are")]).await;
    let body = json!({ "title": "About", "slug": "about", "content": { "blocks": [heading("b1", "</script><b>Drafted</b>")] } });
    let saved =
        edda.client.request("PUT".parse().unwrap(), &format!("/admin/pages/{id}/draft")).header("if-match", "\"1\"");
    assert_eq!(saved.body("application/json", body.to_string().into_bytes()).send().await.status, 200);

    let visitor = Visitor::new(&shop);
    let answer = visitor.get("/about?edit").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/editor/sign-in?to=%2Fabout%3Fedit"));
    assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("private, no-store", "noindex"));
    assert!(visitor.page("/about").await.contains("Who we are"));

    visitor.become_staff(&shop, &edda).await;
    let answer = visitor.get("/about?edit").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("private, no-store", "noindex"));
    assert!(answer.text.contains("&lt;/script&gt;&lt;b&gt;Drafted"), "{}", answer.text);
    let facts = facts(&answer.text);
    assert_eq!(facts["page"]["id"], json!(id));
    assert_eq!((&facts["draft"]["etag"], &facts["draft"]["version"]), (&json!("\"2\""), &json!(2)));
    assert_eq!(facts["draft"]["content"]["blocks"][0]["props"]["text"], "</script><b>Drafted</b>");
    assert_eq!(facts["draft"]["fields"]["title"], "About");
    assert_eq!(facts["urls"]["draft"], format!("/admin/pages/{id}/draft"));
    assert_eq!(facts["headers"]["x-kontor-shop"], "00000000-0000-7000-8000-00000000000a");
    assert_eq!(facts["staff"]["email"], "edda@example.test");
    assert!(visitor.page("/about").await.contains("Who we are"), "what is published stays");
    assert_eq!(visitor.get("/nothing?edit").await.status, 404);

    for (name, roles) in [("vera", "viewer"), ("mary", "marketer")] {
        let other = shop.colleague("a", name, roles).await;
        let visitor = Visitor::new(&shop);
        visitor.become_staff(&shop, &other).await;
        let answer = visitor.get("/about?edit").await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (403, "private, no-store"));
        assert!(answer.text.contains("Not yours to change") && !answer.text.contains("Drafted"), "{}", answer.text);
    }
    let stranger = shop.colleague("b", "bert", "owner").await;
    let visitor = Visitor::new(&shop);
    visitor.become_staff(&shop, &stranger).await;
    assert_eq!(visitor.get("/about?edit").await.status, 403);
}

#[tokio::test]
async fn a_page_that_was_never_published_is_edited() {
    let shop = open().await;
    let edda = shop.colleague("a", "edda", "editor").await;
    drafted(&edda.client, "soon", &[block("image", "b1", json!({}))]).await;
    let visitor = Visitor::new(&shop);
    assert_eq!(visitor.get("/soon").await.status, 404);
    visitor.become_staff(&shop, &edda).await;
    let page = visitor.page("/soon?edit").await;
    // What is empty is there to be filled.
    assert!(
        page.contains("data-field=\"b1.media\" data-kind=\"media\"") && page.contains("data-field=\"b1.caption\""),
        "{page}"
    );
}

#[tokio::test]
async fn blocks_are_shown_before_they_are_saved() {
    let shop = open().await;
    let edda = shop.colleague("a", "edda", "editor").await;
    let visitor = Visitor::new(&shop);
    let columns = block(
        "columns",
        "c1",
        json!({ "columns": [{ "id": "l", "share": 1, "blocks": [heading("b2", "Inner")] }, { "id": "r", "share": 1, "blocks": [] }] }),
    );
    let body = json!({ "locale": "en", "content": { "blocks": [heading("b1", "Typed <b>"), columns] }, "only": ["b1", "b2", "none"] });
    let refused = visitor.send("/editor/render", &body).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (401, &json!("unauthorized")));

    visitor.become_staff(&shop, &edda).await;
    let answer = visitor.send("/editor/render", &body).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "private, no-store"), "{}", answer.text);
    let blocks = answer.json()["blocks"].as_object().unwrap().clone();
    assert_eq!(blocks.keys().collect::<Vec<_>>(), ["b1", "b2"]);
    let html = blocks["b1"].as_str().unwrap();
    assert!(html.starts_with("<section class=\"b b-heading") && html.contains(">Typed &lt;b&gt;</h2>"), "{html}");
    let whole = json!({ "locale": "en", "content": body["content"] });
    let page = visitor.send("/editor/render", &whole).await.json()["page"].as_str().unwrap().to_owned();
    assert!(page.contains(html) && page.contains(">Inner</h2>"), "{page}");

    let wrong = json!({ "content": { "blocks": [block("heading", "b1", json!({ "level": 9, "text": "x" }))] } });
    let answer = visitor.send("/editor/render", &wrong).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["faults"][0]["at"], "blocks[0].props.level");
    let deep = format!("{{\"content\":{}1{}}}", "[".repeat(1_000), "]".repeat(1_000));
    for (text, status) in [("nonsense", 400), (&*deep, 400), ("{}", 422)] {
        let request = shop.anybody().request("POST".parse().unwrap(), "/editor/render");
        let answer = request.body("application/json", text.as_bytes().to_vec()).send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let long = json!({ "content": { "blocks": [] }, "locale": "x".repeat(2 << 20) });
    assert_eq!(visitor.send("/editor/render", &long).await.status, 413);

    let foreign =
        shop.anybody().request("POST".parse().unwrap(), "/editor/render").header("origin", "https://evil.example");
    assert_eq!(foreign.body("application/json", whole.to_string().into_bytes()).send().await.status, 403);
    let viewer = shop.colleague("a", "vera", "viewer").await;
    let other = Visitor::new(&shop);
    other.become_staff(&shop, &viewer).await;
    assert_eq!(other.send("/editor/render", &whole).await.status, 403);
}

#[tokio::test]
async fn the_staff_signs_in_and_out() {
    use secrecy::ExposeSecret;
    let shop = open().await;
    let password = accounts::seed::administrator(shop.test.db(), "admin@example.test", "ours").await.unwrap();
    let editor = shop.colleague("a", "edda", "editor").await.client;
    drafted(&editor, "about", &[heading("b1", "Who we are")]).await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/editor/sign-in?to=/about?edit").await;
    assert!(page.contains("name=\"to\" value=\"/about?edit\""), "{page}");
    let again = visitor
        .again("/editor/sign-in", &[("email", "admin@example.test"), ("password", "wrong"), ("to", "/about?edit")])
        .await;
    assert!(
        again.contains("E-mail or password is wrong.") && again.contains("value=\"admin@example.test\""),
        "{again}"
    );
    let form = [("email", "admin@example.test"), ("password", password.expose_secret()), ("to", "/about?edit")];
    let page = visitor.submit("/editor/sign-in", &form).await;
    assert!(page.contains("id=\"kontor-editor\""), "{page}");
    assert_eq!(visitor.cookie("kontor_staff").as_deref(), Some("1"));
    let old = visitor.cookie("better-auth.session_token").unwrap();
    let answer = visitor.post("/editor/sign-out", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!((visitor.cookie("kontor_staff"), visitor.cookie("better-auth.session_token")), (None, None));
    visitor.bring("better-auth.session_token", &old);
    assert_eq!(visitor.get("/about?edit").await.status, 303, "it is over on the server, too");
    let answer = visitor
        .post(
            "/editor/sign-in",
            &[("email", "admin@example.test"), ("password", password.expose_secret()), ("to", "//evil.example")],
        )
        .await;
    assert_eq!(answer.header("location"), "/");
}

#[tokio::test]
async fn a_second_factor_is_asked_for() {
    use secrecy::ExposeSecret;
    let shop = open().await;
    let password = accounts::seed::administrator(shop.test.db(), "admin@example.test", "ours").await.unwrap();
    let editor = shop.colleague("a", "edda", "editor").await.client;
    drafted(&editor, "about", &[heading("b1", "Who we are")]).await;
    let form = [("email", "admin@example.test"), ("password", password.expose_secret()), ("to", "/about?edit")];
    let visitor = Visitor::new(&shop);
    visitor.submit("/editor/sign-in", &form).await;
    let session = format!("better-auth.session_token={}", visitor.cookie("better-auth.session_token").unwrap());
    let ask = async |path: &str, body: Value| {
        let request = shop.anybody().post(&format!("/api/auth/two-factor/{path}"), &body);
        request.header("cookie", &session).header("origin", &shop.platform.accounts.base_url).ok().await
    };
    let begun = ask("enable", json!({ "password": password.expose_secret() })).await;
    let secret = begun["totpURI"].as_str().unwrap().split_once("secret=").unwrap().1.split('&').next().unwrap();
    let secret = Secret::from_stored(format!("base32:{secret}").into()).unwrap();
    let next = || {
        shop.test.clock().advance(chrono::TimeDelta::seconds(60));
        let now = db::Clock::now(shop.test.clock()).timestamp();
        secret.code(u64::try_from(now).unwrap() / PERIOD)
    };
    ask("verify-totp", json!({ "code": next() })).await;

    let visitor = Visitor::new(&shop);
    let owing = visitor.post("/editor/sign-in", &form).await;
    assert_eq!(owing.status, 200, "{}", owing.text);
    assert!(owing.text.contains("name=\"code\"") && owing.text.contains("value=\"/about?edit\""), "{}", owing.text);
    assert_eq!(visitor.cookie("kontor_staff"), None);
    assert_eq!(visitor.get("/about?edit").await.status, 303, "half is not enough");
    let again = visitor.again("/editor/sign-in", &[("code", "000000"), ("to", "/about?edit")]).await;
    assert!(again.contains("This code does not count") && again.contains("name=\"code\""), "{again}");
    shop.test.clock().advance(chrono::TimeDelta::seconds(60));
    let page = visitor.submit("/editor/sign-in", &[("code", &next()), ("to", "/about?edit")]).await;
    assert!(page.contains("id=\"kontor-editor\""), "{page}");
    // Or by a code that was written down.
    let visitor = Visitor::new(&shop);
    assert_eq!(visitor.post("/editor/sign-in", &form).await.status, 200);
    let written = begun["backupCodes"][0].as_str().unwrap();
    assert!(
        visitor
            .submit("/editor/sign-in", &[("code", written), ("to", "/about?edit")])
            .await
            .contains("id=\"kontor-editor\"")
    );
}
