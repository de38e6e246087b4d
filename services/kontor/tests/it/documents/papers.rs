//! Invoices, credit notes, packing slips: numbers, what stands on them, and who reads them.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{buy, capture, faults, open, refund, sell, text};
use crate::medusa::visitor::{ANN, Visitor, open_with};

#[tokio::test]
async fn an_invoice_is_written_once() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), "ann@example.com").await;
    let at = format!("/admin/orders/{}", text(&order["id"]));
    assert_eq!(staff.get(&format!("{at}/documents")).ok().await["documents"], json!([]));
    let made = staff.post(&format!("{at}/invoice"), &json!({})).ok().await["document"].clone();
    assert_eq!((&made["kind"], &made["number"], &made["order_id"]), (&json!("invoice"), &json!(1), &order["id"]));
    let again = staff.post(&format!("{at}/invoice"), &json!({})).ok().await["document"].clone();
    assert_eq!(again, made);
    let listed = staff.get(&format!("{at}/documents")).ok().await;
    assert_eq!((&listed["documents"], &listed["count"]), (&json!([made]), &json!(1)));
    let one = format!("/admin/documents/{}", text(&made["id"]));
    assert_eq!(staff.get(&one).ok().await["document"], made);
    assert_eq!(staff.get("/admin/documents?kind=invoice&number=1").ok().await["documents"], json!([made]));
    assert_eq!(staff.get("/admin/documents?kind=quote").ok().await["count"], 0);

    let file = staff.get(&format!("{one}/file")).bytes().await;
    assert!(file.starts_with(b"%PDF-1."));
    assert_eq!(shop.count("documents where sha256 = sha256(file)").await, 1);
    assert_eq!(text(&made["sha256"]).len(), 64);
    assert_eq!(made["size"], file.len());
    if let Some(folder) = std::env::var_os("KONTOR_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join("order.pdf"), &file).unwrap();
    }
    assert_eq!(shop.count("events where name = 'document.created'").await, 1);
    for (path, status) in [("/admin/orders/order_x/invoice", 404), ("/admin/orders/order_x/packing-slip", 404)] {
        staff.post(path, &json!({})).error(status).await;
    }
    staff.get("/admin/documents/doc_x/file").error(404).await;
    staff.get("/admin/orders/order_x/documents").error(404).await;
    // What is another shop's is not there.
    let other = shop.colleague("b", "bo", "owner").await.client;
    other.get(&format!("{one}/file")).error(404).await;
    other.post(&format!("{at}/invoice"), &json!({})).error(404).await;
}

/// Whatever comes at once: the numbers are 1, 2, 3 …, and each order has one.
#[tokio::test]
async fn numbers_have_no_gaps() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let mut tasks = JoinSet::new();
    for _ in 0..4 {
        let order = buy(&shop.shopper(), "ann@example.com").await;
        for _ in 0..3 {
            let (staff, at) = (staff.clone(), format!("/admin/orders/{}/invoice", text(&order["id"])));
            tasks.spawn(async move { staff.post(&at, &json!({})).ok().await["document"]["number"].as_i64().unwrap() });
        }
    }
    let mut numbers = tasks.join_all().await;
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
    shop.change("update orders set status = 'canceled' where display_id = 1").await;
    let canceled = buy(&shop.shopper(), "ann@example.com").await;
    shop.change("update orders set status = 'canceled' where display_id = 5").await;
    let at = format!("/admin/orders/{}/invoice", text(&canceled["id"]));
    let refused = staff.post(&at, &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("is canceled and gets no invoice"), "{refused}");
    assert_eq!(shop.count("number_series where series = 'invoice' and next = 5").await, 1, "a refusal takes no number");
}

#[tokio::test]
async fn what_was_refunded_is_credited() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), "ann@example.com").await;
    capture(&shop).await;
    refund(&shop, "10.25").await;
    let key = staff_refund(&shop).await;
    let at = format!("/admin/orders/{}", text(&order["id"]));
    let body = json!({ "refund_id": key });
    let refused = staff.post(&format!("{at}/credit-note"), &body).error(400).await;
    assert!(text(&refused["message"]).ends_with("has no invoice yet: write it first"), "{refused}");
    staff.post(&format!("{at}/invoice"), &json!({})).ok().await;
    let made = staff.post(&format!("{at}/credit-note"), &body).ok().await["document"].clone();
    assert_eq!((&made["kind"], &made["number"], &made["refund_id"]), (&json!("credit_note"), &json!(1), &json!(key)));
    assert_eq!(staff.post(&format!("{at}/credit-note"), &body).ok().await["document"], made);
    staff.post(&format!("{at}/credit-note"), &json!({"refund_id": "ref_x"})).error(404).await;
    let rest = staff.post(&format!("{at}/credit-note"), &json!({})).error(400).await;
    assert!(text(&rest["message"]).contains("give the refund_id of what is paid back"), "{rest}");
    let content = content(&shop, "credit_note").await;
    assert_eq!(content["sums"][0]["value"], "\u{2212}€10.25");
    assert_eq!(content["sums"][1], json!({"label": "includes VAT 19 %", "value": "\u{2212}€1.64", "is_total": false}));
    assert_eq!(content["lines"][0]["below"], json!([]), "what the staff notes is the staff's");
    assert_eq!(faults(&shop).await, 0);
}

