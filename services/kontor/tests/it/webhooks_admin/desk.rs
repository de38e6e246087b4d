//! Events that were put aside: the shop is told, looks into it, and has them worked on again.

use serde_json::{Value, json};

use super::{PATH, deliver, event};
use crate::{
    carts::at_once,
    payments::{Rig, complete, payment},
};

/// A cart that was paid, and the event of it put aside: our row says something else.
async fn dead(rig: &Rig) -> Value {
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.shop.change("update payment_sessions set amount = amount + 1").await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let told = rig.stripe.events().into_iter().filter(|event| event["data"]["object"]["id"] == intent.as_str());
    for event in told.filter(|event| event["type"] == "payment_intent.succeeded") {
        deliver(rig, &event).await;
    }
    rig.jobs().await;
    cart
}

#[tokio::test]
async fn what_was_put_aside_is_worked_on_again() {
    let rig = Rig::silent().await;
    let cart = dead(&rig).await;
    let staff = rig.staff().await;
    let listed =
        staff.get(&format!("{PATH}?status=dead&type=payment_intent.succeeded&object_type=payment_intent")).ok().await;
    assert_eq!(listed["count"], 1, "{listed}");
    let there = &listed["webhook_events"][0];
    assert!(there.get("body").is_none() && there.get("headers").is_none(), "{there}");
    assert!(there["last_error"].as_str().unwrap().contains("the amount is another one"), "{there}");
    let at = format!("{PATH}/{}", there["id"].as_str().unwrap());

    // Its people are told in their own pages.
    let bell = staff.get("/admin/notifications?channel=feed").ok().await;
    assert_eq!(
        (&bell["count"], &bell["notifications"][0]["resource_id"], &bell["notifications"][0]["template"]),
        (&json!(1), &there["id"], &json!("webhook_dead")),
        "{bell}"
    );

    let read = staff.get(&at).ok().await;
    let object = &read["webhook_event"]["body"]["data"]["object"];
    assert_eq!((&object["object"], &object["client_secret"]), (&json!("payment_intent"), &json!("[hidden]")), "{read}");
    assert!(!read.to_string().contains("_secret_"), "{read}");

    // Still wrong: it is put aside again, and told again.
    assert_eq!(staff.post(&format!("{at}/replay"), &json!({})).ok().await["webhook_event"]["status"], "pending");
    rig.jobs().await;
    let again = staff.get(&at).ok().await;
    assert_eq!((&again["webhook_event"]["status"], &again["webhook_event"]["tries"]), (&json!("dead"), &json!(1)));
    assert_eq!(staff.get("/admin/notifications?channel=feed").ok().await["count"], 2);

    // Mended: twenty click at once, and it is worked on once.
    rig.shop.change("update payment_sessions set amount = amount - 1").await;
    let clicks = (0..20).map(|_| {
        let (staff, at) = (staff.clone(), at.clone());
        async move { staff.post(&format!("{at}/replay"), &json!({})).send().await }
    });
    assert!(at_once(clicks).await.iter().all(|answer| answer.status.as_u16() == 200));
    rig.jobs().await;
    let done = staff.get(&at).ok().await;
    assert_eq!(
        (&done["webhook_event"]["status"], &done["webhook_event"]["last_error"]),
        (&json!("done"), &Value::Null),
        "{done}"
    );
    assert_eq!(rig.shop.count("orders").await, 1);
    // What is done may be done once more, and moves nothing.
    staff.post(&format!("{at}/replay"), &json!({})).ok().await;
    rig.jobs().await;
    assert_eq!(rig.shop.count("orders").await, 1);
    assert_eq!(rig.shop.count("payment_captures").await, 1);
    let order = complete(&rig.shop.shopper(), &cart).await["order"].clone();
    assert_eq!(payment(&staff, &order).await["captured_amount"], 23);
    rig.balances().await;
}

