//! Variants of another shop are as if not there, wherever one is named.

use http::StatusCode;
use serde_json::{Value, json};

use super::{delivered, faults, open, order, text};
use crate::{
    carts::{address, cart, europe, path},
    shop::{id, id_in},
};

#[tokio::test]
async fn goods_of_another_shop() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let (placed, sent) = (order(&shop).await, delivered(&shop, &staff).await);
    staff.post("/admin/order-edits", &json!({"order_id": placed["id"]})).ok().await;
    let draft = json!({"region_id": europe(), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com", "shipping_address": address()});
    let draft = staff.post("/admin/draft-orders", &draft).ok().await["draft_order"]["id"].clone();
    staff.post(&format!("/admin/draft-orders/{}/edit", text(&draft)), &json!({})).ok().await;
    let claim = staff.post("/admin/claims", &json!({"type": "replace", "order_id": sent["id"]})).ok().await;
    let made = cart(&guest, &[(1, 1)]).await;
    let list = json!({"title": "Ours", "description": "x", "type": "sale", "status": "draft"});
    let list = staff.post("/admin/price-lists", &list).ok().await["price_list"]["id"].clone();
    let before = shop.count("orders").await;

    // One that another shop has, one that nobody has, and what is none.
    for theirs in
        [id_in("b", "variant", "18", 1), "variant_01jd6nwvvgfa5sr38y5wx4pq3d".to_owned(), "variant_x".to_owned()]
    {
        let one = json!({"items": [{"variant_id": theirs, "quantity": 1}]});
        let with = |mut body: Value| {
            body["items"] = one["items"].clone();
            body
        };
        for (client, at, body) in [
            (&guest, "/store/carts".to_owned(), with(json!({"region_id": europe()}))),
            (&guest, format!("{}/line-items", path(&made)), json!({"variant_id": theirs, "quantity": 1})),
            (
                &staff,
                "/admin/draft-orders".to_owned(),
                with(json!({"region_id": europe(), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com"})),
            ),
            (&staff, format!("/admin/draft-orders/{}/edit/items", text(&draft)), one.clone()),
            (&staff, format!("/admin/order-edits/{}/items", text(&placed["id"])), one.clone()),
            (&staff, format!("/admin/claims/{}/outbound/items", text(&claim["claim"]["id"])), one.clone()),
            (&staff, "/admin/quotes".to_owned(), with(json!({"email": "ann@example.com", "region_id": europe()}))),
            (&staff, "/admin/project-orders".to_owned(), {
                let items = json!([{"title": "Mug", "variant_id": theirs, "unit_price": 1, "quantity": 1}]);
                json!({"key": "k", "email": "ann@example.com", "currency_code": "eur", "items": items})
            }),
            (&staff, format!("/admin/price-lists/{}/prices/batch", text(&list)), {
                json!({"create": [{"variant_id": theirs, "currency_code": "eur", "amount": 1}]})
            }),
        ] {
            let answer = client.post(&at, &body).send().await;
            let is_refused = matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND);
            assert!(is_refused && answer.text.contains(&theirs), "{at}: {} {}", answer.status, answer.text);
        }
    }
    staff.request(http::Method::DELETE, &format!("/admin/claims/{}/request", text(&claim["claim"]["id"]))).ok().await;
    let exchange = staff.post("/admin/exchanges", &json!({"order_id": sent["id"]})).ok().await;
    let at = format!("/admin/exchanges/{}/outbound/items", text(&exchange["exchange"]["id"]));
    let theirs = json!({"items": [{"variant_id": id_in("b", "variant", "18", 1), "quantity": 1}]});
    assert!(matches!(staff.post(&at, &theirs).send().await.status.as_u16(), 400 | 404));
    assert_eq!((shop.count("orders").await, shop.count("quotes").await, faults(&shop).await), (before, 0, 0));
    assert_eq!(guest.get(&path(&made)).ok().await["cart"]["items"].as_array().unwrap().len(), 1);
}
