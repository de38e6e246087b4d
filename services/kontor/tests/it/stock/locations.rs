//! `/admin/stock-locations`

use serde_json::{Value, json};

use super::{Keeper, id_of};
use crate::{
    admin::{delete, each},
    shop::id,
};

#[tokio::test]
async fn a_place_is_opened_changed_and_closed() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let address = json!({"address_1": "1 Quay", "city": "Kiel", "country_code": "DE", "metadata": {"dock": 4}});
    let body = json!({"name": "Kiel", "address": address, "metadata": {"erp": "1"}});
    let made = client.post("/admin/stock-locations", &body).ok().await;
    let place = id_of(&made, "stock_location");
    assert!(place.starts_with("sloc_"), "{place}");
    let shown = &made["stock_location"];
    assert_eq!(shown["address"]["country_code"], "de");
    assert_eq!(shown["address"]["metadata"], json!({"dock": 4}));
    assert!(shown["address_id"].as_str().unwrap().starts_with("laddr_"));
    let mut keys: Vec<_> = shown.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    assert_eq!(keys, ["address", "address_id", "created_at", "deleted_at", "id", "metadata", "name", "updated_at"]);

    let path = format!("/admin/stock-locations/{place}");
    let changed = client
        .post(&path, &json!({"name": "Kiel 2", "address": {"address_1": "2 Quay", "country_code": "dk"}}))
        .ok()
        .await;
    let shown = &changed["stock_location"];
    assert_eq!((&shown["name"], &shown["metadata"]), (&json!("Kiel 2"), &json!({"erp": "1"})));
    assert_eq!(shown["address_id"], made["stock_location"]["address_id"], "it is the same address");
    assert_eq!((&shown["address"]["address_1"], &shown["address"]["city"]), (&json!("2 Quay"), &Value::Null));
    let plain = client.get(&format!("{path}?fields=name")).ok().await;
    assert_eq!(plain, json!({"stock_location": {"name": "Kiel 2", "id": place}}));
    let cleared = client.post(&path, &json!({"address_id": null})).ok().await;
    assert_eq!(cleared["stock_location"]["address"], Value::Null);
    let again = client.post(&path, &json!({"address_id": shown["address_id"]})).ok().await;
    assert_eq!(again["stock_location"]["address"]["address_1"], "2 Quay");
    let fresh = keeper.place("Aarhus").await;
    let body = json!({"address": {"address_1": "3 Quay", "country_code": "dk"}});
    let with = client.post(&format!("/admin/stock-locations/{fresh}"), &body).ok().await;
    assert_eq!(with["stock_location"]["address"]["address_1"], "3 Quay", "it had none");

    let item = keeper.item("closing", &[(&place, 5)]).await;
    let kept = keeper.reserve(&item, &place, 2).await;
    let message = format!("Cannot delete stock location {place} because there are reserved items at the location");
    let refused = delete(client, &path).await;
    assert_eq!((refused.status.as_u16(), refused.json()), (400, json!({"type": "not_allowed", "message": message})));
    client.get(&path).ok().await;
    assert_eq!(keeper.level(&item, &place).await, [5, 2, 3], "nothing went");
    assert_eq!(delete(client, &format!("/admin/reservations/{kept}")).await.status.as_u16(), 200);
    let gone = delete(client, &path).await;
    assert_eq!(gone.json(), json!({"id": place, "object": "stock_location", "deleted": true}));
    let missing = json!({"type": "not_found", "message": format!("Stock location with id: {place} was not found")});
    for body in [client.get(&path).error(404).await, client.post(&path, &json!({})).error(404).await] {
        assert_eq!(body, missing);
    }
    assert_eq!(delete(client, &path).await.status.as_u16(), 404);
    let levels = client.get(&format!("/admin/inventory-items/{item}/location-levels")).ok().await;
    assert_eq!(levels["count"], 0, "what lay there is counted no more");
    keeper.books_agree().await;
    let all = client.get("/admin/stock-locations?with_deleted=true&name=Kiel 2").ok().await;
    assert_eq!(each(&all, "stock_locations", "id"), [place]);
}

#[tokio::test]
async fn places_are_listed_filtered_and_linked() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let place = keeper.place("Aarhus").await;
    let names = async |query: &str| {
        let page = client.get(&format!("/admin/stock-locations?order=name&{query}")).ok().await;
        each(&page, "stock_locations", "name").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Aarhus", "Location 1", "Location 2"]);
    assert_eq!(names("q=aar").await, ["Aarhus"]);
    assert_eq!(names("name[$ilike]=loc%25&limit=1&offset=1").await, ["Location 2"]);
    let channel = id("sc", "c", 1);
    assert_eq!(names(&format!("sales_channel_id={channel}")).await, ["Location 1"]);
    let path = format!("/admin/stock-locations/{place}/sales-channels");
    let linked = client.post(&format!("{path}?fields=*sales_channels"), &json!({"add": [channel]})).ok().await;
    assert_eq!(linked["stock_location"]["sales_channels"][0]["id"], json!(channel));
    assert_eq!(names(&format!("sales_channel_id[]={channel}")).await, ["Aarhus", "Location 1"]);
    // What lies there is sold from now on.
    let blue = |answer: &Value| answer["products"][0]["variants"][0]["inventory_quantity"].clone();
    let query = "/store/products?handle=mug&fields=%2Bvariants.inventory_quantity&order=id";
    let before = keeper.shop.shopper().get(query).ok().await;
    let body = json!({"location_id": place, "stocked_quantity": 100});
    client.post(&format!("/admin/inventory-items/{}/location-levels", id("iitem", "21", 1)), &body).ok().await;
    let after = keeper.shop.shopper().get(query).ok().await;
    assert_eq!(blue(&after).as_i64().unwrap(), blue(&before).as_i64().unwrap() + 100);
    client.post(&path, &json!({"remove": [channel]})).ok().await;
    assert_eq!(names(&format!("sales_channel_id={channel}")).await, ["Location 1"]);
    let unknown = client.post(&path, &json!({"add": ["sc_nothing"]})).error(404).await;
    assert_eq!(unknown["message"], "Sales channel with id: sc_nothing was not found");
    client.get("/admin/stock-locations?colour=red").error(400).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_place_is_named() {
    let keeper = Keeper::new().await;
    for (body, part) in [
        (json!({}), "Field 'name' is required"),
        (json!({"name": " "}), "Value for field 'name' too small, expected at least: '1'"),
        (json!({"name": "A", "address": {"address_1": "1"}}), "Field 'address, country_code' is required"),
        (
            json!({"name": "A", "address": {"address_1": "1", "country_code": "deu"}}),
            "Invalid value for field 'address, country_code': expected two letters, such as de",
        ),
        (json!({"name": "A", "address": "Kiel"}), "Expected type: 'object' for field 'address', got: 'Kiel'"),
        (
            json!({"name": "A", "address_id": "laddr_1", "address": {"address_1": "1", "country_code": "de"}}),
            "Fields 'address' and 'address_id' say different things: send one of them",
        ),
        (json!({"name": "A", "colour": "red"}), "Unrecognized fields: 'colour'"),
    ] {
        let answer = keeper.client.post("/admin/stock-locations", &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
    let body = json!({"name": "A", "address_id": "laddr_01jd6nwvvgfa5sr38y5wx4pq3d"});
    let answer = keeper.client.post("/admin/stock-locations", &body).error(404).await;
    assert_eq!(answer["message"], "Stock location address with id: laddr_01jd6nwvvgfa5sr38y5wx4pq3d was not found");
    assert_eq!(keeper.shop.count("stock_locations where name = 'A'").await, 0);
}