#[tokio::test]
async fn all_that_is_dead_at_once() {
    let rig = Rig::silent().await;
    dead(&rig).await;
    let staff = rig.staff().await;
    let other = rig.shop.colleague("b", "lee", "admin").await.client;
    // Nobody else's shop sees or moves it.
    let id = staff.get(PATH).ok().await["webhook_events"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(other.get(PATH).ok().await["count"], 0);
    other.get(&format!("{PATH}/{id}")).error(404).await;
    other.post(&format!("{PATH}/{id}/replay"), &json!({})).error(404).await;
    for body in [json!({}), json!({"ids": [id]})] {
        assert_eq!(other.post(&format!("{PATH}/replay"), &body).ok().await["replayed"], 0);
    }
    other.get("/admin/notifications?channel=feed").ok().await;
    let bell = other.get("/admin/notifications?channel=feed").ok().await;
    assert_eq!(bell["count"], 0);

    rig.shop.change("update payment_sessions set amount = amount - 1").await;
    assert_eq!(staff.post(&format!("{PATH}/replay"), &json!({})).ok().await["replayed"], 1);
    assert_eq!(staff.post(&format!("{PATH}/replay"), &json!({})).ok().await["replayed"], 0, "it waits already");
    rig.jobs().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(rig.shop.count("orders").await, 1);
    assert_eq!(
        staff.post(&format!("{PATH}/replay"), &json!({"ids": [id]})).ok().await["replayed"],
        1,
        "if it is named"
    );
    rig.jobs().await;
    assert_eq!(rig.shop.count("orders").await, 1);
}

#[tokio::test]
async fn what_can_be_asked() {
    let rig = Rig::open().await;
    rig.order(&rig.shop.shopper(), &[(1, 1)]).await;
    rig.work().await;
    let staff = rig.staff().await;
    let all = staff.get(PATH).ok().await["count"].as_i64().unwrap();
    assert!(all >= 3, "{all}");
    let page = staff.get(&format!("{PATH}?limit=1&offset=1&order=received_at&fields=type")).ok().await;
    assert_eq!(page["webhook_events"].as_array().unwrap().len(), 1);
    for (query, expected) in [
        ("status=dead", 0),
        ("received_at[$gte]=2100-01-01", 0),
        ("source=told", all),
        ("received_at[$lt]=2100-01-01&created_at[$lt]=2100-01-01&tries[$gte]=1", all),
        ("object_type=nothing", 0),
    ] {
        assert_eq!(staff.get(&format!("{PATH}?{query}")).ok().await["count"], json!(expected), "{query}");
    }
    for bad in ["whe_01jd6nwvvgfa5sr38y5wx4pq3d", "nothing"] {
        staff.get(&format!("{PATH}/{bad}")).error(404).await;
        staff.post(&format!("{PATH}/{bad}/replay"), &json!({})).error(404).await;
    }
    staff.post(&format!("{PATH}/replay"), &json!({"ids": ["nothing"]})).error(404).await;
    staff.post(&format!("{PATH}/replay"), &json!({"ids": "all"})).error(400).await;
    let viewer = rig.shop.colleague("a", "vic", "viewer").await.client;
    viewer.post(&format!("{PATH}/replay"), &json!({})).error(403).await;
}

/// What is nobody's is the operator's, and no shop's.
#[tokio::test]
async fn what_is_nobodys() {
    let rig = Rig::silent().await;
    let object = json!({"id": "ch_1", "object": "charge", "amount": "odd"});
    deliver(&rig, &event("evt_1", "charge.succeeded", rig.stripe.now(), &object)).await;
    rig.jobs().await;
    let staff = rig.staff().await;
    assert_eq!(staff.get(PATH).ok().await["count"], 0);
    assert_eq!(rig.shop.count("notifications").await, 0);
    let db = rig.shop.test.db();
    let shown = ::orders::webhook_events(db, true, 10).await.unwrap();
    assert_eq!((shown.len(), shown[0].event_id.as_str(), shown[0].shop.as_deref()), (1, "evt_1", None));
    assert_eq!(::orders::replay_webhook_events(db, Some(&shown[0].id)).await.unwrap(), 1);
    assert_eq!(::orders::replay_webhook_events(db, None).await.unwrap(), 0, "it waits already");
    rig.jobs().await;
    // It still cannot be read.
    let shown = ::orders::webhook_events(db, true, 10).await.unwrap();
    assert_eq!((shown.len(), shown[0].status.as_str()), (1, "dead"));
}

/// An event that cannot be read, of something that is the shop's: its people are told, and have it tried again.
#[tokio::test]
async fn what_cannot_be_read() {
    let rig = Rig::silent().await;
    let (_, intent) = rig.paying(&rig.shop.shopper(), &[(1, 1)]).await;
    let odd = json!({"id": intent, "object": "payment_intent", "amount": "odd"});
    deliver(&rig, &event("evt_1", "payment_intent.succeeded", rig.stripe.now(), &odd)).await;
    rig.jobs().await;
    let staff = rig.staff().await;
    let listed = staff.get(&format!("{PATH}?status=dead")).ok().await;
    assert_eq!(listed["count"], 1, "{listed}");
    assert!(listed["webhook_events"][0]["last_error"].as_str().unwrap().contains("cannot be read"), "{listed}");
    assert_eq!(staff.get("/admin/notifications?channel=feed").ok().await["count"], 1);
    let other = rig.shop.colleague("b", "lee", "admin").await.client;
    assert_eq!(other.get(PATH).ok().await["count"], 0);
    assert_eq!(staff.post(&format!("{PATH}/replay"), &json!({})).ok().await["replayed"], 1);
}
