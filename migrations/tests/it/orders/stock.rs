//! Goods that leave, and come back.

use super::{BERLIN, HAMBURG, OURS, Shop, place, refused, run, text};

const LEVELS: &str =
    "select string_agg(stocked_quantity || '/' || reserved_quantity, ' ' order by location_id) from inventory_levels
    where inventory_item_id = private.t_id('32', 1)";

fn ship(line: &str, quantity: u32, place: &str) -> String {
    format!(
        "(select string_agg(x.quantity::text, ' ') from private.ship_reserved(
           jsonb_build_array(jsonb_build_object('line_item_id', '{line}', 'quantity', {quantity})), {place}) x)"
    )
}

#[tokio::test]
async fn what_was_kept_leaves_from_where_it_is_sent() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = text(&tx, "private.t_place(private.t_cart(null, 1, 2, 5), 1)").await;
    let line = text(&tx, "select id from order_line_items where variant_id = private.t_id('31', 1)").await;
    let before = text(&tx, LEVELS).await;
    assert_eq!(before, "1000/5 1000/0");
    assert_eq!(text(&tx, &ship(&line, 3, BERLIN)).await, "3");
    assert_eq!(text(&tx, LEVELS).await, "997/2 1000/0");
    assert_eq!(refused(&tx, &ship(&line, 3, BERLIN)).await.0, "fulfillments_not_reserved");
    // The rest is kept in Berlin and leaves from Hamburg.
    let fulfillment = text(&tx, "private.uuid_v7()").await;
    run(&tx, &format!("insert into fulfillments (organization_id, id, order_id, location_id) values ('{OURS}', '{fulfillment}', '{order}', {HAMBURG})")).await;
    assert_eq!(text(&tx, &ship(&line, 2, HAMBURG)).await, "2");
    run(
        &tx,
        &format!(
            "insert into fulfillment_items (organization_id, fulfillment_id, line_item_id, inventory_item_id, title, quantity)
             values ('{OURS}', '{fulfillment}', '{line}', private.t_id('32', 1), 'P', 2)"
        ),
    )
    .await;
    assert_eq!(text(&tx, LEVELS).await, "997/0 998/0");
    assert_eq!(
        text(
            &tx,
            &format!("select count(*) from reservation_items where line_item_id = '{line}' and deleted_at is null")
        )
        .await,
        "0"
    );
    // Taken back, once: it is in Hamburg again, and kept there for the same line.
    let unship = format!("private.unship('{fulfillment}', now())");
    assert_eq!((text(&tx, &unship).await, text(&tx, &unship).await), ("true".into(), "false".into()));
    assert_eq!(text(&tx, LEVELS).await, "997/0 1000/2");
    assert_eq!(
        text(
            &tx,
            &format!(
                "select sum(quantity) from reservation_items where line_item_id = '{line}' and deleted_at is null"
            )
        )
        .await,
        "2"
    );
    run(&tx, "update order_line_items set fulfilled_quantity = 3 where variant_id = private.t_id('31', 1)").await;
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn what_has_been_sent_is_not_taken_back() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = place(&tx, 1).await;
    run(&tx, &format!("insert into fulfillments (organization_id, order_id, location_id, shipped_at) values ('{OURS}', '{order}', {BERLIN}, now())")).await;
    assert_eq!(text(&tx, "select private.unship(id, now()) from fulfillments").await, "false");
    assert_eq!(text(&tx, "private.unship(private.uuid_v7(), now())").await, "false");
}

#[tokio::test]
async fn a_place_sends_what_it_has() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    // Two in each place: all four are kept, so neither has what the other one keeps.
    text(&tx, "private.t_place(private.t_cart(null, 20, 20, 4), 1)").await;
    let line = text(&tx, "select id from order_line_items").await;
    let refusal = refused(&tx, &ship(&line, 4, BERLIN)).await;
    assert_eq!(refusal.0, "inventory_insufficient", "{}", refusal.1);
    assert_eq!(refused(&tx, &ship(&line, 1, &format!("'{OURS}'::uuid"))).await.0, "inventory_not_stocked");
    assert_eq!(text(&tx, &ship(&line, 2, HAMBURG)).await, "2");
    assert_eq!(text(&tx, &ship(&line, 2, BERLIN)).await, "2");
    assert_eq!(text(&tx, "select sum(stocked_quantity) + sum(reserved_quantity) from inventory_levels where inventory_item_id = private.t_id('32', 20)").await, "0");
}
