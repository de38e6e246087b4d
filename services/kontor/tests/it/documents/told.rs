//! What is told besides orders: points that are earned and end, friends who were brought, and gift cards for somebody else.

use serde_json::json;

use super::{as_kontor, buy, capture, faults, listen, open, text, work};
use crate::{medusa::visitor::letters_to, shop::Shop};

const ANN: &str = "ann@example.com";
const BO: &str = "bo@example.com";

/// Ann's account of points.
async fn account(shop: &Shop) {
    as_kontor(
        shop,
        "insert into loyalty_accounts (organization_id, customer_id)
         select c.organization_id, c.id from customers c where c.email = 'ann@example.com' on conflict do nothing",
    )
    .await;
}

#[tokio::test]
async fn points_come_and_go() {
    let shop = open().await;
    buy(&shop.shopper(), ANN).await;
    shop.change("update orders set locale = 'de'").await;
    listen(&shop).await;
    account(&shop).await;
    let happens = async |event: &str, after: &str| {
        as_kontor(
            &shop,
            &format!("select private.emit_event('{event}', a.id, null, '{after}', null, 0::smallint, null) from loyalty_accounts a"),
        )
        .await;
        work(&shop).await;
    };
    for (event, after, words) in [
        ("loyalty.release", r#"{"amount": 40, "source": "order"}"#, "40 Punkte bei Shop gehören Ihnen"),
        ("loyalty.earn", r#"{"amount": 7, "source": "manual"}"#, "7 Punkte bei Shop gehören Ihnen"),
        (
            "loyalty.expiring",
            r#"{"points": 120, "expires_at": "2026-12-01T10:00:00Z"}"#,
            "120 Ihrer Punkte bei Shop verfallen am 1. Dezember 2026",
        ),
    ] {
        happens(event, after).await;
        let letters = letters_to(&shop, ANN).await;
        assert!(letters[0].contains(words), "{event}: {}", letters[0]);
    }
    let before = letters_to(&shop, ANN).await.len();
    // What was taken is no gift, and a referral has a mail of its own.
    happens("loyalty.earn", r#"{"amount": -7, "source": "manual"}"#).await;
    happens("loyalty.earn", r#"{"amount": 9, "source": "referral"}"#).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), before);
    // A shop that does not want it told says so.
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let off = json!({"kind": "points_earned", "subject": "Points", "body": "{{points}}", "is_enabled": false});
    staff.post("/admin/order-mails", &off).ok().await;
    happens("loyalty.release", r#"{"amount": 40, "source": "order"}"#).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), before);
    for kind in ["points_earned", "points_expiring", "referral_rewarded", "gift_card"] {
        let shown = staff.post(&format!("/admin/order-mails/{kind}/preview"), &json!({})).ok().await;
        assert!(!shown["text"].as_str().unwrap().contains("{{"), "{shown}");
    }
}

#[tokio::test]
async fn a_gift_card_for_somebody_else() {
    let shop = open().await;
    buy(&shop.shopper(), ANN).await;
    listen(&shop).await;
    let made = |metadata: &str, nth: u32| {
        format!(
            "with l as (update order_line_items set metadata = '{metadata}' returning organization_id, id)
             insert into gift_cards (organization_id, code, value, currency_code, line_item_id, nth)
             select l.organization_id, 'GIFT-{nth}', 25, 'eur', l.id, {nth} from l"
        )
    };
    let for_bo = r#"{"recipient_email": "bo@example.com", "sender": "Ann", "message": "Happy birthday"}"#;
    as_kontor(&shop, &made(for_bo, 1)).await;
    work(&shop).await;
    let letters = letters_to(&shop, BO).await;
    assert_eq!(letters.len(), 1);
    for part in ["Ann gives you a gift card of €25.00", "Happy birthday", "GIFT-1"] {
        assert!(letters[0].contains(part), "{part} is not in {}", letters[0]);
    }
    // Who bought it for himself is told by what tells him of his order, and nobody's words lead anywhere.
    let others = [
        r#"{"recipient_email": "ann@example.com"}"#,
        r#"{"message": "x"}"#,
        r#"{"recipient_email": "bo@example.com", "message": "https://evil.test"}"#,
    ];
    for (said, nth) in others.into_iter().zip(2..) {
        as_kontor(&shop, &made(said, nth)).await;
        work(&shop).await;
    }
    assert_eq!(letters_to(&shop, ANN).await.iter().filter(|letter| letter.contains("GIFT-2")).count(), 0);
    let letters = letters_to(&shop, BO).await;
    assert!(letters.len() == 2 && !letters.iter().any(|letter| letter.contains("evil")), "{letters:?}");
}

/// Numbers of invoices have no gaps: a shop says that it wants them, and an order that is paid has one.
#[tokio::test]
async fn an_invoice_once_all_is_paid() {
    let shop = open().await;
    listen(&shop).await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let guest = shop.shopper();
    let pays = async || {
        let order = buy(&guest, ANN).await;
        let payment = staff.get(&format!("/admin/payments?order_id={}", text(&order["id"]))).ok().await;
        format!("/admin/payments/{}/capture", text(&payment["payments"][0]["id"]))
    };
    let unasked = pays().await;
    staff.post(&unasked, &json!({})).ok().await;
    work(&shop).await;
    assert_eq!(shop.count("documents").await, 0, "nobody has asked for it");
    let store = staff.get("/admin/stores").ok().await["stores"][0].clone();
    assert_eq!(store["invoice_when_paid"], false);
    let path = format!("/admin/stores/{}", text(&store["id"]));
    let changed = staff.post(&path, &json!({"invoice_when_paid": true})).ok().await;
    assert_eq!(changed["store"]["invoice_when_paid"], true);
    staff.post(&path, &json!({"invoice_when_paid": "yes"})).error(400).await;
    let capturing = pays().await;
    staff.post(&capturing, &json!({"amount": 40})).ok().await;
    work(&shop).await;
    assert_eq!(shop.count("documents").await, 0, "one euro is open");
    staff.post(&capturing, &json!({})).ok().await;
    work(&shop).await;
    let written = staff.get("/admin/documents?kind=invoice").ok().await;
    assert_eq!((&written["count"], &written["documents"][0]["number"]), (&json!(1), &json!(1)), "{written}");
    // What was heard twice is written once.
    as_kontor(
        &shop,
        "select private.emit_event('payment.captured', p.id, null, '{}', null, 0::smallint, null) from payments p",
    )
    .await;
    work(&shop).await;
    assert_eq!(
        shop.count("documents where kind = 'invoice'").await,
        2,
        "and that of the first order, which is paid too"
    );
    capture(&shop).await;
    assert_eq!(faults(&shop).await, 0);
}
