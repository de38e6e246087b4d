//! Another shop's stock is not there.

use catalog::stock::{self, AtPlace, Line, StockError};
use http::Method;
use serde_json::json;

use super::{Keeper, id_of, reserve};
use crate::{
    admin::{delete, organization},
    shop::{id, id_in},
};

#[tokio::test]
async fn nobody_reads_or_changes_what_lies_in_another_shop() {
    let keeper = Keeper::new().await;
    let (place, item) = (id("sloc", "20", 1), id("iitem", "21", 2));
    let kept = keeper.reserve(&item, &place, 1).await;
    let level = keeper.client.get(&format!("/admin/inventory-items/{item}/location-levels")).ok().await;
    let level = level["inventory_levels"][0]["id"].as_str().unwrap().to_owned();
    let stranger = keeper.shop.colleague("b", "bea", "owner").await.client;
    let before = keeper.level(&item, &place).await;

    for path in [
        format!("/admin/stock-locations/{place}"),
        format!("/admin/inventory-items/{item}"),
        format!("/admin/reservations/{kept}"),
    ] {
        assert_eq!(stranger.get(&path).send().await.status.as_u16(), 404, "GET {path}");
        assert_eq!(stranger.post(&path, &json!({})).send().await.status.as_u16(), 404, "POST {path}");
        assert_eq!(delete(&stranger, &path).await.status.as_u16(), 404, "DELETE {path}");
    }
    let levels = format!("/admin/inventory-items/{item}/location-levels");
    let (theirs, their_place) = (id_in("b", "iitem", "21", 2), id_in("b", "sloc", "20", 2));
    for (method, path, body) in [
        (Method::GET, levels.clone(), json!({})),
        (Method::GET, format!("/admin/inventory-items/{item}/ledger"), json!({})),
        (Method::POST, levels.clone(), json!({"location_id": their_place})),
        (Method::POST, format!("/admin/inventory-items/{theirs}/location-levels"), json!({"location_id": place})),
        (Method::POST, format!("{levels}/{place}"), json!({"stocked_quantity": 0})),
        (Method::POST, format!("{levels}/{place}/adjust"), json!({"by": -1})),
        (Method::DELETE, format!("{levels}/{place}"), json!({})),
        (
            Method::POST,
            "/admin/inventory-items/location-levels/batch".to_owned(),
            json!({"delete": [level], "force": true}),
        ),
        (
            Method::POST,
            "/admin/inventory-items/location-levels/batch".to_owned(),
            json!({"update": [{"inventory_item_id": item, "location_id": place, "stocked_quantity": 0}]}),
        ),
        (
            Method::POST,
            format!("/admin/stock-locations/{their_place}/sales-channels"),
            json!({"add": [id("sc", "c", 1)]}),
        ),
        (
            Method::POST,
            format!("/admin/stock-locations/{place}/sales-channels"),
            json!({"add": [id_in("b", "sc", "c", 1)]}),
        ),
    ] {
        let request = match method {
            Method::POST => stranger.post(&path, &body),
            _ => stranger.request(method.clone(), &path),
        };
        let answer = request.send().await;
        assert_eq!(answer.status.as_u16(), 404, "{method} {path}: {}", answer.text);
    }
    for (item, place) in [(&item, &place), (&item, &their_place), (&theirs, &place)] {
        reserve(&stranger, item, place, 1).error(404).await;
    }
    for path in ["stock-locations?name=Location 1", "inventory-items?sku=ITEM-1"] {
        assert_eq!(stranger.get(&format!("/admin/{path}")).ok().await["count"], 1, "{path}: one's own");
    }
    assert_eq!(stranger.get("/admin/reservations").ok().await["count"], 0);
    assert_eq!(keeper.level(&item, &place).await, before);
    let made = stranger.post("/admin/stock-locations", &json!({"name": "Theirs"})).ok().await;
    assert_eq!(
        delete(&keeper.client, &format!("/admin/stock-locations/{}", id_of(&made, "stock_location")))
            .await
            .status
            .as_u16(),
        404
    );
}

/// The functions themselves, as PostgREST would call them: whoever works in a shop, and with the rights that he has there.
#[tokio::test]
async fn the_functions_work_in_the_callers_shop_with_his_rights() {
    let keeper = Keeper::new().await;
    let (place, item) = (raw(&id("sloc", "20", 1)), raw(&id("iitem", "21", 2)));
    let kept = raw(&keeper.reserve(&id("iitem", "21", 2), &id("sloc", "20", 1), 1).await);
    let before = keeper.level(&id("iitem", "21", 2), &id("sloc", "20", 1)).await;
    let stranger = keeper.shop.colleague("b", "bea", "owner").await;
    let viewer = keeper.shop.colleague("a", "vic", "viewer").await;
    let db = keeper.shop.test.db();
    for (shop, who) in [("b", &stranger), ("a", &viewer)] {
        let begin = async || db.begin(db::Scope::authenticated(organization(shop).0, who.user.0)).await.unwrap();
        let refused = stock::reserve(&begin().await, &[Line::new(item, place, 1)]).await.unwrap_err();
        // Who works there sees that it is kept, and takes nothing of it.
        assert_eq!(matches!(refused, StockError::NotStocked { .. }), shop == "b", "{refused:?}");
        let refused = stock::adjust(&begin().await, AtPlace { item, location: place }, -1, "adjust", None).await;
        assert!(refused.is_err(), "{shop}");
        assert_eq!(stock::end(&begin().await, &[kept], true).await.unwrap().len(), 0, "{shop}");
        assert!(!stock::move_to(&begin().await, kept, None, Some(1)).await.unwrap(), "{shop}");
    }
    assert_eq!(keeper.level(&id("iitem", "21", 2), &id("sloc", "20", 1)).await, before);
}

pub(super) fn raw(wire: &str) -> uuid::Uuid {
    let (_, key) = wire.split_once('_').unwrap();
    format!("prod_{key}").parse::<entity::ids::ProductId>().unwrap().0
}
