//! `inventory.low_stock`, `inventory.out_of_stock`, `inventory.back_in_stock`: once for each time that the mark is passed.

use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::Keeper;
use crate::admin::delete;

impl Keeper {
    /// The names of what was told of an item so far, and what was available then.
    async fn told(&self, sku: &str) -> String {
        #[derive(FromQueryResult)]
        struct Told {
            name: String,
            after: Value,
        }
        let tx = self.shop.test.db().begin_system("read the events").await.unwrap();
        let sql = "select e.name, e.after from events e join inventory_items i on i.organization_id = e.organization_id
              and i.id = e.entity_id
            where e.name like 'inventory.%' and i.sku = $1 order by e.created_at, e.id";
        let told: Vec<Told> = db::fetch_all(&tx, sql, [sku.into()]).await.unwrap();
        let short =
            |Told { name, after }: &Told| format!("{} {}", name.trim_start_matches("inventory."), after["available"]);
        told.iter().map(short).collect::<Vec<_>>().join(", ")
    }
}

#[tokio::test]
async fn each_crossing_is_told_once() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[(&kiel, 10), (&bonn, 100)]).await;
    let path = format!("/admin/inventory-items/{item}");
    client.post(&path, &json!({"low_stock_threshold": 4})).ok().await;
    let mut expected = Vec::new();
    let some = keeper.reserve(&item, &kiel, 5).await;
    assert_eq!(keeper.told("mug").await, "", "five are left");
    keeper.reserve(&item, &kiel, 2).await;
    expected.push("low_stock 3");
    keeper.reserve(&item, &kiel, 1).await;
    assert_eq!(keeper.told("mug").await, expected.join(", "), "it is low already");
    keeper.reserve(&item, &kiel, 2).await;
    expected.push("out_of_stock 0");
    assert_eq!(keeper.told("mug").await, expected.join(", "));
    // Nothing that is refused is told.
    super::reserve(client, &item, &kiel, 1).error(400).await;
    assert_eq!(delete(client, &format!("/admin/reservations/{some}")).await.status.as_u16(), 200);
    expected.push("back_in_stock 5");
    assert_eq!(keeper.told("mug").await, expected.join(", "));
    client.post(&format!("{path}/location-levels/{kiel}"), &json!({"stocked_quantity": 5})).ok().await;
    expected.push("low_stock 0");
    expected.push("out_of_stock 0");
    let told = keeper.told("mug").await;
    let mut last: Vec<&str> = told.split(", ").skip(3).collect();
    last.sort_unstable();
    assert_eq!(last, expected[3..], "both marks at once");
    assert!(keeper.level(&item, &bonn).await == [100, 0, 100], "of the other place nothing is told");
}

#[tokio::test]
async fn a_level_that_comes_or_goes_is_told() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[(&kiel, 2)]).await;
    assert_eq!(keeper.told("mug").await, "", "it is new");
    keeper.reserve(&item, &kiel, 2).await;
    assert_eq!(keeper.told("mug").await, "out_of_stock 0");
    let levels = format!("/admin/inventory-items/{item}/location-levels");
    client.post(&levels, &json!({"location_id": bonn, "stocked_quantity": 100})).ok().await;
    assert_eq!(keeper.told("mug").await, "out_of_stock 0, back_in_stock 100");
    keeper.shop.change("delete from inventory_levels where stocked_quantity = 100").await;
    assert_eq!(keeper.told("mug").await, "out_of_stock 0, back_in_stock 100, out_of_stock 0");
}

#[tokio::test]
async fn the_shops_mark_counts_where_the_item_has_none() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let (mug, _cup) = (keeper.item("mug", &[(&kiel, 10)]).await, keeper.item("cup", &[(&kiel, 10)]).await);
    keeper.shop.change("update stores set low_stock_threshold = 8").await;
    let body = json!({"low_stock_threshold": 2});
    keeper.client.post(&format!("/admin/inventory-items/{mug}"), &body).ok().await;
    // One statement of somebody who changes all of them.
    keeper
        .shop
        .change(
            "update inventory_levels set stocked_quantity = 7 where stocked_quantity = 10 and reserved_quantity = 0",
        )
        .await;
    assert_eq!((&*keeper.told("mug").await, &*keeper.told("cup").await), ("", "low_stock 7"));
}

#[tokio::test]
async fn sixteen_who_take_the_last_are_told_of_once() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 8)]).await;
    keeper.client.post(&format!("/admin/inventory-items/{item}"), &json!({"low_stock_threshold": 4})).ok().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (client, item, kiel) = (keeper.client.clone(), item.clone(), kiel.clone());
        tasks.spawn(async move { super::reserve(&client, &item, &kiel, 1).send().await.status.as_u16() });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 8, "{answers:?}");
    let mut told: Vec<String> = keeper.told("mug").await.split(", ").map(str::to_owned).collect();
    told.sort_unstable();
    assert_eq!(told, ["low_stock 4", "out_of_stock 0"]);
}
