//! Who else has a page open.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use testkit::{Client, Events};
use uuid::Uuid;
use web::Limits;

use super::{heading, made, now, save, saying, work};
use crate::{
    admin::{Colleague, delete},
    shop::Shop,
};

/// A page, and two who write it.
async fn open() -> (Shop, String, Colleague, Colleague) {
    let shop = Shop::open().await;
    let anna = shop.colleague("a", "anna", "editor").await;
    let ben = shop.colleague("a", "ben", "editor").await;
    let page = made(&anna.client, "Home").await;
    (shop, page, anna, ben)
}

fn path(page: &str) -> String {
    format!("/admin/pages/{page}/presence")
}

/// A window that listens; answers its name.
async fn listen(client: &Client, page: &str) -> (Events, Value) {
    let mut events = client.get(&path(page)).listen().await;
    let window = events.named("page").await["window"].clone();
    (events, window)
}

/// Somebody says where his window is.
async fn say(client: &Client, page: &str, window: &Value, block: Option<&str>) {
    let body = json!({ "window": window, "block": block, "is_dirty": block.is_some() });
    let said = client.post(&path(page), &body).ok().await;
    assert_eq!(said["presence"]["block"], json!(block), "{said}");
}

/// What becomes of the page next, and not who is there.
async fn deed(events: &mut Events) -> Option<(String, Value)> {
    loop {
        match events.next().await {
            Some((name, _)) if name == "people" || name == ":" => {}
            other => return other,
        }
    }
}

