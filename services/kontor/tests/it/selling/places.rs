//! `/admin/fulfillment-sets`, `/admin/stock-locations/{id}/fulfillment-…`

use serde_json::{Value, json};

use super::{buy, cart, faults, open, owner, set_up};
use crate::{
    admin::delete,
    shop::{id, id_in},
};

#[tokio::test]
async fn where_a_place_sends_to() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let place = format!("/admin/stock-locations/{}", setup.location);
    let fields = "fields=name,*fulfillment_providers,*fulfillment_sets,*fulfillment_sets.service_zones,*fulfillment_sets.service_zones.geo_zones";
    let whole = owner.get(&format!("{place}?{fields}")).ok().await;
    let location = &whole["stock_location"];
    assert_eq!(
        location["fulfillment_providers"],
        json!([{"id": "manual_manual", "is_enabled": true}, {"id": "weight_weight", "is_enabled": true}])
    );
    let zone = &location["fulfillment_sets"][0]["service_zones"][0];
    assert_eq!((&zone["name"], &zone["geo_zones"][0]["country_code"]), (&json!("Austria"), &json!("at")));
    assert_eq!(zone.get("shipping_options"), None, "they were not asked for");
    let made_at = zone["created_at"].as_str().unwrap();
    assert_eq!((made_at.len(), made_at.chars().last()), (24, Some('Z')));
    let deeper = owner.get(&format!("{place}?fields=*fulfillment_sets.service_zones.shipping_options")).ok().await;
    let options = &deeper["stock_location"]["fulfillment_sets"][0]["service_zones"][0]["shipping_options"];
    assert_eq!(options[0]["id"], json!(setup.option));

    let sets = format!("{place}/fulfillment-sets");
    let error = owner.post(&sets, &json!({"name": "Linz parcels", "type": "pickup"})).error(422).await;
    assert_eq!(error["message"], "Fulfillment set with name: Linz parcels, already exists.");
    owner.post(&sets, &json!({"name": "", "type": "pickup"})).error(400).await;
    owner.post(&sets, &json!({"name": "x"})).error(400).await;
    let providers = format!("{place}/fulfillment-providers");
    owner.post(&providers, &json!({"add": ["dhl_dhl"]})).error(404).await;
    let fewer = owner
        .post(
            &format!("{providers}?fields=*fulfillment_providers"),
            &json!({"remove": ["weight_weight", "nobody"], "add": ["manual_manual"]}),
        )
        .ok()
        .await;
    assert_eq!(fewer["stock_location"]["fulfillment_providers"], json!([{"id": "manual_manual", "is_enabled": true}]));
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    theirs.post(&sets, &json!({"name": "x", "type": "x"})).error(404).await;
    theirs.post(&providers, &json!({"add": ["manual_manual"]})).error(404).await;
    let viewer = shop.colleague("a", "vera", "viewer").await.client;
    viewer.post(&sets, &json!({"name": "x", "type": "x"})).error(403).await;
    viewer.post(&providers, &json!({})).error(403).await;
}

