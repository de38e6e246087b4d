//! What is sent: where to, out of whose stock, and what if it is not there.

use serde_json::{Value, json};

use super::{bought, customer, next_month, now, pay, plan, stranger, subscribe};
use crate::{carts::address, payments::Rig, shop::key};

#[tokio::test]
async fn somebody_says_where_to() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = stranger(&rig).await;
    let wants = |address: &Value| json!({"plan_id": plan, "shipping_address_id": address});
    let refused = ann.post("/store/subscriptions", &json!({"plan_id": plan})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'shipping_address_id'"), "{refused}");
    let mut far = address();
    far["country_code"] = "us".into();
    let save = async |address: &Value| {
        let saved = ann.post("/store/customers/me/addresses", address).ok().await;
        saved["customer"]["addresses"].as_array().unwrap().last().unwrap()["id"].clone()
    };
    let far = save(&far).await;
    ann.post("/store/subscriptions", &json!({"plan_id": plan})).error(400).await;
    let refused = ann.post("/store/subscriptions", &wants(&far)).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'shipping_address_id'"), "{refused}");
    ann.post("/store/subscriptions", &wants(&json!("nothing"))).error(404).await;
    ann.post("/store/subscriptions", &wants(&json!("cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"))).error(400).await;
    let home = save(&address()).await;
    let mut other = address();
    other["address_1"] = "Gade 2".into();
    let work = save(&other).await;
    let begun = ann.post("/store/subscriptions", &wants(&work)).ok().await["subscription"].clone();
    assert_eq!(begun["shipping_address_id"], work, "{begun}, not {home}");
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(rig.shop.count("order_addresses where kind = 'shipping' and address_1 = 'Gade 2'").await, 1);
    // He moves, and what comes next is sent there.
    let at = format!("/store/customers/me/addresses/{}", work.as_str().unwrap());
    ann.post(&at, &json!({"address_1": "Vej 3"})).ok().await;
    next_month(&rig).await;
    assert_eq!(rig.shop.count("order_addresses where kind = 'shipping' and address_1 = 'Vej 3'").await, 1);
    // Nobody knows where he lives any more: it is paid, and the shop is told.
    rig.shop.change("update saved_addresses set deleted_at = now()").await;
    next_month(&rig).await;
    assert_eq!(bought(&rig).await[2], "1 MUG-B 10.00 sent of 10.00 requires_action");
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    let bell = staff.get("/admin/notifications?channel=feed").ok().await;
    assert_eq!(
        (&bell["count"], &bell["notifications"][0]["template"]),
        (&json!(1), &json!("subscription_order_stuck")),
        "{bell}"
    );
    rig.balances().await;
}

/// What is not sent needs no address.
#[tokio::test]
async fn what_is_not_sent() {
    let rig = Rig::open().await;
    rig.shop
        .change("update products set shipping_profile_id = null; update inventory_items set requires_shipping = false")
        .await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = stranger(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    assert!(begun["shipping_address_id"].is_null(), "{begun}");
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(bought(&rig).await, ["1 MUG-B 10.00 of 10.00"]);
    rig.balances().await;
}

/// It is taken out of the stock of the channel in which it was bought.
#[tokio::test]
async fn out_of_whose_stock() {
    let rig = Rig::open().await;
    rig.shop
        .change(
            "delete from product_sales_channels where product_id in (select id from products where handle = 'mug');
            insert into product_sales_channels (organization_id, product_id, sales_channel_id)
              select p.organization_id, p.id, c.id from products p join sales_channels c on c.organization_id = p.organization_id
              where p.handle = 'mug' and c.name = 'Channel 2';
            update inventory_levels set stocked_quantity = 3 where reserved_quantity = 0",
        )
        .await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await.with_key(&key("a", 2));
    let body = json!({"plan_id": plan, "quantity": 2});
    let begun = ann.post("/store/subscriptions", &body).ok().await["subscription"].clone();
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(now(&ann, &begun).await["status"], "active");
    assert_eq!(
        rig.shop
            .count("orders o join sales_channels c on c.id = o.sales_channel_id and c.organization_id = o.organization_id and c.name = 'Channel 2'")
            .await,
        1
    );
    assert_eq!(
        rig.shop
            .count("reservation_items r join stock_locations l on l.id = r.location_id and l.name = 'Location 2'")
            .await,
        1
    );
    // Then there is not enough of it.
    next_month(&rig).await;
    assert_eq!(bought(&rig).await, ["2 MUG-B 10.00 sent of 20.00", "2 MUG-B 10.00 sent of 20.00 requires_action"]);
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    let bell = staff.get("/admin/notifications?channel=feed").ok().await;
    assert_eq!(bell["notifications"][0]["resource_type"], "order", "{bell}");
    rig.balances().await;
}

/// Asked again, what is open is paid as it was begun.
#[tokio::test]
async fn as_it_was_begun() {
    let rig = Rig::silent().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    let more = ann.post("/store/subscriptions", &json!({"plan_id": plan, "quantity": 3})).error(400).await;
    assert!(more["message"].as_str().unwrap().contains("'quantity'"), "{more}");
    let here = json!({"plan_id": plan, "region_id": crate::carts::europe()});
    assert_eq!(ann.post("/store/subscriptions", &here).ok().await["subscription"]["id"], begun["id"]);
    // Found by what was told of it, it has no secret: that is asked for.
    rig.shop.change("update subscriptions set data = '{}'").await;
    assert_eq!(subscribe(&ann, &plan).await["payment"], begun["payment"]);
    let there = json!({"plan_id": plan, "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"});
    let elsewhere = ann.post("/store/subscriptions", &there).error(400).await;
    assert!(elsewhere["message"].as_str().unwrap().contains("'region_id'"), "{elsewhere}");
    ann.post(&format!("{}/cancel", super::path(&begun)), &json!({})).ok().await;
    let anew = ann.post("/store/subscriptions", &json!({"plan_id": plan, "quantity": 3})).ok().await;
    assert_eq!(anew["subscription"]["quantity"], 3, "{anew}");
}
