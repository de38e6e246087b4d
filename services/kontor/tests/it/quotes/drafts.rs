//! Drafts: what they come to, how they change, and what is refused.

use serde_json::{Value, json};

use super::{ANN, draft, owner, sent};
use crate::{
    documents::{open, text},
    medusa::visitor::letters_to,
    shop::id,
};

#[tokio::test]
async fn a_draft_is_counted_as_a_cart_is() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let quote = draft(&staff).await;
    assert_eq!(
        (&quote["display_id"], &quote["status"], &quote["currency_code"]),
        (&json!(1), &json!("draft"), &json!("eur"))
    );
    // 23.80 with tax; 80 and 15.20 of tax; 10 with tax, as the shop's prices of the region are.
    assert_eq!(
        (&quote["total"], &quote["totals"]["tax_total"], &quote["deposit_percent"]),
        (&json!(129), &json!("20.6"), &json!(50))
    );
    assert_eq!(
        (&quote["items"][0]["title"], &quote["items"][0]["unit_price"]),
        (&json!("Harbour Mug"), &json!("11.9"))
    );
    let at = format!("/admin/quotes/{}", text(&quote["id"]));
    assert_eq!(staff.get(&at).ok().await["quote"], quote);
    assert_eq!(staff.get("/admin/quotes?status=draft&q=ann").ok().await["count"], 1);

    // What is not named stays.
    let changed = staff
        .post(&at, &json!({"note": null, "items": [{"variant_id": id("variant", "18", 1), "quantity": 1}]}))
        .ok()
        .await;
    let changed = &changed["quote"];
    assert_eq!(
        (&changed["total"], &changed["note"], &changed["email"]),
        (&json!(28), &Value::Null, &json!(ANN)),
        "the shop's price"
    );
    assert_eq!(
        (&changed["deposit_percent"], &changed["shipping_methods"][0]["name"]),
        (&json!(50), &json!("By lorry"))
    );

    for (path, body, words) in [
        ("/admin/quotes", json!({"items": []}), "Field 'region_id' is required"),
        (
            "/admin/quotes",
            json!({"region_id": id("reg", "e", 2), "items": [{"quantity": 1}]}),
            "Field 'items, 0, title' is required where there is no 'variant_id'",
        ),
        (
            "/admin/quotes",
            json!({"region_id": id("reg", "e", 2), "items": [{"title": "a", "unit_price": -1, "quantity": 1}]}),
            "Value for field 'items, 0, unit_price' too small",
        ),
        (
            "/admin/quotes",
            json!({"region_id": id("reg", "e", 2), "items": [{"title": "a", "unit_price": 1, "quantity": 0}]}),
            "Value for field 'items, 0, quantity' too small",
        ),
        (
            "/admin/quotes",
            json!({"region_id": id("reg", "e", 2), "deposit_percent": 101}),
            "Value for field 'deposit_percent' must be more than 0",
        ),
        (&*format!("{at}/send"), json!({"url": "javascript:alert(1)"}), "Invalid address for field 'url'"),
    ] {
        let refused = staff.post(path, &body).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    for body in [
        json!({"region_id": "reg_x"}),
        json!({"region_id": id("reg", "f", 9)}),
        json!({"region_id": id("reg", "e", 2), "customer_id": id("cus", "9", 9)}),
        json!({"region_id": id("reg", "e", 2), "sales_channel_id": id("sc", "9", 9)}),
        json!({"region_id": id("reg", "e", 2), "items": [{"variant_id": "x", "quantity": 1}]}),
    ] {
        staff.post("/admin/quotes", &body).error(404).await;
    }
    let other = shop.colleague("b", "bo", "owner").await.client;
    other.get(&at).error(404).await;
    other.post(&format!("{at}/send"), &json!({})).error(404).await;
    let gone = staff.request(http::Method::DELETE, &at).send().await;
    assert_eq!(gone.json(), json!({"id": quote["id"], "object": "quote", "deleted": true}));
    staff.post(&at, &json!({})).error(404).await;
}

#[tokio::test]
async fn what_was_sent_stays() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let quote = draft(&staff).await;
    let at = format!("/admin/quotes/{}", text(&quote["id"]));
    let first = sent(&staff, &quote).await;
    let there = staff.get(&at).ok().await["quote"].clone();
    assert_eq!(there["status"], "sent");
    assert!(!there["expires_at"].is_null() && !there["sent_at"].is_null());
    let letter = &letters_to(&shop, ANN).await[0];
    for part in [
        "Hello Łukasz Größer,",
        "2 × Harbour Mug, Blue: €23.80",
        "1 × A day's work: €95.20",
        "Total: €129.00",
        "The price holds",
    ] {
        assert!(letter.contains(part), "{part} is not in {letter}");
    }
    assert!(letter.contains(&first.replace("/store/quotes", "https://shop.example.com/quotes")), "{letter}");
    let refused = staff.post(&at, &json!({"note": "cheaper"})).error(400).await;
    assert!(text(&refused["message"]).ends_with("is sent and cannot be changed"), "{refused}");
    let gone = staff.request(http::Method::DELETE, &at).send().await;
    assert_eq!(gone.status.as_u16(), 400, "{}", gone.text);

    // The token stands nowhere; sent anew, the first link leads nowhere.
    let token = first.rsplit('/').next().unwrap();
    assert_eq!(shop.count(&format!("quotes where quotes::text like '%{token}%'")).await, 0);
    let guest = shop.shopper();
    assert_eq!(guest.get(&first).ok().await["quote"]["status"], "sent");
    let second = sent(&staff, &quote).await;
    guest.get(&first).error(404).await;
    assert!(guest.get(&format!("{second}/file")).bytes().await.starts_with(b"%PDF"));
    assert_eq!(shop.count("documents where kind = 'quote'").await, 2);
    // Where not all prices are told with tax, none is: pieces and lines agree.
    let cells = r#"["Harbour Mug", "2", "€10.00", "19 %", "€20.00"]"#;
    assert_eq!(shop.count(&format!("documents where content -> 'lines' -> 0 -> 'cells' = '{cells}'")).await, 2);
    if let Some(folder) = std::env::var_os("KONTOR_PAPERS") {
        let file = guest.get(&format!("{second}/file")).bytes().await;
        std::fs::write(std::path::Path::new(&folder).join("quote.pdf"), file).unwrap();
    }
    for _ in 0..2 {
        assert_eq!(staff.post(&format!("{at}/cancel"), &json!({})).ok().await["quote"]["status"], "canceled");
    }
    let refused = guest.post(&format!("{second}/accept"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("is canceled and cannot be accepted"), "{refused}");

    // Nothing to offer, nobody to send it to.
    let empty = staff.post("/admin/quotes", &json!({"region_id": id("reg", "e", 2)})).ok().await["quote"].clone();
    let refused = staff.post(&format!("/admin/quotes/{}/send", text(&empty["id"])), &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("has no 'email' to be sent to"), "{refused}");
}
