//! What Medusa's dashboard asks for while somebody changes an order, to the letter.

use serde_json::{Value, json};

use super::{deliver, faults, item, open, order, standard, text, variant};
use crate::shop::id;

/// All of the lines and ways, as a page of an order wants them: what they come to, and how much is where, without being told by name.
#[tokio::test]
async fn a_star_brings_what_lines_and_ways_come_to() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let path = format!("orders/{}?fields=id,total,*items,*shipping_methods", text(&placed["id"]));
    for read in
        [shop.shopper().get(&format!("/store/{path}")).ok().await, staff.get(&format!("/admin/{path}")).ok().await]
    {
        let line = &read["order"]["items"][0];
        assert_eq!(
            (&line["total"], &line["original_total"], &line["refundable_total"]),
            (&json!(36), &json!(36), &json!(36))
        );
        assert_eq!(line["detail"]["fulfilled_quantity"], 0);
        assert_eq!(read["order"]["shipping_methods"][0]["total"], 5);
    }
    // What was named is answered, and no more.
    let path = format!("/admin/orders/{}?fields=items.title", text(&placed["id"]));
    let read = staff.get(&path).ok().await;
    assert_eq!(read["order"]["items"], json!([{"title": placed["items"][0]["title"]}]));
}

#[tokio::test]
async fn the_preview_is_what_will_be() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let at = format!("/admin/orders/{}/preview", text(&placed["id"]));
    let now = staff.get(&at).ok().await["order"].clone();
    assert_eq!((&now["total"], &now["order_change"]), (&json!(41), &Value::Null));
    staff.post("/admin/order-edits", &json!({"order_id": placed["id"]})).ok().await;
    let edit = format!("/admin/order-edits/{}", text(&placed["id"]));
    let items = json!({"items": [{"variant_id": variant(1), "quantity": 1, "unit_price": 10}]});
    let said = staff.post(&format!("{edit}/items"), &items).ok().await["order_preview"].clone();
    // Who only looks is shown the same, and what does not stand in an order besides: goods as they are today, whose it is.
    let support = shop.colleague("a", "vera", "support").await.client;
    for client in [&staff, &support] {
        let shown = client.get(&at).ok().await["order"].clone();
        for (name, value) in said.as_object().unwrap() {
            if !["items", "payment_collections"].contains(&name.as_str()) {
                assert_eq!(&shown[name], value, "{name}");
            }
        }
        let lines = |order: &Value| -> Vec<Value> {
            let lines = order["items"].as_array().unwrap();
            lines.iter().map(|line| json!([line["id"], line["total"], line["actions"], line["detail"]])).collect()
        };
        assert_eq!(lines(&shown), lines(&said));
        assert_eq!(
            (&shown["items"][0]["variant"]["sku"], &shown["region"]["currency_code"]),
            (&json!("MUG-B"), &json!("eur"))
        );
        assert_eq!((&shown["total"], &shown["items"][1]["actions"][0]["action"]), (&json!(51), &json!("ITEM_ADD")));
        assert_eq!(shown["order_change"]["change_type"], "edit");
    }
    assert_eq!(staff.get(&format!("/admin/orders/{}", text(&placed["id"]))).ok().await["order"]["total"], 41);
    staff.get("/admin/orders/order_nothing/preview").error(404).await;
    shop.colleague("b", "sue", "owner").await.client.get(&at).error(404).await;

    // The same of a draft, with what is taken off counted anew.
    let body = json!({
        "region_id": id("reg", "e", 2), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com",
        "items": [{"variant_id": variant(1), "quantity": 2}], "promo_codes": ["TEN"]
    });
    let draft = staff.post("/admin/draft-orders", &body).ok().await["draft_order"].clone();
    let (edit, at) = (
        format!("/admin/draft-orders/{}/edit", text(&draft["id"])),
        format!("/admin/orders/{}/preview", text(&draft["id"])),
    );
    staff.post(&edit, &json!({})).ok().await;
    let items = json!({"items": [{"variant_id": variant(1), "quantity": 1}]});
    let said = staff.post(&format!("{edit}/items"), &items).ok().await["draft_order_preview"].clone();
    let shown = staff.get(&at).ok().await["order"].clone();
    assert_eq!((&shown["total"], &shown["discount_total"]), (&said["total"], &said["discount_total"]));
    assert_ne!(shown["total"], draft["total"]);
}