fn names(people: &Value) -> Vec<&str> {
    people["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap_or_default()).collect()
}

/// Waits until these are here, and nobody else.
async fn until_here(events: &mut Events, wanted: &[&str]) -> Value {
    events.until(|name, data| name == "people" && names(data) == wanted).await
}

#[tokio::test]
async fn two_people_see_each_other_come_move_and_go() {
    let (_shop, page, anna, ben) = open().await;
    let (mut annas, hers) = listen(&anna.client, &page).await;
    let alone = until_here(&mut annas, &["anna"]).await["people"][0].clone();
    assert_eq!([&alone["is_you"], &alone["window"], &alone["block"]], [&json!(true), &hers, &json!(null)]);
    assert_eq!(alone["user_id"], json!(anna.user));

    let (mut bens, his) = listen(&ben.client, &page).await;
    let both = until_here(&mut bens, &["anna", "ben"]).await;
    assert_eq!([&both["people"][0]["is_you"], &both["people"][1]["is_you"]], [&json!(false), &json!(true)]);
    let seen = until_here(&mut annas, &["anna", "ben"]).await;
    assert_ne!(seen["people"][0]["color"], seen["people"][1]["color"], "they are told apart");

    say(&ben.client, &page, &his, Some("a")).await;
    let moved = annas.named("people").await["people"][1].clone();
    assert_eq!([&moved["block"], &moved["is_dirty"], &moved["window"]], [&json!("a"), &json!(true), &his]);
    say(&ben.client, &page, &his, None).await;
    assert_eq!(annas.named("people").await["people"][1]["block"], json!(null));

    // A second window of his has his colour.
    let (second, _) = listen(&ben.client, &page).await;
    let three = until_here(&mut annas, &["anna", "ben", "ben"]).await;
    assert_eq!(three["people"][1]["color"], three["people"][2]["color"]);
    drop(second);
    until_here(&mut annas, &["anna", "ben"]).await;
    drop(bens);
    until_here(&mut annas, &["anna"]).await;
}

#[tokio::test]
async fn what_becomes_of_a_page_is_told_with_who_did_it() {
    let (shop, page, anna, ben) = open().await;
    let mut annas = anna.client.get(&path(&page)).listen().await;
    let stands = annas.named("page").await;
    assert_eq!(
        [&stands["revision"], &stands["published_revision"], &stands["status"]],
        [&json!(1), &json!(null), &json!("draft")]
    );
    let act =
        async |verb: &str, body: Value| drop(ben.client.post(&format!("/admin/pages/{page}/{verb}"), &body).ok().await);

    let body = json!({ "title": "Home", "slug": "home", "content": saying(&[heading("a", "Ahoy")]) });
    assert_eq!(save(&ben.client, &page, 1, &body).await.status.as_u16(), 200);
    let saved = annas.named("saved").await;
    assert_eq!(
        [&saved["revision"], &saved["by"]["name"], &saved["by"]["user_id"]],
        [&json!(2), &json!("ben"), &json!(ben.user)]
    );
    // What says the same is no revision.
    assert_eq!(save(&ben.client, &page, 2, &body).await.status.as_u16(), 200);
    act("publish", json!({ "revision": 2 })).await;
    let (name, published) = deed(&mut annas).await.unwrap();
    assert_eq!((&*name, &published["revision"]), ("published", &json!(2)));
    let soon = now(&shop) + TimeDelta::seconds(30);
    act("schedule", json!({ "unpublish_at": soon })).await;
    assert_eq!(annas.named("scheduled").await["by"]["name"], "ben");
    // Its time comes: nobody does it.
    shop.test.clock().advance(TimeDelta::seconds(31));
    work(&shop).await;
    annas.named("unpublished").await;
    // What is undone was never done.
    let wrong = json!({ "revision": 77 });
    ben.client.post(&format!("/admin/pages/{page}/publish"), &wrong).error(404).await;
    assert_eq!(delete(&ben.client, &format!("/admin/pages/{page}")).await.status.as_u16(), 200);
    assert_eq!(deed(&mut annas).await.unwrap().0, "deleted");
    assert_eq!(annas.next().await, None, "nothing is to be told of it any more");
    anna.client.get(&path(&page)).error(404).await;
}

#[tokio::test]
async fn posts_entries_and_shared_blocks_have_it_too() {
    let (shop, ..) = open().await;
    let editor = shop.colleague("a", "cat", "editor").await.client;
    for (kind, body) in [
        ("blog-posts", json!({ "title": "News" })),
        ("changelog", json!({ "title": "News", "change": "added" })),
        ("reusable-blocks", json!({ "title": "Hours" })),
    ] {
        let made = editor.post(&format!("/admin/{kind}"), &body).ok().await;
        let id = made.as_object().unwrap().values().next().unwrap()["id"].as_str().unwrap().to_owned();
        let mut events = editor.get(&format!("/admin/{kind}/{id}/presence")).listen().await;
        until_here(&mut events, &["cat"]).await;
        // No page by another name.
        editor.get(&path(&id)).error(404).await;
    }
}

#[tokio::test]
async fn another_shop_neither_hears_nor_is_heard() {
    let (shop, page, anna, _) = open().await;
    let eve = shop.colleague("b", "eve", "owner").await;
    eve.client.get(&path(&page)).error(404).await;
    let (mut annas, window) = listen(&anna.client, &page).await;
    until_here(&mut annas, &["anna"]).await;
    // What she says there is of her own shop, and of nobody's window.
    let said = json!({ "window": window, "block": "mine" });
    eve.client.post(&path(&page), &said).ok().await;
    let theirs = made(&eve.client, "Theirs").await;
    let (mut eves, _) = listen(&eve.client, &theirs).await;
    until_here(&mut eves, &["eve"]).await;
    let body = json!({ "title": "Home", "slug": "home" });
    assert_eq!(save(&anna.client, &page, 1, &body).await.status.as_u16(), 200);
    assert_eq!(save(&eve.client, &theirs, 1, &body).await.status.as_u16(), 200);
    // The first that each hears is of her own page.
    for (events, who) in [(&mut annas, "anna"), (&mut eves, "eve")] {
        let (name, saved) = deed(events).await.unwrap();
        assert_eq!((&*name, &saved["by"]["name"]), ("saved", &json!(who)));
    }
}

#[tokio::test]
async fn who_says_nothing_or_may_not_any_more_is_gone_within_a_minute() {
    let (shop, page, anna, ben) = open().await;
    let (mut annas, hers) = listen(&anna.client, &page).await;
    let (mut bens, his) = listen(&ben.client, &page).await;
    until_here(&mut annas, &["anna", "ben"]).await;

    // His session is ended: what he says is refused, by whatever window.
    let tx = shop.test.db().begin_system("sign out").await.unwrap();
    accounts::store::sessions::end_all(&tx, ben.user.0, None).await.unwrap();
    tx.commit().await.unwrap();
    ben.client.post(&path(&page), &json!({ "window": his })).error(401).await;
    shop.test.clock().advance(TimeDelta::seconds(50));
    say(&anna.client, &page, &hers, Some("a")).await;
    // Every now and then it is told that nothing has happened.
    annas.named(":").await;
    shop.test.clock().advance(TimeDelta::seconds(20));
    assert_eq!(bens.named("end").await, json!({ "reason": "silent" }));
    assert_eq!(bens.next().await, None);
    until_here(&mut annas, &["anna"]).await;
}

#[tokio::test]
async fn a_window_is_his_whose_session_opened_it_and_comes_again_in_its_own_place() {
    let (shop, page, anna, ben) = open().await;
    let window = json!(Uuid::now_v7());
    let named = format!("{}?window={}", path(&page), window.as_str().unwrap());
    let mut first = anna.client.get(&named).listen().await;
    until_here(&mut first, &["anna"]).await;
    say(&anna.client, &page, &window, Some("a")).await;
    // The same name in somebody else's mouth is another window.
    say(&ben.client, &page, &window, Some("b")).await;

    let tx = shop.test.db().begin_system("sign in again").await.unwrap();
    let (session, _) =
        accounts::store::sessions::begin(&tx, anna.user.0, true, accounts::store::sessions::Origin::default())
            .await
            .unwrap();
    tx.commit().await.unwrap();
    let again = shop.client_of(anna.user, session.id);
    let refused = again.post(&path(&page), &json!({ "window": window })).error(409).await;
    assert_eq!(refused["code"], "other_session");

    let mut second = again.get(&named).listen().await;
    assert_eq!(first.named("end").await, json!({ "reason": "replaced" }));
    let here = until_here(&mut second, &["anna"]).await;
    assert_eq!(here["people"][0]["block"], "a", "she is where she was");
    say(&again, &page, &window, Some("c")).await;
    assert_eq!(second.named("people").await["people"][0]["block"], "c");
}

#[tokio::test]
async fn one_person_has_so_many_windows_and_programs_none() {
    let (shop, page, anna, ben) = open().await;
    let mut windows = Vec::new();
    for _ in 0..12 {
        windows.push(listen(&anna.client, &page).await);
    }
    let answer = anna.client.get(&path(&page)).send().await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "30"), "{}", answer.text);
    assert!(answer.text.contains("too many windows: close some"), "{}", answer.text);
    listen(&ben.client, &page).await;
    windows.pop();
    // It is noticed when it is.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while anna.client.get(&path(&page)).status().await != 200 {
        assert!(tokio::time::Instant::now() < deadline, "a window that was closed still counts");
    }

    let owner = shop.colleague("a", "owner", "owner").await;
    let program = shop.program(&owner, &["content:read"]).await;
    let refused = program.get(&path(&page)).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("sign in as a person"), "{refused}");
    let reader = shop.colleague("a", "vera", "viewer").await.client;
    let mut hers = reader.get(&path(&page)).listen().await;
    hers.until(|name, data| name == "people" && names(data).contains(&"vera")).await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let (_shop, page, anna, _) = open().await;
    for (path, words) in [
        (format!("{}?window=mine", path(&page)), "Invalid value for field 'window': expected a UUID"),
        (format!("{}?windows=1", path(&page)), "windows"),
    ] {
        let refused = anna.client.get(&path).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    }
    let window = Uuid::now_v7();
    for (body, words) in [
        (json!({}), "Field 'window' is required"),
        (json!({ "window": "mine" }), "Invalid value for field 'window': expected a UUID"),
        (json!({ "window": window, "block": "<script>" }), "Invalid value for field 'block'"),
        (json!({ "window": window, "block": "b".repeat(65) }), "Invalid value for field 'block'"),
        (json!({ "window": window, "field": "a b" }), "Invalid value for field 'field'"),
        (json!({ "window": window, "is_dirty": "yes" }), "is_dirty"),
        (json!({ "window": window, "name": "eve" }), "name"),
    ] {
        let refused = anna.client.post(&path(&page), &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    }
}

