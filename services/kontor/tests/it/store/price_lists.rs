//! What price lists do to the prices that shoppers see: sales and overrides, while they hold, and for whom.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    medusa::visitor::{ANN, Visitor, open_with},
    shop::{Shop, id, key},
};

/// A list of shop `a`, with a price of the blue mug in dollars (it costs 19.90).
fn list(number: u32, kind: &str, amount: &str, more: &str) -> String {
    format!(
        "insert into price_lists (organization_id, id, title, type, status {names})
         select id, '00000000-0000-7000-800a-003000000{number:0>3}', 'List', '{kind}', 'active' {values}
         from auth.organization where slug = 'ours';
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
         select s.organization_id, '00000000-0000-7000-800a-003000000{number:0>3}', s.id, 'usd', {amount}
         from price_sets s where s.id = '00000000-0000-7000-800a-000000170001';",
        names = more.split('|').next().unwrap_or_default(),
        values = more.split('|').nth(1).unwrap_or_default(),
    )
}

fn path() -> String {
    format!(
        "/store/products/{}?region_id={}&fields=id,variants.sku,variants.calculated_price",
        id("prod", "1", 1),
        id("reg", "e", 1)
    )
}

/// `paid of original` of the blue mug.
fn mug(body: &Value) -> String {
    let variants = body["product"]["variants"].as_array().unwrap();
    let price = &variants.iter().find(|one| one["sku"] == "MUG-B").unwrap()["calculated_price"];
    format!("{} of {}", price["calculated_amount"], price["original_amount"])
}

#[tokio::test]
async fn sales_and_overrides() {
    let shop = Shop::open().await;
    let seen = async || mug(&shop.shopper().get(&path()).ok().await);
    assert_eq!(seen().await, "19.9 of 19.9");
    shop.change(&list(1, "sale", "15", "")).await;
    assert_eq!(seen().await, "15 of 19.9");
    shop.change(&list(2, "sale", "25", "")).await;
    assert_eq!(seen().await, "15 of 19.9", "the best sale counts");
    shop.change(&list(3, "override", "22", "")).await;
    assert_eq!(seen().await, "22 of 22");
    shop.change("update price_lists set status = 'draft' where type = 'override'").await;
    assert_eq!(seen().await, "15 of 19.9");
    let body = shop.shopper().get(&path()).ok().await;
    let price = &body["product"]["variants"][0]["calculated_price"];
    assert_eq!(price["calculated_price"]["price_list_type"], "sale");
    assert!(price["calculated_price"]["price_list_id"].as_str().unwrap().starts_with("plist_"));
    let theirs = format!(
        "/store/products/{}?region_id={}",
        crate::shop::id_in("b", "prod", "1", 1),
        crate::shop::id_in("b", "reg", "e", 1)
    );
    let theirs = shop.anybody().with_key(&key("b", 1)).get(&theirs).ok().await;
    assert_eq!(mug(&theirs), "19.9 of 19.9", "lists are their shop's");
}

#[tokio::test]
async fn rules_of_lists_and_prices() {
    let shop = Shop::open().await;
    let seen = async || mug(&shop.shopper().get(&path()).ok().await);
    shop.change(&list(1, "override", "15", "")).await;
    let rule = |attribute: &str, value: &str| {
        format!(
            "insert into price_list_rules (organization_id, price_list_id, attribute, value)
             select organization_id, id, '{attribute}', '{{{value}}}' from price_lists"
        )
    };
    shop.change(&rule("region_id", &format!("reg_nothing,{}", id("reg", "e", 1)))).await;
    assert_eq!(seen().await, "15 of 15");
    shop.change(&rule("weather", "sunny")).await;
    assert_eq!(seen().await, "19.9 of 19.9", "what nobody knows does not hold");
    shop.change("delete from price_list_rules where attribute = 'weather'").await;
    let bound = format!("update price_list_prices set rules = '{{\"region_id\": \"{}\"}}'", id("reg", "e", 2));
    shop.change(&bound).await;
    assert_eq!(seen().await, "19.9 of 19.9");
    shop.change("update price_list_prices set rules = '{}', min_quantity = 10").await;
    assert_eq!(seen().await, "19.9 of 19.9", "a tier is not the price of one");
}