/// The page of a draft wants what the page of an order wants.
#[tokio::test]
async fn a_draft_is_read_as_an_order_is() {
    let (_shop, staff) = open().await;
    let body = json!({
        "region_id": id("reg", "e", 2), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com",
        "items": [{"variant_id": variant(1), "quantity": 2}], "promo_codes": ["TEN"], "shipping_methods": [{"option_id": standard()}],
        "shipping_address": {"first_name": "Ann", "last_name": "Berg", "address_1": "Havnegade 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"}
    });
    let made = staff.post("/admin/draft-orders", &body).ok().await["draft_order"].clone();
    let fields = "id,total,*customer,*sales_channel,*region,*promotions,*items.variant.product,*items.variant.inventory_items.inventory,\
        *payment_collections.payments.refunds.refund_reason,+items.variant.product.shipping_profile.id";
    let path = format!("/admin/draft-orders/{}?fields={}", text(&made["id"]), fields.replace('+', "%2B"));
    let read = staff.get(&path).ok().await["draft_order"].clone();
    assert_eq!(
        (&read["customer"]["email"], &read["sales_channel"]["id"]),
        (&json!("ann@example.com"), &json!(id("sc", "c", 1)))
    );
    assert_eq!((&read["region"]["id"], &read["promotions"][0]["code"]), (&json!(id("reg", "e", 2)), &json!("TEN")));
    assert_eq!(read["items"][0]["variant"]["product"]["shipping_profile"], json!({"id": id("sp", "30", 1)}));
    assert_eq!(read["payment_collections"], json!([]));
}

/// The timeline tells of lines that are there no more.
#[tokio::test]
async fn lines_that_went_are_still_told() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 1), (2, 1)]).await;
    let gone =
        placed["items"].as_array().unwrap().iter().find(|item| item["variant_id"] == variant(2)).unwrap().clone();
    let (at, edit) = (text(&placed["id"]), format!("/admin/order-edits/{}", text(&placed["id"])));
    staff.post("/admin/order-edits", &json!({"order_id": at})).ok().await;
    staff.post(&format!("{edit}/items/item/{}", text(&gone["id"])), &json!({"quantity": 0})).ok().await;
    staff.post(&format!("{edit}/request"), &json!({})).ok().await;
    staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let lines = format!("/admin/orders/{at}/line-items");
    let all = staff.get(&lines).ok().await["order_items"].as_array().unwrap().len();
    let found = staff.get(&format!("{lines}?item_id={}&fields=%2Bquantity", text(&gone["id"]))).ok().await;
    let found = found["order_items"].as_array().unwrap().clone();
    assert_eq!((all, found.len()), (2, 1));
    assert_eq!(
        (&found[0]["item"]["title"], &found[0]["quantity"], &found[0]["version"]),
        (&gone["title"], &json!(1), &json!(1))
    );
    // Of a version is told what it had.
    assert_eq!(staff.get(&format!("{lines}?version=2")).ok().await["order_items"].as_array().unwrap().len(), 1);
    assert_eq!(staff.get(&format!("{lines}?version=1")).ok().await["order_items"].as_array().unwrap().len(), 2);
}

