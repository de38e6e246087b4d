//! A customer of one shop, by that shop's staff and by himself.

use chrono::TimeDelta;
use entity::ids::CustomerId;
use serde_json::{Value, json};
use testkit::{Answer, Client};
use uuid::Uuid;

use super::{BOBS, CUSTOMER, GUEST, OURS, THEIRS, plant, program, rows_with, work};
use crate::{accounts::somebody, shop::Shop};

fn path(customer: Uuid, what: &str) -> String {
    format!("/admin/customers/{}/privacy/{what}", CustomerId(customer))
}

fn accepted(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let made = &answer.json()["privacy_request"];
    assert_eq!((&made["status"], &made["has_file"]), (&json!("pending"), &json!(false)));
    made["id"].as_str().unwrap().to_owned()
}

async fn open() -> Shop {
    let shop = Shop::with_accounts().await;
    somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    shop
}

async fn status(client: &Client, id: &str) -> Value {
    client.get(&format!("/admin/privacy-requests/{id}")).ok().await["privacy_request"].clone()
}

#[tokio::test]
async fn a_shop_tells_what_it_keeps_and_no_more() {
    let shop = open().await;
    let ours = program(&shop, "a", "'privacy:read'").await;
    let id = accepted(&ours.post(&path(CUSTOMER, "export"), &json!({})).send().await);
    ours.get(&format!("/admin/privacy-requests/{id}/file")).error(404).await;
    work(&shop).await;
    let done = status(&ours, &id).await;
    assert_eq!((&done["status"], &done["has_file"], &done["kind"]), (&json!("done"), &json!(true), &json!("export")));
    let file = ours.get(&format!("/admin/privacy-requests/{id}/file")).send().await;
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"personal-data.json\"");
    let kept = &file.json()["kept"];
    assert_eq!(kept["public.customers"][0]["first_name"], "canary-first");
    assert_eq!(kept["public.saved_addresses"][0]["address_1"], "canary-street");
    assert_eq!(kept["public.customers"].as_array().unwrap().len(), 2, "the guest with her address is she as well");
    assert!(file.text.contains("canary-guest"));
    // Who she is, and what another shop knows, is not this shop's to tell.
    for word in ["auth.", "canary-theirs", "canary-old", "canary-passkey", "canary-subject", "secret-", "bobby"] {
        assert!(!file.text.contains(word), "{word}: {}", file.text);
    }

    let page = ours.get("/admin/privacy-requests?kind=export&status=done&limit=1").ok().await;
    assert_eq!((&page["count"], &page["privacy_requests"][0]["id"]), (&json!(1), &json!(id)));
    let none = ours.get(&format!("/admin/privacy-requests?customer_id={}", CustomerId(BOBS))).ok().await;
    assert_eq!(none["count"], 0);

    shop.test.clock().advance(TimeDelta::days(7));
    ours.get(&format!("/admin/privacy-requests/{id}/file")).error(404).await;
    super::tidy(&shop).await;
    assert_eq!(shop.count("privacy_pages").await, 0);
    assert_eq!(shop.count("privacy_requests where expires_at is not null").await, 0);
}

#[tokio::test]
async fn a_shop_erases_its_customer_and_not_the_person() {
    let shop = open().await;
    let ours = program(&shop, "a", "'privacy:*'").await;
    let told = accepted(&ours.post(&path(CUSTOMER, "export"), &json!({})).send().await);
    work(&shop).await;
    let bobs = rows_with(&shop, "bobby").await;
    let body = json!({"confirm": "Ann.Canary@example.test"});
    let id = accepted(&ours.post(&path(CUSTOMER, "erasure"), &body).send().await);
    work(&shop).await;
    // The guest beside her account went with it.
    assert_eq!(shop.count(&format!("customers where id = '{GUEST}' and email is null")).await, 1);
    assert_eq!(status(&ours, &id).await["status"], "done");
    ours.get(&format!("/admin/privacy-requests/{told}/file")).error(404).await;

    let left = rows_with(&shop, "canary").await;
    let ours_left: Vec<&String> = left.iter().filter(|row| !row.starts_with("auth.") && row.contains(OURS)).collect();
    assert!(ours_left.is_empty(), "{ours_left:#?}");
    assert!(left.iter().any(|row| row.starts_with("auth.\"user\"")), "the person is still there");
    assert!(
        left.iter().any(|row| row.starts_with("public.customers") && row.contains(THEIRS)),
        "and so in the other shop"
    );
    assert_eq!(rows_with(&shop, "bobby").await, bobs);
    assert_eq!(
        shop.count(&format!("customers where organization_id = '{OURS}' and id = '{CUSTOMER}' and user_id is null"))
            .await,
        1
    );
    // Nothing of this shop says who the empty customer was.
    assert_eq!(
        shop.count(&format!("privacy_requests where organization_id = '{OURS}' and user_id is not null")).await,
        0
    );
    // Once more, by his id: he has no address any more.
    let again =
        accepted(&ours.post(&path(CUSTOMER, "erasure"), &json!({"confirm": CustomerId(CUSTOMER)})).send().await);
    work(&shop).await;
    assert_eq!(status(&ours, &again).await["status"], "done");
}

