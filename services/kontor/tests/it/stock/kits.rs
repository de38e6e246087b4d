//! What an order takes: kits by their parts, from wherever a channel's places have it. Orders call the functions of `catalog::stock`.

use catalog::stock::{self, Line, Sale, StockError};
use db::Tx;
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Keeper, tenants::raw};
use crate::{
    admin::organization,
    shop::{Shop, id},
};

async fn kontor(shop: &Shop) -> Tx {
    let mut tx = shop.test.db().begin_system("sell").await.unwrap();
    tx.work_in(organization("a").0).await.unwrap();
    tx
}

fn sale(variant: u32, quantity: i64) -> Sale {
    Sale { variant_id: raw(&id("variant", "18", variant)), quantity, line_item_id: Some(format!("line_{variant}")) }
}

fn channel() -> Uuid {
    raw(&id("sc", "c", 1))
}

async fn sell(shop: &Shop, sales: &[Sale]) -> Result<Vec<Uuid>, StockError> {
    let tx = kontor(shop).await;
    let made = stock::reserve_for_channel(&tx, sales, channel()).await?;
    tx.commit().await?;
    Ok(made)
}

/// A pair of white mugs is two of item 2 and one of item 3; of those there are 9 and, as one is promised, 2.
#[tokio::test]
async fn a_kit_is_kept_whole_or_not_at_all() {
    let keeper = Keeper::new().await;
    let reserved = async || keeper.shop.count("reservation_items where deleted_at is null").await;
    let refused = sell(&keeper.shop, &[sale(2, 3)]).await.unwrap_err();
    assert!(
        matches!(&refused, StockError::Insufficient { item, location: None } if item.to_string() == id("iitem", "21", 3)),
        "{refused:?}"
    );
    assert_eq!(reserved().await, 0, "nothing of the kit is taken");
    // A shirt, whose item the kit wants too.
    let refused = sell(&keeper.shop, &[sale(2, 2), sale(3, 1)]).await.unwrap_err();
    assert!(matches!(refused, StockError::Insufficient { .. }), "{refused:?}");
    assert_eq!(reserved().await, 0);
    let made = sell(&keeper.shop, &[sale(2, 1), sale(3, 1)]).await.unwrap();
    assert_eq!(made.len(), 3, "two parts of the kit, one of the shirt");
    let place = id("sloc", "20", 1);
    assert_eq!(keeper.level(&id("iitem", "21", 2), &place).await, [9, 2, 7]);
    assert_eq!(keeper.level(&id("iitem", "21", 3), &place).await, [3, 3, 0]);
    let page = keeper.client.get("/admin/reservations?line_item_id=line_2").ok().await;
    assert_eq!(page["count"], 2);

    // Sold: it is reserved no more and there no more.
    let tx = kontor(&keeper.shop).await;
    let ended = stock::end(&tx, &made, true).await.unwrap();
    assert_eq!((ended.len(), stock::end(&tx, &made, true).await.unwrap().len()), (3, 0), "once");
    tx.commit().await.unwrap();
    assert_eq!(keeper.level(&id("iitem", "21", 2), &place).await, [7, 0, 7]);
    assert_eq!(keeper.level(&id("iitem", "21", 3), &place).await, [1, 1, 0]);
}

/// A variant that is counted and made of nothing has nothing to be sold of; nor has one that there is not.
#[tokio::test]
async fn what_is_made_of_nothing_is_not_promised() {
    let keeper = Keeper::new().await;
    let item = id("iitem", "21", 1);
    keeper.shop.change("update inventory_levels set reserved_quantity = 0").await;
    assert_eq!(
        crate::admin::delete(&keeper.client, &format!("/admin/inventory-items/{item}")).await.status.as_u16(),
        200
    );
    for variant in [1, 999] {
        let refused = sell(&keeper.shop, &[sale(3, 1), sale(variant, 1)]).await.unwrap_err();
        assert!(
            matches!(&refused, StockError::Nothing(of) if of.to_string() == id("variant", "18", variant)),
            "{refused:?}"
        );
    }
    assert_eq!(keeper.shop.count("reservation_items where deleted_at is null").await, 0);
}