/// Claims and exchanges are confirmed with a word on whether the customer is told; an exchange has two sides.
#[tokio::test]
async fn what_is_confirmed_quietly() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let begun = staff.post("/admin/exchanges", &json!({"order_id": placed["id"]})).ok().await;
    let at = format!("/admin/exchanges/{}", text(&begun["exchange"]["id"]));
    let words = "Order exchange request should have at least 1 item inbound and 1 item outbound";
    assert_eq!(staff.post(&format!("{at}/request"), &json!({})).error(400).await["message"], words);
    let items = json!({"items": [{"id": line, "quantity": 1}], "location_id": super::place()});
    staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    assert_eq!(staff.post(&format!("{at}/request"), &json!({})).error(400).await["message"], words);
    staff
        .post(&format!("{at}/outbound/items"), &json!({"items": [{"variant_id": variant(1), "quantity": 1}]}))
        .ok()
        .await;
    let done = staff.post(&format!("{at}/request"), &json!({"no_notification": true})).ok().await;
    assert_eq!(
        (&done["exchange"]["no_notification"], &done["return"]["no_notification"]),
        (&json!(true), &json!(true))
    );

    let begun = staff.post("/admin/claims", &json!({"type": "refund", "order_id": placed["id"]})).ok().await;
    let at = format!("/admin/claims/{}", text(&begun["claim"]["id"]));
    let items = json!({"items": [{"id": line, "quantity": 1, "reason": "missing_item"}]});
    staff.post(&format!("{at}/claim-items"), &items).ok().await;
    let done = staff.post(&format!("{at}/request"), &json!({"no_notification": false})).ok().await;
    assert_eq!(done["claim"]["no_notification"], false);
    assert_eq!(item(&done["order_preview"], line)["detail"]["written_off_quantity"], 1);
    staff.post(&format!("{at}/request"), &json!({"quietly": true})).error(400).await;
    assert_eq!(faults(&shop).await, 0);
}

/// Of a payment: for what it is, and why some of it went back.
#[tokio::test]
async fn a_payment_tells_why_it_was_given_back() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let whole = staff.get(&format!("/admin/orders/{}", text(&placed["id"]))).ok().await;
    let collection = &whole["order"]["payment_collections"][0];
    let at = format!("/admin/payments/{}", text(&collection["payments"][0]["id"]));
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    let reason = staff.post("/admin/refund-reasons", &json!({"label": "It was late", "code": "late"})).ok().await;
    let reason = reason["refund_reason"]["id"].clone();
    staff.post(&format!("{at}/refund"), &json!({"amount": 5, "refund_reason_id": reason})).ok().await;
    let read =
        staff.get(&format!("{at}?fields=id,*refunds,*refunds.refund_reason,*payment_collection")).ok().await["payment"]
            .clone();
    assert_eq!(
        (&read["refunds"][0]["refund_reason"]["id"], &read["refunds"][0]["refund_reason"]["label"]),
        (&reason, &json!("It was late"))
    );
    assert_eq!(
        (&read["payment_collection"]["id"], &read["payment_collection"]["amount"]),
        (&collection["id"], &json!(41))
    );
    assert_eq!(faults(&shop).await, 0);
}

/// The pages of places and of packing look far.
#[tokio::test]
async fn places_say_what_their_zones_send() {
    let (_shop, staff) = open().await;
    let far = "name,*fulfillment_sets,*fulfillment_sets.service_zones,*fulfillment_sets.service_zones.shipping_options,\
        *fulfillment_sets.service_zones.shipping_options.shipping_profile";
    let read = staff.get(&format!("/admin/stock-locations/{}?fields={far}", super::place())).ok().await;
    let options = &read["stock_location"]["fulfillment_sets"][0]["service_zones"][0]["shipping_options"];
    assert_eq!((&options[0]["name"], &options[0]["shipping_profile"]["name"]), (&json!("Standard"), &json!("Parcels")));
    let near = staff
        .get(&format!(
            "/admin/stock-locations/{}?fields=*fulfillment_sets.service_zones.shipping_options",
            super::place()
        ))
        .ok()
        .await;
    let option = &near["stock_location"]["fulfillment_sets"][0]["service_zones"][0]["shipping_options"][0];
    assert_eq!(option.get("shipping_profile"), None, "a star does not bring relations");
    let path = format!(
        "/admin/shipping-options?stock_location_id={}&fields=%2Bservice_zone.fulfillment_set.location.id",
        super::place()
    );
    let read = staff.get(&path).ok().await;
    assert_eq!(read["shipping_options"][0]["service_zone"]["fulfillment_set"]["location"]["id"], super::place());
}