#[tokio::test]
async fn a_process_that_ends_waits_for_no_window() {
    let (shop, page, anna, _) = open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { connections: 10, header_timeout: Duration::from_secs(5), grace: Duration::from_mins(5) };
    let router = kontor::platform::router(&shop.platform, kontor::platform::SERVICES);
    let serving = tokio::spawn(web::serve(listener, router, limits, shop.platform.stop.clone()));
    let (mut events, _) = listen(&anna.client.clone().at(address), &page).await;
    until_here(&mut events, &["anna"]).await;
    shop.platform.stop.cancel();
    assert_eq!(events.named("end").await, json!({ "reason": "stopping" }));
    tokio::time::timeout(Duration::from_secs(20), serving).await.expect("it ends long before its grace does").unwrap();
}

#[tokio::test]
async fn windows_of_two_processes_see_each_other() {
    let (shop, page, anna, ben) = open().await;
    let beside = shop.beside().await;
    let there = ben.client.clone().at(beside.address);
    let (mut annas, hers) = listen(&anna.client, &page).await;
    let (mut bens, his) = listen(&there, &page).await;
    until_here(&mut annas, &["anna", "ben"]).await;
    let seen = until_here(&mut bens, &["anna", "ben"]).await;
    assert_eq!(seen["people"][1]["is_you"], json!(true));

    say(&there, &page, &his, Some("a")).await;
    annas.until(|name, data| name == "people" && data["people"][1]["block"] == "a").await;
    // What a balancer sends to the other process arrives, and keeps the window here.
    shop.test.clock().advance(TimeDelta::seconds(40));
    say(&anna.client.clone().at(beside.address), &page, &hers, Some("b")).await;
    bens.until(|name, data| name == "people" && data["people"][0]["block"] == "b").await;
    say(&there, &page, &his, Some("c")).await;
    annas.until(|name, data| name == "people" && data["people"][1]["block"] == "c").await;
    shop.test.clock().advance(TimeDelta::seconds(30));
    say(&there, &page, &his, Some("d")).await;
    annas.until(|name, data| name == "people" && data["people"][1]["block"] == "d").await;

    let body = json!({ "title": "Home", "slug": "home" });
    assert_eq!(save(&anna.client, &page, 1, &body).await.status.as_u16(), 200);
    assert_eq!(bens.named("saved").await["by"]["name"], "anna");
    // A window that comes to the other process is one, not two.
    let named = format!("{}?window={}", path(&page), his.as_str().unwrap());
    let mut moved = ben.client.get(&named).listen().await;
    assert_eq!(bens.named("end").await, json!({ "reason": "replaced" }));
    until_here(&mut moved, &["anna", "ben"]).await;

    // A process that ends says so, and its windows are gone.
    let (_third, _) = listen(&there, &page).await;
    until_here(&mut moved, &["anna", "ben", "ben"]).await;
    drop(beside);
    until_here(&mut moved, &["anna", "ben"]).await;
}

