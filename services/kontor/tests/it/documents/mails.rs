//! Mails about orders: once for each thing that happens, in the words of the shop, to whom it concerns.

use serde_json::{Value, json};

use super::{as_kontor, buy, faults, listen, open, text, work};
use crate::{medusa::visitor::letters_to, shop::Shop};

const ANN: &str = "ann@example.com";

/// Something that happens to the only order.
async fn happens(shop: &Shop, event: &str, after: &str) {
    let sql =
        format!("select private.emit_event('{event}', o.id, null, '{after}', null, 0::smallint, null) from orders o");
    as_kontor(shop, &sql).await;
}

#[tokio::test]
async fn an_order_is_confirmed_once() {
    let shop = open().await;
    listen(&shop).await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), ANN).await;
    work(&shop).await;
    let letters = letters_to(&shop, ANN).await;
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    for part in [
        "Hello Łukasz Größer,",
        "order #1 of",
        "2 × Harbour Mug, Blue: €36.00\nShipping (Standard): €5.00\n",
        "Total: €41.00",
        "Straße des Friedens 1\n10115 Berlin",
    ] {
        assert!(letter.contains(part), "{part} is not in {letter}");
    }
    // A job that runs again tells nothing again.
    shop.change(
        "insert into jobs (organization_id, queue, name, max_attempts, payload)
           select organization_id, 'default', 'orders.tell', 3,
             jsonb_build_object('event_id', id, 'event', name, 'entity_id', entity_id, 'created_at', created_at)
           from events where name = 'order.placed'",
    )
    .await;
    work(&shop).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), 1);
    let listed = staff.get("/admin/notifications").ok().await;
    let sent = &listed["notifications"][0];
    assert_eq!(
        (&listed["count"], &sent["to"], &sent["template"], &sent["resource_id"], &sent["status"]),
        (&json!(1), &json!(ANN), &json!("order_placed"), &order["id"], &json!("success"))
    );
    let one = format!("/admin/notifications/{}", text(&sent["id"]));
    assert_eq!(staff.get(&one).ok().await["notification"], *sent);
    staff.get("/admin/notifications/noti_x").error(404).await;
    shop.colleague("b", "bo", "owner").await.client.get(&one).error(404).await;
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_else_happens() {
    let shop = open().await;
    listen(&shop).await;
    buy(&shop.shopper(), ANN).await;
    shop.change("update orders set locale = 'de'").await;
    let due = r#"{"amount": "20.5", "due_at": "2026-11-29T10:00:00Z"}"#;
    for (event, after, words) in [
        ("shipment.created", "{}", "wir haben versandt, was Sie am"),
        ("delivery.created", "{}", "Ihre Bestellung #1 wurde zugestellt"),
        ("order.payment_due", due, "sind bis zum 29. November 2026 20,50 € zu zahlen"),
        ("payment.failed", r#"{"reason": "Karte abgelehnt"}"#, "ist fehlgeschlagen. Karte abgelehnt"),
        ("payment.refunded", r#"{"amount": "4"}"#, "Bestellung #1 4,00 € auf dem Weg"),
        ("return.requested", "{}", "Bitte schreiben Sie die Nummer auf das Paket"),
        ("order.canceled", "{}", "wurde storniert"),
    ] {
        happens(&shop, event, after).await;
        work(&shop).await;
        let letters = letters_to(&shop, ANN).await;
        assert!(
            letters[0].contains(words) && letters[0].contains("Guten Tag Łukasz Größer,"),
            "{event}: {}",
            letters[0]
        );
    }
    let before = letters_to(&shop, ANN).await.len();
    shop.change("update orders set no_notification = true").await;
    happens(&shop, "order.canceled", "{}").await;
    work(&shop).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), before, "who wants none gets none");
}

/// What somebody calls himself is a text in the shop's name: it leads nowhere and is no tag.
#[tokio::test]
async fn strangers_words() {
    let shop = open().await;
    listen(&shop).await;
    buy(&shop.shopper(), ANN).await;
    shop.change("update order_addresses set first_name = 'Win: https://evil.test', last_name = '<b>x</b>', address_1 = '<script>'").await;
    work(&shop).await;
    let letter = &letters_to(&shop, ANN).await[0];
    assert!(letter.contains("Hello,") && letter.contains("<script>"), "{letter}");
    // Neither does a line of an address become a paragraph, or a link.
    shop.change(
        "update order_addresses set first_name = 'Ann', address_1 = e'x\n\nYou won: https://evil.test', address_2 = e'Gate\n\n5', city = 'evil.test'",
    )
    .await;
    happens(&shop, "order.placed", "{}").await;
    work(&shop).await;
    let letter = &letters_to(&shop, ANN).await[0];
    assert!(!letter.contains("evil") && letter.contains("Gate 5"), "{letter}");
    assert_eq!(shop.count("jobs where name = 'mail.send' and payload::text like '%<script>%' and payload -> 'message' ->> 'html' like '%<script>%'").await, 0);
}