fn sums(sheet: &Value) -> Vec<(&str, &str)> {
    sheet["sums"].as_array().unwrap().iter().map(|sum| (text(&sum["label"]), text(&sum["value"]))).collect()
}

/// An invoice asks for what is open, and for nothing that was given back.
#[tokio::test]
async fn an_invoice_after_a_refund() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let given = buy(&shop.shopper(), "ann@example.com").await;
    capture(&shop).await;
    refund(&shop, "10.25").await;
    staff.post(&format!("/admin/orders/{}/invoice", text(&given["id"])), &json!({})).ok().await;
    let sheet = content(&shop, "invoice").await;
    assert_eq!(
        sums(&sheet)[2..],
        [("Total", "€41.00"), ("includes VAT 19 %", "€6.55"), ("Paid", "\u{2212}€41.00"), ("Refund", "€10.25")]
    );
    assert_eq!(sheet["notes"][0], "Paid in full.");

    // Half of it came back, and was paid back; and of what was taken anew since, nothing was paid.
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let back = buy(&shop.shopper(), "ann@example.com").await;
    capture(&shop).await;
    shop.change(
        "update order_line_items set fulfilled_quantity = 2, shipped_quantity = 2, delivered_quantity = 2, return_received_quantity = 1;
         update orders set total = 23",
    )
    .await;
    refund(&shop, "18").await;
    shop.change(
        "insert into payment_collections (organization_id, order_id, currency_code, amount) select organization_id, id, 'eur', 7 from orders;
         insert into order_line_items (organization_id, order_id, title, unit_price, quantity, is_tax_inclusive)
           select organization_id, id, 'Spoon', 7, 1, true from orders;
         update orders set total = 30",
    )
    .await;
    staff.post(&format!("/admin/orders/{}/invoice", text(&back["id"])), &json!({})).ok().await;
    let sheet = content(&shop, "invoice").await;
    let lines: Vec<&Value> = sheet["lines"].as_array().unwrap().iter().map(|line| &line["cells"]).collect();
    assert_eq!(lines[0], &json!(["Harbour Mug", "1", "€18.00", "19 %", "€18.00"]));
    assert_eq!(lines[1], &json!(["Spoon", "1", "€7.00", "", "€7.00"]));
    assert_eq!(
        sums(&sheet),
        [
            ("Subtotal", "€25.00"),
            ("Shipping (Standard)", "€5.00"),
            ("Total", "€30.00"),
            ("includes VAT 19 %", "€3.67"),
            ("Paid", "\u{2212}€41.00"),
            ("Refund", "€18.00"),
            ("To be paid", "€7.00"),
        ]
    );
}

/// Taxes are taken back of the invoice, whatever the order costs by now, and to the last cent.
#[tokio::test]
async fn credit_notes_follow_their_invoice() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), "ann@example.com").await;
    capture(&shop).await;
    let at = format!("/admin/orders/{}", text(&order["id"]));
    staff.post(&format!("{at}/invoice"), &json!({})).ok().await;
    shop.change("update order_line_items set tax_lines = '[]', unit_price = 10; update orders set total = 25").await;
    shop.change(
        "insert into refund_reasons (organization_id, label, code) values ('00000000-0000-7000-8000-00000000000a', 'It was damaged', 'damaged')",
    )
    .await;
    refund(&shop, "16").await;
    shop.change("update payment_refunds set refund_reason_id = (select id from refund_reasons where code = 'damaged')")
        .await;
    staff.post(&format!("{at}/credit-note"), &json!({"refund_id": staff_refund(&shop).await})).ok().await;
    let sheet = content(&shop, "credit_note").await;
    assert_eq!(sums(&sheet), [("Total", "\u{2212}€16.00"), ("includes VAT 19 %", "\u{2212}€2.56")]);
    assert_eq!(sheet["lines"][0]["below"], json!(["It was damaged"]));
    refund(&shop, "25").await;
    staff.post(&format!("{at}/credit-note"), &json!({"refund_id": staff_refund(&shop).await})).ok().await;
    let sheet = content(&shop, "credit_note").await;
    assert_eq!(sums(&sheet), [("Total", "\u{2212}€25.00"), ("includes VAT 19 %", "\u{2212}€3.99")]);
}