#[tokio::test]
async fn zones_and_their_parts() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let zones = format!("/admin/fulfillment-sets/{}/service-zones", setup.set);
    let parts = json!([
        {"type": "province", "country_code": "DE", "province_code": "DE-SH", "metadata": {"depot": "north"}},
        {"type": "city", "country_code": "de", "province_code": "de-hh", "city": "Hamburg"},
        {"type": "zip", "country_code": "de", "province_code": "de-be", "city": "Berlin", "postal_expression": {"prefixes": ["101"], "ranges": [["12043", "12059"]]}}
    ]);
    let made = owner.post(&zones, &json!({"name": "North", "geo_zones": parts})).ok().await;
    let all = made["fulfillment_set"]["service_zones"].as_array().unwrap();
    let north = all.iter().find(|zone| zone["name"] == "North").unwrap();
    assert_eq!(
        (&north["geo_zones"][0]["province_code"], &north["geo_zones"][0]["metadata"]),
        (&json!("de-sh"), &json!({"depot": "north"}))
    );
    assert_eq!(north["geo_zones"][2]["postal_expression"]["prefixes"], json!(["101"]));
    let path = format!("{zones}/{}", north["id"].as_str().unwrap());
    let read = owner.get(&format!("{path}?fields=*geo_zones,*fulfillment_set")).ok().await;
    assert_eq!(
        (read["service_zone"]["geo_zones"].as_array().unwrap().len(), &read["service_zone"]["fulfillment_set"]["name"]),
        (3, &json!("Linz parcels"))
    );

    // What has an id stays and changes, what has none is new, what is not named goes.
    let first = &north["geo_zones"][0]["id"];
    let parts =
        json!([{"id": first, "type": "country", "country_code": "de"}, {"type": "country", "country_code": "dk"}]);
    let changed = owner.post(&path, &json!({"name": "All", "geo_zones": parts})).ok().await;
    let zone = changed["fulfillment_set"]["service_zones"]
        .as_array()
        .unwrap()
        .iter()
        .find(|zone| zone["name"] == "All")
        .unwrap()
        .clone();
    assert_eq!(
        (
            zone["geo_zones"].as_array().unwrap().len(),
            &zone["geo_zones"][0]["id"],
            &zone["geo_zones"][0]["province_code"]
        ),
        (2, first, &Value::Null)
    );

    for (body, part) in [
        (json!({"geo_zones": [{"country_code": "de"}]}), "'geo_zones, 0, type' is required"),
        (json!({"geo_zones": [{"type": "planet", "country_code": "de"}]}), "'geo_zones, 0, type'"),
        (json!({"geo_zones": [{"type": "country"}]}), "'geo_zones, 0, country_code' is required"),
        (json!({"geo_zones": [{"type": "country", "country_code": "qq"}]}), "'geo_zones, 0, country_code'"),
        (
            json!({"geo_zones": [{"type": "country", "country_code": "de", "city": "Kiel"}]}),
            "'geo_zones, 0, city' does not belong",
        ),
        (
            json!({"geo_zones": [{"type": "province", "country_code": "de"}]}),
            "'geo_zones, 0, province_code' is required",
        ),
        (
            json!({"geo_zones": [{"type": "zip", "country_code": "de", "province_code": "de-be", "city": "Berlin"}]}),
            "'geo_zones, 0, postal_expression' is required",
        ),
        (
            json!({"geo_zones": [{"type": "zip", "country_code": "de", "province_code": "de-be", "city": "Berlin", "postal_expression": {"regex": ".*"}}]}),
            "expected values, prefixes or ranges",
        ),
        (
            json!({"geo_zones": [{"id": first, "type": "country", "country_code": "de"}, {"id": first, "type": "country", "country_code": "at"}]}),
            "twice",
        ),
        (json!({"name": ""}), "'name'"),
    ] {
        let error = owner.post(&path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
    }
    owner
        .post(&zones, &json!({"name": "x", "geo_zones": [{"id": first, "type": "country", "country_code": "de"}]}))
        .error(400)
        .await;
    let error = owner.post(&zones, &json!({"name": "All"})).error(422).await;
    assert_eq!(error["message"], "Service zone with name: All, already exists.");
    // Parts of another zone, or of another shop's, are not there.
    let other = format!("{zones}/{}", setup.zone);
    owner
        .post(&other, &json!({"geo_zones": [{"id": first, "type": "country", "country_code": "de"}]}))
        .error(404)
        .await;
    assert_eq!(
        owner.get(&other).ok().await["service_zone"]["geo_zones"][0]["country_code"],
        "at",
        "what was refused changed nothing"
    );
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    theirs.get(&path).error(404).await;
    theirs.post(&path, &json!({"name": "x"})).error(404).await;
    theirs.post(&zones, &json!({"name": "x"})).error(404).await;
    assert_eq!(delete(&theirs, &path).await.status.as_u16(), 404);
    owner
        .get(&format!("/admin/fulfillment-sets/{}/service-zones/{}", id("fuset", "33", 9), setup.zone))
        .error(404)
        .await;
    owner.get(&format!("{zones}/{}", id_in("b", "serzo", "34", 1))).error(404).await;

    let gone = delete(&owner, &path).await.json();
    assert_eq!((&gone["object"], &gone["parent"]["id"]), (&json!("service_zone"), &json!(setup.set)));
    owner.get(&path).error(404).await;
    owner.post(&zones, &json!({"name": "All"})).ok().await;
}