/// What is promised and not there yet stays promised: sold off the stock, the next goods would be sold a second time.
#[tokio::test]
async fn a_backorder_is_sold_when_goods_are_there() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 3)]).await;
    let line = Line { allow_backorder: true, ..Line::new(raw(&item), raw(&kiel), 5) };
    let tx = kontor(&keeper.shop).await;
    let reservation = stock::reserve(&tx, &[line]).await.unwrap()[0];
    tx.commit().await.unwrap();
    let sold = async || {
        let tx = kontor(&keeper.shop).await;
        let ended = stock::end(&tx, &[reservation], true).await;
        if ended.is_ok() {
            tx.commit().await.unwrap();
        }
        ended
    };
    assert!(matches!(sold().await.unwrap_err(), StockError::Insufficient { .. }));
    assert_eq!(keeper.level(&item, &kiel).await, [3, 5, 0], "nothing has changed");
    let level = format!("/admin/inventory-items/{item}/location-levels/{kiel}");
    keeper.client.post(&level, &json!({"stocked_quantity": 8})).ok().await;
    assert_eq!(sold().await.unwrap().len(), 1);
    assert_eq!(keeper.level(&item, &kiel).await, [3, 0, 3]);
}

#[tokio::test]
async fn several_places_share_an_order_and_what_may_wait_is_promised() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (place, item) = (keeper.place("Second").await, id("iitem", "21", 1));
    client
        .post(&format!("/admin/stock-locations/{place}/sales-channels"), &json!({"add": [id("sc", "c", 1)]}))
        .ok()
        .await;
    let body = json!({"location_id": place, "stocked_quantity": 4});
    client.post(&format!("/admin/inventory-items/{item}/location-levels"), &body).ok().await;
    // Seven here, four there; the five of the second fixture place are another channel's.
    sell(&keeper.shop, &[sale(1, 9)]).await.unwrap();
    assert_eq!(keeper.level(&item, &id("sloc", "20", 1)).await, [10, 10, 0], "the fullest first");
    assert_eq!(keeper.level(&item, &place).await, [4, 2, 2]);
    assert_eq!(keeper.level(&item, &id("sloc", "20", 2)).await, [5, 0, 5]);
    let refused = sell(&keeper.shop, &[sale(1, 3)]).await.unwrap_err();
    assert!(matches!(refused, StockError::Insufficient { .. }), "{refused:?}");
    keeper.shop.change("update product_variants set allow_backorder = true where sku = 'MUG-B'").await;
    sell(&keeper.shop, &[sale(1, 5)]).await.unwrap();
    let [first, second] = [keeper.level(&item, &id("sloc", "20", 1)).await, keeper.level(&item, &place).await];
    assert_eq!(first[1] + second[1], 17, "three more than there are");
    assert_eq!(first[2] + second[2], 0, "what is available is none, and not less");
}

/// Two baskets with the same things in another order, again and again: both come through.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn crossed_baskets_do_not_deadlock_and_the_last_are_sold_once() {
    let keeper = Keeper::new().await;
    let place = keeper.place("Kiel").await;
    let (mug, cup) = (keeper.item("mug", &[(&place, 60)]).await, keeper.item("cup", &[(&place, 60)]).await);
    let keys = [raw(&mug), raw(&cup), raw(&place)];
    let mut tasks = JoinSet::new();
    for n in 0..8 {
        let (db, [mug, cup, place]) = (keeper.shop.test.db().clone(), keys);
        tasks.spawn(async move {
            let mut kept = 0;
            for _ in 0..10 {
                let mut lines = vec![Line::new(mug, place, 1), Line::new(cup, place, 1)];
                if n % 2 == 0 {
                    lines.reverse();
                }
                let mut tx = db.begin_system("fill a basket").await.unwrap();
                tx.work_in(organization("a").0).await.unwrap();
                match stock::reserve(&tx, &lines).await {
                    Ok(made) => {
                        assert_eq!(made.len(), 2);
                        tx.commit().await.unwrap();
                        kept += 1;
                    }
                    Err(StockError::Insufficient { location: Some(_), .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            kept
        });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<i32>(), 60, "of eighty baskets sixty are filled");
    assert_eq!((keeper.level(&mug, &place).await, keeper.level(&cup, &place).await), ([60, 60, 0], [60, 60, 0]));
    keeper.books_agree().await;
}
