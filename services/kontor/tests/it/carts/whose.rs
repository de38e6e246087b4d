//! Whose a cart is.

use serde_json::{Value, json};

use super::{cart, open, path};
use crate::medusa::visitor::{ANN, Visitor, open_with};

#[tokio::test]
async fn a_guest_becomes_a_customer_without_account() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let at = path(&made);
    let with = guest.post(&at, &json!({"email": "ann@example.com"})).ok().await;
    assert!(with["cart"]["customer"]["id"].as_str().unwrap().starts_with("cus_"));
    let other = cart(&guest, &[(1, 1)]).await;
    let same = guest.post(&path(&other), &json!({"email": "ANN@example.com"})).ok().await;
    assert_eq!(same["cart"]["customer"]["id"], with["cart"]["customer"]["id"]);
    assert_eq!(shop.count("customers where email = 'ann@example.com' and not has_account").await, 1);
    let nobody = guest.post(&at, &json!({"email": null})).ok().await;
    assert_eq!((&nobody["cart"]["email"], &nobody["cart"]["customer"]), (&Value::Null, &Value::Null));
    // Nobody takes a cart who has not signed in.
    guest.post(&format!("{at}/customer"), &json!({})).error(401).await;
}

/// An address that somebody types proves nothing: prices of a group are for who has signed in.
#[tokio::test]
async fn prices_of_groups_are_for_who_signed_in() {
    let shop = open_with(&[]).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let at = path(&made);
    guest.post(&at, &json!({ "email": ANN })).ok().await;
    shop.change(
        "insert into price_lists (organization_id, id, title, type, status)
           select id, '00000000-0000-7000-800a-003000000001', 'VIP', 'override', 'active' from auth.organization where slug = 'ours';
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
           select s.organization_id, '00000000-0000-7000-800a-003000000001', s.id, 'eur', 12
           from price_sets s where s.id = '00000000-0000-7000-800a-000000170001';
         insert into customer_groups (organization_id, id, name)
           select id, '00000000-0000-7000-800a-003100000001', 'VIP' from auth.organization where slug = 'ours';
         insert into price_list_rules (organization_id, price_list_id, attribute, value)
           select organization_id, id, 'customer.groups.id',
             array[private.wire_id('cusgroup', '00000000-0000-7000-800a-003100000001')] from price_lists;
         insert into customer_group_customers (organization_id, customer_group_id, customer_id)
           select organization_id, '00000000-0000-7000-800a-003100000001', id from customers",
    )
    .await;
    assert_eq!(shop.count("customer_group_customers").await, 2, "the guest and the customer");
    let line = format!("{at}/line-items/{}", made["items"][0]["id"].as_str().unwrap());
    let typed = guest.post(&line, &json!({"quantity": 2})).ok().await;
    assert_eq!(typed["cart"]["items"][0]["unit_price"], 18);
    let signed = ann.post(&format!("{at}/customer"), &json!({})).await.json();
    assert_eq!((&signed["cart"]["items"][0]["unit_price"], &signed["cart"]["email"]), (&json!(12), &json!(ANN)));
    // It is hers now: another one does not take it.
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    let refused = ben.post(&format!("{at}/customer"), &json!({})).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["message"]),
        (400, &json!("The cart belongs to another customer"))
    );
}