/// Nobody tells a process that a list begins: what it keeps ends by itself.
#[tokio::test]
async fn a_list_begins_and_ends_while_answers_are_kept() {
    let shop = Shop::open_with(&[]).await;
    let clock = shop.test.clock();
    let at = |seconds: i64| (db::Clock::now(clock) + TimeDelta::seconds(seconds)).to_rfc3339();
    let times = format!(", starts_at, ends_at|, '{}', '{}'", at(2), at(4));
    shop.change(&list(1, "sale", "15", &times)).await;
    for wanted in ["19.9 of 19.9", "15 of 19.9", "19.9 of 19.9"] {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        // Until it is kept: the process may not listen yet, or is only now told of the list that was made.
        loop {
            let answer = shop.shopper().get(&path()).send().await;
            assert_eq!(mug(&answer.json()), wanted);
            if answer.header("x-kontor-cache") == "hit" {
                break;
            }
            assert!(tokio::time::Instant::now() < deadline, "it is never kept");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        clock.advance(TimeDelta::seconds(3));
    }
}

#[tokio::test]
async fn prices_of_a_group_are_for_its_customers_alone() {
    let shop = open_with(&[]).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    shop.change(&format!(
        "{}
         insert into customer_groups (organization_id, id, name)
           select id, '00000000-0000-7000-800a-003100000001', 'VIP' from auth.organization where slug = 'ours';
         insert into price_list_rules (organization_id, price_list_id, attribute, value)
           select organization_id, id, 'customer.groups.id',
             array[private.wire_id('cusgroup', '00000000-0000-7000-800a-003100000001')] from price_lists;
         insert into customer_group_customers (organization_id, customer_group_id, customer_id)
           select organization_id, '00000000-0000-7000-800a-003100000001', id from customers where email = '{ANN}';",
        list(1, "override", "12", "")
    ))
    .await;
    assert_eq!(mug(&ann.get(&path()).await.json()), "12 of 12");
    for _ in 0..2 {
        assert_eq!(mug(&ben.get(&path()).await.json()), "19.9 of 19.9");
        assert_eq!(mug(&shop.shopper().get(&path()).ok().await), "19.9 of 19.9");
        assert_eq!(mug(&ann.get(&path()).await.json()), "12 of 12");
    }
    shop.change("update customer_groups set deleted_at = now()").await;
    assert_eq!(mug(&ann.get(&path()).await.json()), "19.9 of 19.9");
}

/// Between the moment that somebody is recognised and that he is told prices he changes his groups: what he is told is not kept for
/// those who are in the old ones.
#[tokio::test]
async fn prices_of_new_groups_are_not_kept_for_the_old_ones() {
    let shop = open_with(&[]).await;
    let (mut ann, mut ben) = (Visitor::new(&shop), Visitor::new(&shop));
    ann.join(ANN).await;
    ben.join("ben@example.test").await;
    let group = |number: u32| format!("00000000-0000-7000-800a-0031{number:0>8}");
    let of_group = |number: u32| {
        format!(
            "insert into customer_groups (organization_id, id, name)
               select id, '{0}', 'Group {number}' from auth.organization where slug = 'ours';
             insert into price_list_rules (organization_id, price_list_id, attribute, value)
               select organization_id, id, 'customer.groups.id', array[private.wire_id('cusgroup', '{0}')] from price_lists
               where id = '00000000-0000-7000-800a-003000000{number:0>3}';",
            group(number)
        )
    };
    let join = |number: u32, email: &str| {
        format!(
            "insert into customer_group_customers (organization_id, customer_group_id, customer_id)
             select organization_id, '{}', id from customers where email = '{email}';",
            group(number)
        )
    };
    let (silver, gold) = (list(1, "override", "12", ""), list(2, "override", "7", ""));
    let both = [silver, gold, of_group(1), of_group(2), join(1, ANN), join(1, "ben@example.test")];
    shop.change(&both.concat()).await;
    assert_eq!(mug(&ann.get(&path()).await.json()), "12 of 12");

    // The region is read behind the recognition: there Ann waits.
    let other = path().replace("fields=id,", "fields=id,handle,");
    let holder = shop.test.db().begin_system("hold the regions").await.unwrap();
    holder.batch("lock table regions in access exclusive mode").await.unwrap();
    let (answer, ()) = tokio::join!(ann.get(&other), async {
        shop.until_waiting(1).await;
        shop.change(&format!("delete from customer_group_customers where customer_id in (select id from customers where email = '{ANN}'); {}", join(2, ANN))).await;
        holder.commit().await.unwrap();
    });
    assert_eq!(mug(&answer.json()), "7 of 7", "she is told what she pays now");
    let bens = ben.get(&other).await;
    assert_eq!((mug(&bens.json()), bens.header("x-kontor-cache")), ("12 of 12".to_owned(), "miss"));
    let again = ben.get(&other).await;
    assert_eq!((mug(&again.json()), again.header("x-kontor-cache")), ("12 of 12".to_owned(), "hit"));
}

/// Rules name ids as the wire does, and the database writes them as the code does.
#[tokio::test]
async fn ids_are_written_alike() {
    #[derive(db::sea_orm::FromQueryResult)]
    struct Row {
        id: String,
    }
    let shop = Shop::open().await;
    let tx = shop.test.db().begin_system("write ids").await.unwrap();
    for uuid in [uuid::Uuid::nil(), uuid::Uuid::max(), uuid::Uuid::now_v7(), uuid::Uuid::from_u128(1)] {
        let row: Row = db::fetch_one(&tx, "select private.wire_id('reg', $1) as id", [uuid.into()]).await.unwrap();
        assert_eq!(json!(row.id), json!(entity::ids::RegionId(uuid)));
    }
}
