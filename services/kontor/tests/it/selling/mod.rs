//! What a shop sets up before it sells, over HTTP alone.

mod many;
mod options;
mod places;
mod prices;
mod settings;
mod slice;
mod taxes;

use serde_json::{Value, json};
use testkit::Client;

use crate::shop::{Shop, id};

/// A shop that sets nothing aside yet.
async fn open() -> Shop {
    let shop = Shop::open().await;
    shop.change("update inventory_levels set reserved_quantity = 0").await;
    shop
}

/// Somebody who may do everything in `ours`.
async fn owner(shop: &Shop) -> Client {
    shop.colleague("a", "olga", "owner").await.client
}

/// The id of what was made.
fn made(answer: &Value, kind: &str) -> String {
    answer[kind]["id"].as_str().unwrap().to_owned()
}

fn mug() -> String {
    id("variant", "18", 1)
}

/// What a shop needs to send mugs to Austria, made by its staff.
struct Setup {
    location: String,
    set: String,
    zone: String,
    profile: String,
    option: String,
    region: String,
    tax_region: String,
}

/// A place with ten mugs that sends to Austria for 4.90, where everything is taxed with a fifth.
async fn set_up(owner: &Client) -> Setup {
    let location = owner.post("/admin/stock-locations", &json!({"name": "Linz"})).ok().await;
    let location = made(&location, "stock_location");
    let at = format!("/admin/stock-locations/{location}");
    owner.post(&format!("{at}/sales-channels"), &json!({"add": [id("sc", "c", 1)]})).ok().await;
    owner.post(&format!("{at}/fulfillment-providers"), &json!({"add": ["manual_manual", "weight_weight"]})).ok().await;
    let with_set = owner
        .post(
            &format!("{at}/fulfillment-sets?fields=*fulfillment_sets"),
            &json!({"name": "Linz parcels", "type": "shipping"}),
        )
        .ok()
        .await;
    let set = with_set["stock_location"]["fulfillment_sets"][0]["id"].as_str().unwrap().to_owned();
    let item = format!("/admin/inventory-items/{}/location-levels", id("iitem", "21", 1));
    owner.post(&item, &json!({"location_id": location, "stocked_quantity": 10})).ok().await;

    let body = json!({"name": "Austria", "geo_zones": [{"type": "country", "country_code": "at"}]});
    let with_zone = owner.post(&format!("/admin/fulfillment-sets/{set}/service-zones"), &body).ok().await;
    let zone = with_zone["fulfillment_set"]["service_zones"][0]["id"].as_str().unwrap().to_owned();
    let profile = owner.post("/admin/shipping-profiles", &json!({"name": "Parcels", "type": "default"})).ok().await;
    let profile = made(&profile, "shipping_profile");
    owner.post(&format!("/admin/products/{}", id("prod", "1", 1)), &json!({"shipping_profile_id": profile})).ok().await;
    let region = owner
        .post("/admin/regions", &json!({"name": "Austria", "currency_code": "eur", "countries": ["at"]}))
        .ok()
        .await;
    let region = made(&region, "region");
    let option = json!({
        "name": "Post", "service_zone_id": zone, "shipping_profile_id": profile, "provider_id": "manual_manual",
        "price_type": "flat", "type": {"label": "Standard", "code": "standard"},
        "prices": [{"currency_code": "eur", "amount": 4.9}],
        "rules": [{"attribute": "enabled_in_store", "operator": "eq", "value": "true"},
                  {"attribute": "is_return", "operator": "eq", "value": "false"}]
    });
    let option = made(&owner.post("/admin/shipping-options", &option).ok().await, "shipping_option");
    let body = json!({"country_code": "at", "default_tax_rate": {"rate": 20, "code": "AT20", "name": "USt"}});
    let tax_region = made(&owner.post("/admin/tax-regions", &body).ok().await, "tax_region");
    Setup { location, set, zone, profile, option, region, tax_region }
}

/// Where Eva lives.
fn address() -> Value {
    json!({"first_name": "Eva", "last_name": "Huber", "address_1": "Landstrasse 1", "city": "Linz", "country_code": "at", "postal_code": "4020", "province": "at-4"})
}

/// A cart with so many mugs that goes to Eva; the path of it.
async fn cart(guest: &Client, setup: &Setup, mugs: u32) -> String {
    let body = json!({"region_id": setup.region, "email": "eva@example.com", "shipping_address": address(), "billing_address": address(),
        "items": [{"variant_id": mug(), "quantity": mugs}]});
    format!("/store/carts/{}", made(&guest.post("/store/carts", &body).ok().await, "cart"))
}

/// Chooses the option, pays and orders; the order.
async fn buy(guest: &Client, at: &str, option: &str) -> Value {
    guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": option})).ok().await;
    pay(guest, at).await;
    order(guest, at).await
}

async fn pay(guest: &Client, at: &str) {
    let cart = at.rsplit('/').next().unwrap();
    let collection = guest.post("/store/payment-collections", &json!({"cart_id": cart})).ok().await;
    let sessions = format!("/store/payment-collections/{}/payment-sessions", made(&collection, "payment_collection"));
    guest.post(&sessions, &json!({"provider_id": "pp_system_default"})).ok().await;
}

async fn order(guest: &Client, at: &str) -> Value {
    let done = guest.post(&format!("{at}/complete"), &json!({})).ok().await;
    assert_eq!(done["type"], "order", "{done}");
    done["order"].clone()
}

/// Faults in the books, of which there are none.
async fn faults(shop: &Shop) -> i64 {
    shop.count("private.audit_orders('00000000-0000-7000-8000-00000000000a')").await
}
