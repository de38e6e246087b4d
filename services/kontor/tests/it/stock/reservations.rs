//! `/admin/reservations`

use serde_json::{Value, json};

use super::{Keeper, insufficient, reserve};
use crate::admin::{delete, each};

#[tokio::test]
async fn something_is_kept_moved_and_given_back() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[(&kiel, 5), (&bonn, 2)]).await;
    let body = json!({
        "inventory_item_id": item, "location_id": kiel, "quantity": 3, "line_item_id": "ordli_1",
        "description": "For Ann", "metadata": {"shelf": 4}
    });
    let made = client.post("/admin/reservations", &body).ok().await;
    let shown = &made["reservation"];
    let id = shown["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("resitem_"), "{id}");
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    assert!(shown["created_by"].as_str().unwrap().starts_with("user_"));
    assert_eq!(
        (&shown["inventory_item"]["sku"], &shown["inventory_item"]["reserved_quantity"]),
        (&json!("mug"), &json!(3))
    );
    assert_eq!(keeper.level(&item, &kiel).await, [5, 3, 2]);

    let path = format!("/admin/reservations/{id}");
    assert_eq!(client.get(&path).ok().await["reservation"]["id"], json!(id));
    let more = client.post(&path, &json!({"quantity": 5, "description": null})).ok().await;
    assert_eq!((&more["reservation"]["quantity"], &more["reservation"]["description"]), (&json!(5), &Value::Null));
    assert_eq!(keeper.level(&item, &kiel).await, [5, 5, 0]);
    assert_eq!(client.post(&path, &json!({"quantity": 6})).error(400).await, insufficient(&item, &kiel));
    assert_eq!(client.post(&path, &json!({"location_id": bonn})).error(400).await, insufficient(&item, &bonn));
    assert_eq!(
        (keeper.level(&item, &kiel).await, keeper.level(&item, &bonn).await),
        ([5, 5, 0], [2, 0, 2]),
        "all stayed"
    );
    let moved = client.post(&path, &json!({"location_id": bonn, "quantity": 2, "metadata": {}})).ok().await;
    assert_eq!(moved["reservation"]["location_id"], json!(bonn));
    assert_eq!((keeper.level(&item, &kiel).await, keeper.level(&item, &bonn).await), ([5, 0, 5], [2, 2, 0]));
    let elsewhere = keeper.place("Elsewhere").await;
    let answer = client.post(&path, &json!({"location_id": elsewhere})).error(404).await;
    assert_eq!(answer["message"], json!(format!("Item {item} is not stocked at location {elsewhere}")));
    let answer = client.post(&path, &json!({"location_id": "x"})).error(404).await;
    assert_eq!(answer["message"], "Stock locations with ids: x was not found");

    let gone = delete(client, &path).await;
    assert_eq!(gone.json(), json!({"id": id, "object": "reservation", "deleted": true}));
    assert_eq!(keeper.level(&item, &bonn).await, [2, 0, 2]);
    let missing = json!({"type": "not_found", "message": format!("Reservation with id: {id} was not found")});
    for body in [client.get(&path).error(404).await, client.post(&path, &json!({"quantity": 1})).error(404).await] {
        assert_eq!(body, missing);
    }
    assert_eq!(delete(client, &path).await.json(), missing);
    assert_eq!(keeper.level(&item, &bonn).await, [2, 0, 2], "given back once");
    keeper.books_agree().await;
}

#[tokio::test]
async fn what_is_kept_is_listed_and_filtered() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let (mug, cup) = (keeper.item("mug", &[(&kiel, 50), (&bonn, 50)]).await, keeper.item("cup", &[(&kiel, 50)]).await);
    for (item, place, quantity, line) in [(&mug, &kiel, 1, "l1"), (&mug, &bonn, 2, "l2"), (&cup, &kiel, 3, "l3")] {
        let body = json!({"inventory_item_id": item, "location_id": place, "quantity": quantity, "line_item_id": line,
            "description": format!("Line {line}")});
        client.post("/admin/reservations", &body).ok().await;
    }
    let lines = async |query: &str| {
        let page = client.get(&format!("/admin/reservations?order=quantity&{query}")).ok().await;
        each(&page, "reservations", "line_item_id").join(" ")
    };
    assert_eq!(lines("").await, "l1 l2 l3");
    assert_eq!(lines(&format!("location_id={kiel}")).await, "l1 l3");
    assert_eq!(lines(&format!("inventory_item_id[]={mug}&location_id[]={kiel}")).await, "l1");
    assert_eq!(lines("line_item_id[]=l2&line_item_id[]=l3").await, "l2 l3");
    assert_eq!(lines("quantity[$gte]=2&quantity[$lt]=3").await, "l2");
    assert_eq!(lines("description[$ilike]=%25LINE L1").await, "l1");
    assert_eq!(lines("q=l3").await, "l3");
    assert_eq!(lines("limit=1&offset=2").await, "l3");
    assert_eq!(lines("created_by=user_nobody").await, "");
    client.get("/admin/reservations?colour=red").error(400).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_reservation_is_named() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[(&kiel, 5)]).await;
    let good = json!({"inventory_item_id": item, "location_id": kiel, "quantity": 1});
    for (name, value, part) in [
        ("quantity", json!(0), "Value for field 'quantity' too small, expected at least: '1'"),
        ("quantity", json!(-3), "Value for field 'quantity' too small, expected at least: '1'"),
        ("quantity", json!(1.5), "Expected type: 'number' for field 'quantity', got: '1.5'"),
        ("quantity", Value::Null, "Field 'quantity' is required"),
        ("location_id", Value::Null, "Field 'location_id' is required"),
        ("line_item_id", json!("x".repeat(256)), "Value for field 'line_item_id' too big, expected at most: '255'"),
        ("allow_backorder", json!(true), "Unrecognized fields: 'allow_backorder'"),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let answer = client.post("/admin/reservations", &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
    assert_eq!(reserve(client, &item, &kiel, 6).error(400).await, insufficient(&item, &kiel));
    assert_eq!(reserve(client, &item, &kiel, 1_000_000_000_000).error(400).await, insufficient(&item, &kiel));
    for (item, place) in
        [(&*item, &*bonn), ("nothing", &*kiel), (&*item, "nothing"), ("iitem_01jd6nwvvgfa5sr38y5wx4pq3d", &*kiel)]
    {
        let answer = reserve(client, item, place, 1).error(404).await;
        let expected =
            json!({"type": "not_found", "message": format!("Item {item} is not stocked at location {place}")});
        assert_eq!(answer, expected);
    }
    assert_eq!(keeper.shop.count("reservation_items").await, 0);
    assert_eq!(keeper.level(&item, &kiel).await, [5, 0, 5]);
}

#[tokio::test]
async fn sixteen_who_give_back_at_once_give_back_once() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 50)]).await;
    keeper.reserve(&item, &kiel, 7).await;
    for _ in 0..5 {
        let id = keeper.reserve(&item, &kiel, 3).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let (client, path) = (keeper.client.clone(), format!("/admin/reservations/{id}"));
            tasks.spawn(async move { delete(&client, &path).await.status.as_u16() });
        }
        let mut answers = tasks.join_all().await;
        answers.sort_unstable();
        assert_eq!((answers[0], &answers[1..]), (200, &[404; 15][..]));
        assert_eq!(keeper.level(&item, &kiel).await, [50, 7, 43]);
    }
    keeper.books_agree().await;
}