/// An invoice that nobody paid is taken back with its order.
#[tokio::test]
async fn what_was_never_paid_is_credited() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), "ann@example.com").await;
    let at = format!("/admin/orders/{}", text(&order["id"]));
    let none = staff.post(&format!("{at}/credit-note"), &json!({})).error(400).await;
    assert!(text(&none["message"]).ends_with("has no invoice yet: write it first"), "{none}");
    staff.post(&format!("{at}/invoice"), &json!({})).ok().await;
    staff.post(&format!("{at}/credit-note"), &json!({})).error(400).await;
    staff.post(&format!("{at}/cancel"), &json!({})).ok().await;
    let made = staff.post(&format!("{at}/credit-note"), &json!({})).ok().await["document"].clone();
    assert_eq!((&made["kind"], &made["refund_id"]), (&json!("credit_note"), &Value::Null));
    assert_eq!(staff.post(&format!("{at}/credit-note"), &json!({})).ok().await["document"], made);
    let sheet = content(&shop, "credit_note").await;
    assert_eq!(sums(&sheet), [("Total", "\u{2212}€41.00"), ("includes VAT 19 %", "\u{2212}€6.55")]);
    assert_eq!(sheet["lines"][0]["cells"][0], "Correction: Order #1");
    assert_eq!(shop.count("documents where kind = 'credit_note'").await, 1);
    staff.post("/admin/orders/order_x/credit-note", &json!({})).error(404).await;
}

/// The refund there is, as the wire has it.
async fn staff_refund(shop: &crate::shop::Shop) -> String {
    #[derive(db::sea_orm::FromQueryResult)]
    struct Row {
        id: uuid::Uuid,
    }
    let tx = shop.test.db().begin_system("look").await.unwrap();
    let row: Row = db::fetch_one(&tx, "select id from payment_refunds order by id desc limit 1", []).await.unwrap();
    entity::ids::PaymentRefundId(row.id).to_string()
}

/// What stands on the paper of a kind.
async fn content(shop: &crate::shop::Shop, kind: &str) -> Value {
    #[derive(db::sea_orm::FromQueryResult)]
    struct Row {
        content: Value,
    }
    let tx = shop.test.db().begin_system("look").await.unwrap();
    let sql = "select content from documents where kind = $1 order by created_at desc, number desc limit 1";
    db::fetch_one::<Row>(&tx, sql, [kind.into()]).await.unwrap().content
}

#[tokio::test]
async fn what_stands_on_them() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let order = buy(&shop.shopper(), "ann@example.com").await;
    let at = format!("/admin/orders/{}", text(&order["id"]));
    staff.post(&format!("{at}/packing-slip"), &json!({})).ok().await;
    let slip = content(&shop, "packing_slip").await;
    assert_eq!(slip["lines"], json!([{"cells": ["Harbour Mug", "2"], "below": ["Blue · MUG-B"]}]));
    assert_eq!((&slip["sums"], &slip["customer"][0]), (&json!([]), &json!("Мир & Ειρήνη GmbH")));
    let unknown = json!({"fulfillment_id": "ful_x"});
    staff.post(&format!("{at}/packing-slip"), &unknown).error(404).await;

    // In German, of a shop whose customer paid already.
    shop.change("update orders set locale = 'de-DE'").await;
    capture(&shop).await;
    staff.post(&format!("{at}/invoice"), &json!({})).ok().await;
    let sheet = content(&shop, "invoice").await;
    assert_eq!((&sheet["title"], &sheet["shop"]), (&json!("Rechnung 1"), &json!("Havn & Søn ApS")));
    let customer = json!(["Мир & Ειρήνη GmbH", "Łukasz Größer", "Straße des Friedens 1", "10115 Berlin", "Germany"]);
    assert_eq!(sheet["customer"], customer);
    assert_eq!(sheet["lines"][0]["cells"], json!(["Harbour Mug", "2", "18,00 €", "19 %", "36,00 €"]));
    assert_eq!(
        sums(&sheet),
        [
            ("Zwischensumme", "36,00 €"),
            ("Versand (Standard)", "5,00 €"),
            ("Gesamtbetrag", "41,00 €"),
            ("enthält VAT 19 %", "6,55 €"),
            ("Bezahlt", "\u{2212}41,00 €"),
        ]
    );
    assert_eq!(sheet["notes"][0], "Vollständig bezahlt.");
}

/// Only its owner reads his invoice; whoever has the order's id does not.
#[tokio::test]
async fn a_customer_reads_his_own() {
    let shop = open_with(&[]).await;
    sell(&shop).await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let order = buy(&ann.client(), ANN).await;
    let at = format!("/store/orders/{}/invoice", text(&order["id"]));
    shop.shopper().get(&at).error(401).await;
    let none = ann.client().get(&at).error(404).await;
    assert!(text(&none["message"]).ends_with("has no invoice"), "{none}");
    staff.post(&format!("/admin/orders/{}/invoice", text(&order["id"])), &json!({})).ok().await;
    assert!(ann.client().get(&at).bytes().await.starts_with(b"%PDF"));
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    ben.client().get(&at).error(404).await;
    ann.client().get("/store/orders/order_x/invoice").error(404).await;
}
