//! `GET /admin/inventory-items/{id}/ledger`: it tells all, and nobody changes it.

use serde_json::{Value, json};

use super::{Keeper, id_of, reserve};
use crate::admin::{delete, organization};

#[tokio::test]
async fn who_why_before_and_after() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let owner = keeper.shop.colleague("a", "olga", "owner").await;
    let program = keeper.shop.program(&owner, &["inventory:write"]).await;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[(&kiel, 5), (&bonn, 9)]).await;
    let at = format!("/admin/inventory-items/{item}/location-levels/{kiel}");
    let kept = id_of(&reserve(&owner.client, &item, &kiel, 2).ok().await, "reservation");
    client.post(&format!("/admin/reservations/{kept}"), &json!({"quantity": 3})).ok().await;
    assert_eq!(delete(client, &format!("/admin/reservations/{kept}")).await.status.as_u16(), 200);
    program.post(&at, &json!({"stocked_quantity": 8})).ok().await;
    program.post(&at, &json!({"stocked_quantity": 8})).ok().await;
    client.post(&format!("{at}/adjust"), &json!({"by": -8, "note": "Fire"})).ok().await;
    assert_eq!(delete(client, &at).await.status.as_u16(), 200);
    keeper
        .shop
        .change(
            "update inventory_levels set incoming_quantity = 4 where stocked_quantity = 9 and reserved_quantity = 0
        and inventory_item_id in (select id from inventory_items where sku = 'mug')",
        )
        .await;

    let path = format!("/admin/inventory-items/{item}/ledger");
    let page = client.get(&format!("{path}?location_id={kiel}")).ok().await;
    let lines = page["ledger_entries"].as_array().unwrap();
    let short = |line: &Value| {
        let numbers = ["stocked_before", "stocked_after", "reserved_before", "reserved_after"]
            .map(|name| line[name].as_i64().unwrap());
        let for_it = line["reservation_id"].as_str().is_some_and(|id| id == kept);
        (line["reason"].as_str().unwrap().to_owned(), numbers, for_it)
    };
    let told: Vec<_> = lines.iter().rev().map(short).collect();
    let line = |reason: &str, numbers, for_it| (reason.to_owned(), numbers, for_it);
    // Saying what is so already changes nothing; what goes with nothing in it says so.
    let expected = vec![
        line("set", [0, 5, 0, 0], false),
        line("reserve", [5, 5, 0, 2], true),
        line("reserve", [5, 5, 2, 3], true),
        line("release", [5, 5, 3, 0], true),
        line("set", [5, 8, 0, 0], false),
        line("adjust", [8, 0, 0, 0], false),
        line("set", [0, 0, 0, 0], false),
    ];
    assert_eq!(told, expected);
    assert_eq!(lines[5]["actor_id"], json!(owner.user.to_string()));
    assert!(
        lines[2]["actor_id"].is_null() && lines[2]["api_key_id"].as_str().unwrap().starts_with("apk_"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[1]["note"], "Fire");
    assert!(lines[1]["request_id"].is_string() && lines[1]["id"].as_str().unwrap().starts_with("ilog_"));

    let count = async |query: &str| client.get(&format!("{path}?{query}")).ok().await["count"].clone();
    assert_eq!(count("reason=release").await, 1);
    assert_eq!(count(&format!("reservation_id={kept}")).await, 3);
    assert_eq!(count(&format!("actor_id={}", owner.user)).await, 1);
    assert_eq!(count("created_at[$lt]=2000-01-01T00:00:00Z").await, 0);
    let hand = client.get(&format!("{path}?reason=by_hand")).ok().await;
    assert_eq!((&hand["count"], &hand["ledger_entries"][0]["incoming_after"]), (&json!(1), &json!(4)));
    client.get(&format!("{path}?colour=red")).error(400).await;
    client.get("/admin/inventory-items/iitem_01jd6nwvvgfa5sr38y5wx4pq3d/ledger").error(404).await;
    keeper.books_agree().await;

    assert_eq!(delete(client, &format!("/admin/inventory-items/{item}")).await.status.as_u16(), 200);
    let after = client.get(&path).ok().await;
    let last = &after["ledger_entries"][0];
    assert_eq!(
        (&last["note"], &last["stocked_before"], &last["stocked_after"]),
        (&json!("The item was deleted"), &json!(9), &json!(0))
    );
}

#[tokio::test]
async fn nobody_changes_a_line() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    keeper.item("mug", &[(&kiel, 5)]).await;
    let admin = keeper.shop.colleague("a", "adam", "owner").await;
    let db = keeper.shop.test.db();
    let before = keeper.shop.count("inventory_ledger").await;
    for sql in [
        "update inventory_ledger set stocked_after = 99",
        "delete from inventory_ledger",
        "truncate inventory_ledger",
        "insert into inventory_ledger select * from inventory_ledger",
    ] {
        let tx = db.begin(db::Scope::authenticated(organization("a").0, admin.user.0)).await.unwrap();
        assert!(matches!(tx.batch(sql).await, Err(db::Error::Forbidden(_))), "as an owner: {sql}");
        drop(tx);
        if !sql.starts_with("insert") {
            let tx = db.begin_system("try to change the ledger").await.unwrap();
            assert!(matches!(tx.batch(sql).await, Err(db::Error::Forbidden(_))), "as Kontor: {sql}");
        }
    }
    assert_eq!(keeper.shop.count("inventory_ledger").await, before);
}
