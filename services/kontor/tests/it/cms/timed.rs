//! What is due at a time.

use chrono::TimeDelta;
use serde_json::json;

use super::{act, heading, made, now, open, read, save, saying, work};

#[tokio::test]
async fn a_revision_is_published_when_it_is_due_and_no_later_one() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Sale").await;
    let (at, until) = (now(&shop) + TimeDelta::hours(1), now(&shop) + TimeDelta::hours(3));
    let plan = json!({ "revision": 1, "publish_at": at, "unpublish_at": until });
    let planned = act(&editor, &page, "schedule", plan).await;
    assert_eq!([&planned["scheduled_revision"], &planned["status"]], [&json!(1), &json!("draft")]);
    let later = json!({ "title": "Sale", "slug": "sale", "content": saying(&[heading("a", "Not yet")]) });
    assert_eq!(save(&editor, &page, 1, &later).await.status.as_u16(), 200);
    work(&shop).await;
    assert_eq!(read(&shop, "sale").await, None);
    shop.test.clock().advance(TimeDelta::minutes(61));
    work(&shop).await;
    let editor = shop.colleague("a", "erik", "editor").await.client;
    assert_eq!(read(&shop, "sale").await.unwrap()["content"], saying(&[heading("a", "Sale")]));
    let shown = editor.get(&format!("/admin/pages/{page}")).ok().await["page"].clone();
    assert_eq!([&shown["scheduled_at"], &shown["has_changes"]], [&json!(null), &json!(true)]);
    shop.test.clock().advance(TimeDelta::hours(2));
    work(&shop).await;
    assert_eq!(read(&shop, "sale").await, None);
}

#[tokio::test]
async fn what_is_planned_anew_or_not_any_more_does_not_happen() {
    let (shop, editor) = open().await;
    let (moved, gone) = (made(&editor, "Moved").await, made(&editor, "Gone").await);
    let at = |hours| now(&shop) + TimeDelta::hours(hours);
    for page in [&moved, &gone] {
        act(&editor, page, "schedule", json!({ "revision": 1, "publish_at": at(1) })).await;
    }
    act(&editor, &moved, "schedule", json!({ "revision": 1, "publish_at": at(4) })).await;
    act(&editor, &gone, "unschedule", json!({})).await;
    shop.test.clock().advance(TimeDelta::hours(2));
    work(&shop).await;
    assert_eq!((read(&shop, "moved").await, read(&shop, "gone").await), (None, None));
    shop.test.clock().advance(TimeDelta::hours(3));
    work(&shop).await;
    assert!(read(&shop, "moved").await.is_some() && read(&shop, "gone").await.is_none());
}

#[tokio::test]
async fn what_cannot_be_published_says_why() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Sale").await;
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    let moved = json!({ "title": "Sale", "slug": "winter" });
    assert_eq!(save(&editor, &page, 1, &moved).await.status.as_u16(), 200);
    let plan = json!({ "revision": 2, "publish_at": now(&shop) + TimeDelta::hours(1) });
    act(&editor, &page, "schedule", plan).await;
    made(&editor, "Winter").await;
    shop.test.clock().advance(TimeDelta::minutes(61));
    work(&shop).await;
    let editor = shop.colleague("a", "erik", "editor").await.client;
    let shown = editor.get(&format!("/admin/pages/{page}")).ok().await["page"].clone();
    assert_eq!(
        [&shown["scheduled_at"], &shown["status"], &shown["slug"]],
        [&json!(null), &json!("published"), &json!("sale")]
    );
    assert!(shown["schedule_problem"].as_str().unwrap().contains("'/winter'"), "{shown}");
}

#[tokio::test]
async fn a_plan_makes_sense() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Sale").await;
    let at = |hours| now(&shop) + TimeDelta::hours(hours);
    for (plan, status, says) in [
        (json!({}), 400, "'publish_at' is required"),
        (json!({ "revision": 1 }), 400, "go together"),
        (json!({ "publish_at": at(1) }), 400, "go together"),
        (json!({ "revision": 1, "publish_at": at(-1) }), 400, "is over"),
        (json!({ "revision": 1, "publish_at": at(2), "unpublish_at": at(1) }), 400, "later than"),
        (json!({ "unpublish_at": at(1) }), 400, "not published"),
        (json!({ "revision": 7, "publish_at": at(1) }), 404, "Revision"),
    ] {
        let error = editor.post(&format!("/admin/pages/{page}/schedule"), &plan).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(says), "{plan}: {error}");
    }
}

#[tokio::test]
async fn who_stands_in_the_way_for_a_moment_ends_no_plan() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Sale").await;
    act(&editor, &page, "schedule", json!({ "revision": 1, "publish_at": now(&shop) + TimeDelta::hours(1) })).await;
    shop.test.clock().advance(TimeDelta::minutes(61));
    let held = shop.test.db().begin_system("stand in the way").await.unwrap();
    held.batch("select 1 from pages for update").await.unwrap();
    work(&shop).await;
    held.rollback().await.unwrap();
    assert_eq!(read(&shop, "sale").await, None);
    shop.test.clock().advance(TimeDelta::minutes(10));
    work(&shop).await;
    assert!(read(&shop, "sale").await.is_some(), "it is tried again");
}

#[tokio::test]
async fn a_page_that_is_taken_back_keeps_the_end_of_its_next_plan() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Sale").await;
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    let next = json!({ "title": "Sale", "slug": "sale", "content": saying(&[heading("a", "Winter")]) });
    assert_eq!(save(&editor, &page, 1, &next).await.status.as_u16(), 200);
    let until = now(&shop) + TimeDelta::hours(2);
    let plan = json!({ "revision": 2, "publish_at": now(&shop) + TimeDelta::hours(1), "unpublish_at": until });
    act(&editor, &page, "schedule", plan).await;
    let hidden = act(&editor, &page, "unpublish", json!({})).await;
    assert!(hidden["scheduled_at"].is_string() && hidden["unpublish_at"].is_string(), "{hidden}");
    let tiny = json!({ "revision": 2, "publish_at": "2999-01-01T00:00:00.0000001Z", "unpublish_at": "2999-01-01T00:00:00.0000002Z" });
    editor.post(&format!("/admin/pages/{page}/schedule"), &tiny).error(400).await;
}