#[tokio::test]
async fn a_shop_has_words_of_its_own() {
    let shop = open().await;
    listen(&shop).await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let body = json!({"kind": "order_placed", "subject": "{{order_number}} bei {{shop}}", "body": "Moin!\n\n{{items}}", "locale": "de"});
    let made = staff.post("/admin/order-mails", &body).ok().await["order_mail"].clone();
    assert_eq!(
        (&made["kind"], &made["locale"], &made["is_enabled"], &made["heading"]),
        (&json!("order_placed"), &json!("de"), &json!(true), &Value::Null)
    );
    let again = staff.post("/admin/order-mails", &body).error(422).await;
    assert_eq!(again["message"], "Order mail with kind: order_placed, locale: de, already exists.");
    let at = format!("/admin/order-mails/{}", text(&made["id"]));
    let changed = staff.post(&at, &json!({"heading": "Danke, {{ shop }}"})).ok().await;
    assert_eq!(changed["order_mail"]["heading"], "Danke, {{ shop }}");
    for (path, wrong, words) in [
        (
            "/admin/order-mails",
            json!({"kind": "order_placed", "subject": "a", "body": "{{password}}"}),
            "Value for field 'body' has the unknown name 'password', expected names of order_placed: {{shop}}, {{hello}}",
        ),
        (
            "/admin/order-mails",
            json!({"kind": "order_lost", "subject": "a", "body": "b"}),
            "Expected: 'order_placed, order_canceled",
        ),
        (
            "/admin/order-mails",
            json!({"kind": "order_placed", "subject": "a\nb", "body": "b"}),
            "Value for field 'subject' must be one line",
        ),
        (
            "/admin/order-mails",
            json!({"kind": "order_placed", "subject": "a", "body": "b", "locale": "German"}),
            "Invalid language for field 'locale'",
        ),
        (&*at, json!({"subject": "{{tracking}}"}), "Value for field 'subject' has the unknown name 'tracking'"),
        (&*at, json!({"body": ""}), "Value for field 'body' too small"),
        ("/admin/order-mails/order_placed/preview", json!({"body": "{{x}}"}), "unknown name 'x'"),
    ] {
        let refused = staff.post(path, &wrong).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }

    let preview = async |body: Value| staff.post("/admin/order-mails/order_placed/preview", &body).ok().await;
    let shown = preview(json!({"locale": "de"})).await;
    assert_eq!(shown["subject"], "#1042 bei Havn & Søn");
    assert_eq!(shown["text"], "Danke, Havn & Søn\n\nMoin!\n\n2 × Harbour Mug, Blue: €36.00\n\nHavn & Søn\n");
    assert!(text(&shown["html"]).contains("Havn &amp; Søn"));
    assert!(text(&preview(json!({})).await["text"]).starts_with("Thank you for your order\n\nHello Ann Berg,"));
    assert_eq!(preview(json!({"subject": "Try {{order_total}}"})).await["subject"], "Try €41.00");
    staff.post("/admin/order-mails/order_lost/preview", &json!({})).error(404).await;
    let kinds = staff.get("/admin/order-mail-kinds").ok().await;
    assert_eq!(
        (kinds["order_mail_kinds"].as_array().unwrap().len(), &kinds["order_mail_kinds"][0]["kind"]),
        (21, &json!("order_placed"))
    );

    buy(&shop.shopper(), ANN).await;
    shop.change("update orders set locale = 'de-AT'").await;
    work(&shop).await;
    assert!(letters_to(&shop, ANN).await[0].contains("Moin!"));
    // Switched off, it is not sent, whatever the code says by itself.
    staff.post(&at, &json!({"is_enabled": false})).ok().await;
    for locale in ["de", "en"] {
        shop.change(&format!("update orders set locale = '{locale}'")).await;
        happens(&shop, "order.placed", "{}").await;
        work(&shop).await;
    }
    assert_eq!(letters_to(&shop, ANN).await.len(), 1);
    let gone = staff.request(http::Method::DELETE, &at).send().await;
    assert_eq!(gone.status.as_u16(), 200, "{}", gone.text);
    happens(&shop, "order.placed", "{}").await;
    work(&shop).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), 2);
    assert!(letters_to(&shop, ANN).await[0].contains("Thank you for your order"));
}