#[tokio::test]
async fn a_process_that_dies_is_forgotten_and_nonsense_does_no_harm() {
    let (shop, page, anna, ben) = open().await;
    let (mut annas, hers) = listen(&anna.client, &page).await;
    until_here(&mut annas, &["anna"]).await;
    let key: Uuid = page.parse::<entity::ids::PageId>().unwrap().0;
    let dead = json!({ "from": Uuid::now_v7(), "items": [{
        "is": "here", "place": { "shop": crate::admin::organization("a").0, "page": key }, "color": 3, "since": now(&shop),
        "window": { "user": ben.user.0, "id": Uuid::now_v7() }, "spot": { "block": null, "field": null, "is_dirty": false }
    }] });
    let dead = dead.to_string();
    let mut nonsense: Vec<(&str, &str)> =
        ["", "{}", "null", r#"{"from":"x"}"#].map(|text| ("kontor_presence", text)).to_vec();
    nonsense.extend([("kontor_pages", "{}"), ("kontor_pages", "x"), ("kontor_presence", &dead)]);
    for (channel, payload) in nonsense {
        shop.test.db().notify(channel, payload).await.unwrap();
    }
    until_here(&mut annas, &["anna", "ben"]).await;
    shop.test.clock().advance(TimeDelta::seconds(30));
    say(&anna.client, &page, &hers, Some("a")).await;
    shop.test.clock().advance(TimeDelta::seconds(20));
    until_here(&mut annas, &["anna"]).await;
}

#[tokio::test]
async fn notices_that_were_missed_are_made_up_for() {
    let (shop, page, anna, ben) = open().await;
    let beside = shop.beside().await;
    let (mut annas, _) = listen(&anna.client, &page).await;
    let (mut bens, his) = listen(&ben.client.clone().at(beside.address), &page).await;
    until_here(&mut annas, &["anna", "ben"]).await;
    until_here(&mut bens, &["anna", "ben"]).await;
    // Both listen no more, and again; what one says in between the other one learns by asking.
    let mut admin = <PgConnection as Connection>::connect(&shop.test.maintenance_url()).await.unwrap();
    let listening = format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}' and application_name <> 'kontor'",
        shop.test.name()
    );
    sqlx::Executor::execute(&mut admin, sqlx::AssertSqlSafe(listening)).await.unwrap();
    let there = ben.client.clone().at(beside.address);
    say(&there, &page, &his, Some("z")).await;
    annas.until(|name, data| name == "people" && data["people"][1]["block"] == "z").await;
    // Nobody is lost by it.
    shop.test.clock().advance(TimeDelta::seconds(16));
    annas.named(":").await;
    say(&there, &page, &his, Some("y")).await;
    let seen = annas.until(|name, data| name == "people" && data["people"][1]["block"] == "y").await;
    assert_eq!(names(&seen), ["anna", "ben"]);
}