/// What ends with a zone, a set or a place: options do, and carts that chose them choose anew. What was promised is kept.
#[tokio::test]
async fn carts_and_orders_outlive_zones_sets_and_places() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let choose =
        async |at: &str| guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": setup.option})).ok().await;
    let (early, late) = (cart(&guest, &setup, 1).await, cart(&guest, &setup, 1).await);
    let before = buy(&guest, &cart(&guest, &setup, 1).await, &setup.option).await;
    choose(&early).await;
    super::pay(&guest, &early).await;
    choose(&late).await;

    let zone = format!("/admin/fulfillment-sets/{}/service-zones/{}", setup.set, setup.zone);
    assert_eq!(delete(&owner, &zone).await.status.as_u16(), 200);
    owner.get(&format!("/admin/shipping-options/{}", setup.option)).error(404).await;
    // Who had chosen and paid has his order; who goes on is told to choose.
    let order = super::order(&guest, &early).await;
    assert_eq!(order["shipping_total"], json!(4.9));
    let touched = guest.post(&late, &json!({"metadata": {"a": 1}})).ok().await;
    assert_eq!((&touched["cart"]["shipping_methods"], &touched["cart"]["total"]), (&json!([]), &json!(18)));
    let listed = guest.get(&format!("/store/shipping-options?cart_id={}", late.rsplit('/').next().unwrap())).ok().await;
    assert_eq!(listed["shipping_options"], json!([]));
    guest.post(&format!("{late}/shipping-methods"), &json!({"option_id": setup.option})).error(400).await;

    let gone = delete(&owner, &format!("/admin/fulfillment-sets/{}", setup.set)).await.json();
    assert_eq!(gone, json!({"id": setup.set, "object": "fulfillment_set", "deleted": true}));
    assert_eq!(delete(&owner, &format!("/admin/fulfillment-sets/{}", setup.set)).await.status.as_u16(), 404);
    // The name is free again, and the place that ends takes what is new with it.
    let sets = format!("/admin/stock-locations/{}/fulfillment-sets?fields=*fulfillment_sets", setup.location);
    let again = owner.post(&sets, &json!({"name": "Linz parcels", "type": "shipping"})).ok().await;
    let set = again["stock_location"]["fulfillment_sets"][0]["id"].as_str().unwrap().to_owned();
    for order in [&before, &order] {
        let read = guest.get(&format!("/store/orders/{}", order["id"].as_str().unwrap())).ok().await;
        assert_eq!(read["order"]["shipping_methods"][0]["name"], "Post");
    }
    shop.change("update inventory_levels set reserved_quantity = 0 where organization_id = '00000000-0000-7000-8000-00000000000a';
        delete from reservation_items where organization_id = '00000000-0000-7000-8000-00000000000a'").await;
    assert_eq!(delete(&owner, &format!("/admin/stock-locations/{}", setup.location)).await.status.as_u16(), 200);
    owner.post(&format!("/admin/fulfillment-sets/{set}/service-zones"), &json!({"name": "x"})).error(404).await;
    let elsewhere = format!("/admin/stock-locations/{}/fulfillment-sets", id("sloc", "20", 1));
    owner.post(&elsewhere, &json!({"name": "Linz parcels", "type": "shipping"})).ok().await;
}

/// No order lost its books over it.
#[tokio::test]
async fn a_profile_and_a_region_that_end_leave_carts_that_can_be_completed() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 2).await;
    guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": setup.option})).ok().await;
    super::pay(&guest, &at).await;
    assert_eq!(delete(&owner, &format!("/admin/shipping-profiles/{}", setup.profile)).await.status.as_u16(), 200);
    assert_eq!(delete(&owner, &format!("/admin/regions/{}", setup.region)).await.status.as_u16(), 200);
    assert_eq!(delete(&owner, &format!("/admin/shipping-options/{}", setup.option)).await.status.as_u16(), 200);
    let read = guest.get(&at).ok().await;
    assert_eq!(read["cart"]["total"], json!(40.9));
    let order = super::order(&guest, &at).await;
    assert_eq!((&order["total"], &order["shipping_methods"][0]["name"]), (&json!(40.9), &json!("Post")));
    assert_eq!(faults(&shop).await, 0);
}