#[tokio::test]
async fn only_who_may_asks_and_complaints_name_the_field() {
    let shop = open().await;
    let (export, erasure) = (path(CUSTOMER, "export"), path(CUSTOMER, "erasure"));
    let body = json!({"confirm": CustomerId(CUSTOMER)});
    shop.anybody().post(&export, &json!({})).error(401).await;
    shop.anybody().post(&erasure, &body).error(401).await;
    shop.anybody().get("/admin/privacy-requests").error(401).await;

    let reader = program(&shop, "a", "'customer:*', 'privacy:read'").await;
    let refused = reader.post(&erasure, &body).error(403).await;
    assert!(refused["message"].as_str().unwrap().contains("privacy:write"), "{refused}");
    let id = accepted(&reader.post(&export, &json!({})).send().await);
    work(&shop).await;
    let nobody = program(&shop, "a", "'customer:*'").await;
    for path in [
        "/admin/privacy-requests".to_owned(),
        format!("/admin/privacy-requests/{id}"),
        format!("/admin/privacy-requests/{id}/file"),
    ] {
        let refused = nobody.get(&path).error(403).await;
        assert!(refused["message"].as_str().unwrap().contains("privacy:read"), "{refused}");
    }
    nobody.post(&export, &json!({})).error(403).await;

    // What another shop asks for is not there: neither the customer of ours nor the request.
    let theirs = program(&shop, "b", "'privacy:*'").await;
    theirs.post(&path(BOBS, "export"), &json!({})).error(404).await;
    theirs.post(&path(BOBS, "erasure"), &json!({"confirm": CustomerId(BOBS)})).error(404).await;
    theirs.get(&format!("/admin/privacy-requests/{id}")).error(404).await;
    theirs.get(&format!("/admin/privacy-requests/{id}/file")).error(404).await;
    assert_eq!(theirs.get("/admin/privacy-requests").ok().await["count"], 0);

    let ours = program(&shop, "a", "'privacy:*'").await;
    for (body, complaint) in [
        (json!({}), "'confirm' is required"),
        (json!({"confirm": "bobby@example.test"}), "'confirm' must be"),
        (json!({"confirm": CustomerId(BOBS)}), "'confirm' must be"),
        (json!({"confirm": CustomerId(CUSTOMER), "now": true}), "Unrecognized fields: 'now'"),
    ] {
        let refused = ours.post(&erasure, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(complaint), "{body}: {refused}");
    }
    for (query, complaint) in
        [("kind=red", "export, erasure"), ("status=red", "pending"), ("limit=1001", "'limit' too big")]
    {
        let refused = ours.get(&format!("/admin/privacy-requests?{query}")).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(complaint), "{refused}");
    }
    ours.post("/admin/customers/nobody/privacy/export", &json!({})).error(404).await;
    ours.get("/admin/privacy-requests/nobody").error(404).await;
    assert_eq!(shop.count("privacy_requests where kind = 'erasure'").await, 0);
}

#[tokio::test]
async fn a_customer_asks_himself_once_a_day() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    let me = ann.client().with_key(&crate::shop::key("a", 1));
    let id = accepted(&me.post("/store/customers/me/privacy/export", &json!({})).send().await);
    let again = accepted(&me.post("/store/customers/me/privacy/export", &json!({})).send().await);
    assert_eq!(id, again);
    work(&shop).await;
    let mine = me.get("/store/customers/me/privacy-requests").ok().await;
    assert_eq!((&mine["count"], &mine["privacy_requests"][0]["has_file"]), (&json!(1), &json!(true)));
    let file = me.get(&format!("/store/customers/me/privacy-requests/{id}/file")).ok().await;
    assert_eq!(file["kept"]["public.customers"][0]["phone"], "canary-phone");

    // Bob's is not hers, and a stranger has none.
    let ours = program(&shop, "a", "'privacy:*'").await;
    let bobs = accepted(&ours.post(&path(BOBS, "export"), &json!({})).send().await);
    work(&shop).await;
    me.get(&format!("/store/customers/me/privacy-requests/{bobs}/file")).error(404).await;
    shop.shopper().get("/store/customers/me/privacy-requests").error(401).await;
    shop.shopper().post("/store/customers/me/privacy/export", &json!({})).error(401).await;
    shop.change("update auth.session set \"impersonatedBy\" = (select id from auth.\"user\" where email = 'bobby@example.test') where \"userId\" = (select id from auth.\"user\" where email = 'ann.canary@example.test')").await;
    me.get(&format!("/store/customers/me/privacy-requests/{id}/file")).error(403).await;
}

#[tokio::test]
async fn one_request_at_a_time_and_some_a_day() {
    let shop = open().await;
    let ours = program(&shop, "a", "'privacy:*'").await;
    let tries = (0..100).map(|_| tokio::spawn(ours.post(&path(CUSTOMER, "export"), &json!({})).send()));
    let mut ids = std::collections::HashSet::new();
    for each in tries.collect::<Vec<_>>() {
        ids.insert(accepted(&each.await.unwrap()));
    }
    assert_eq!(ids.len(), 1);
    let fail = "update privacy_requests set status = 'failed', failure = 'test', finished_at = now()";
    for _ in 0..4 {
        shop.change(fail).await;
        ids.insert(accepted(&ours.post(&path(CUSTOMER, "export"), &json!({})).send().await));
    }
    assert_eq!(ids.len(), 5);
    shop.change(fail).await;
    let often = ours.post(&path(CUSTOMER, "export"), &json!({})).send().await;
    assert_eq!((often.status.as_u16(), often.json()["code"].as_str()), (429, Some("rate_limited")), "{}", often.text);
    assert!(often.header("retry-after").parse::<u64>().unwrap() > 3_600);
    // Of another kind, and about somebody else, it is another one.
    let body = json!({"confirm": CustomerId(CUSTOMER)});
    let erasure = accepted(&ours.post(&path(CUSTOMER, "erasure"), &body).send().await);
    assert_eq!(erasure, accepted(&ours.post(&path(CUSTOMER, "erasure"), &body).send().await));
    accepted(&ours.post(&path(BOBS, "export"), &json!({})).send().await);
}
