//! Gift cards that are bought: one for each piece, once the order is paid.

use serde_json::json;

use super::{cards_of, open, paid, work};
use crate::{
    carts::{faults, path, ready},
    medusa::visitor::letters_to,
};

#[tokio::test]
async fn a_card_for_each_piece_once_it_is_paid() {
    let (shop, _staff) = open().await;
    shop.change(
        "update products set is_giftcard = true, shipping_profile_id = null where handle = 'shirt';
         delete from product_variant_inventory_items where variant_id = '00000000-0000-7000-800a-000000180003';
         update product_variants set manage_inventory = false where id = '00000000-0000-7000-800a-000000180003'",
    )
    .await;
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 1), (3, 2)]).await;
    let done = guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    work(&shop).await;
    assert_eq!(shop.count("gift_cards").await, 0, "nobody has paid yet");
    shop.change(
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
         select organization_id, id, total, currency_code, 'capture', private.uuid_v7() from orders",
    )
    .await;
    for _ in 0..2 {
        work(&shop).await;
        shop.change(
            "insert into jobs (organization_id, name, payload, queue, status)
             select organization_id, 'orders.rewards', jsonb_build_object('order', id), 'default', 'ready' from orders",
        )
        .await;
    }
    work(&shop).await;
    assert_eq!(shop.count("gift_cards where value = 55 and currency_code = 'eur' and reference = 'order'").await, 2);
    assert_eq!(shop.count("events where name = 'gift_card.created'").await, 2);
    assert!(done["order"]["id"].is_string());
    let letters = letters_to(&shop, "ann@example.com").await;
    let about: Vec<&String> = letters.iter().filter(|letter| letter.contains("checkout")).collect();
    assert!(about.len() == 1 && about[0].contains("55 EUR"), "told once: {letters:?}");
    // What was bought pays.
    let code = super::text(&shop, "select code as text from gift_cards order by nth limit 1").await;
    let other = ready(&guest, &[(1, 1)]).await;
    let with = guest.post(&cards_of(&other), &json!({"code": code})).ok().await;
    assert_eq!(paid(&with["cart"]), (23.0, 0.0));
}

/// Paid with credit alone, there is nothing to wait for.
#[tokio::test]
async fn paid_with_a_card() {
    let (shop, staff) = open().await;
    shop.change("update products set is_giftcard = true where handle = 'mug'").await;
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 1)]).await;
    let gift = super::card(&staff, 100).await;
    guest.post(&cards_of(&cart), &json!({"code": gift["code"]})).ok().await;
    guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    work(&shop).await;
    assert_eq!(shop.count("gift_cards where value = 18").await, 1);
    assert_eq!(faults(&shop).await, 0);
}
