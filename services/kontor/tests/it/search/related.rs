//! What goes with a product.

use serde_json::{Value, json};

use super::{HASHING, WORDS, index, open, products};
use crate::shop::{Shop, id, id_in, key};

fn names(answer: &Value) -> String {
    let products = answer["products"].as_array().unwrap().iter();
    products.map(|product| product["title"].as_str().unwrap()).collect::<Vec<_>>().join(", ")
}

async fn of_mug(shop: &Shop, what: &str) -> Value {
    shop.shopper().get(&format!("/store/products/{}/{what}", id("prod", "1", 1))).ok().await
}

#[tokio::test]
async fn products_like_another() {
    for settings in [WORDS, HASHING] {
        let shop = open(settings).await;
        let answer = of_mug(&shop, "related").await;
        assert_eq!((names(&answer).as_str(), &answer["count"], &answer["limit"]), ("Deck Shirt", &json!(1), &json!(8)));
        let priced = of_mug(
            &shop,
            &format!("related?fields=id,title,variants.calculated_price&region_id={}", id("reg", "e", 1)),
        )
        .await;
        assert_eq!(priced["products"][0]["variants"][0]["calculated_price"]["calculated_amount"], 60);
        shop.change(&products("a", 30, "'Harbour Mug ' || n", "'A mug of stoneware'")).await;
        index(&shop).await;
        let answer = of_mug(&shop, "related?limit=24").await;
        let near = names(&answer);
        if settings == HASHING {
            assert!(near.starts_with("Harbour Mug "), "the nearest first: {near}");
        } else {
            assert_eq!(near, "Deck Shirt", "what is filed nowhere is like nothing");
        }
        let both = shop.anybody().with_key(&key("a", 2));
        let answer = both.get(&format!("/store/products/{}/related?limit=24", id("prod", "1", 2))).ok().await;
        assert!(!names(&answer).contains("Deck Shirt"), "nothing is like itself");
    }
}

#[tokio::test]
async fn what_is_bought_together() {
    let shop = open(WORDS).await;
    let order = |number: u32, handles: &str| {
        format!(
            "insert into product_sales (organization_id, order_id, product_id, sold_at)
             select organization_id, '00000000-0000-7000-8000-0000000000{number:0>2}', id, now() from products where handle in ({handles});"
        )
    };
    let refresh = "insert into jobs (name, payload, queue) values ('catalog.refresh_pairs', '{}', 'search')";
    shop.change(&(order(1, "'mug', 'shirt', 'lamp', 'secret'") + refresh)).await;
    index(&shop).await;
    assert_eq!(names(&of_mug(&shop, "bought-together").await), "", "one order would tell what somebody bought");
    shop.change(&(order(2, "'mug', 'shirt', 'secret'") + &order(3, "'mug', 'lamp'") + refresh)).await;
    index(&shop).await;
    assert_eq!(names(&of_mug(&shop, "bought-together").await), "Deck Shirt", "drafts and other channels are not shown");
    let both = shop.anybody().with_key(&key("a", 2));
    let path = format!("/store/products/{}/bought-together", id("prod", "1", 1));
    assert_eq!(names(&both.get(&path).ok().await), "Deck Shirt, Lamp");
}

#[tokio::test]
async fn what_there_is_not_goes_with_nothing() {
    let shop = open(WORDS).await;
    for unknown in [id_in("b", "prod", "1", 1), id("prod", "1", 4), id("prod", "1", 3), "nonsense".to_owned()] {
        for what in ["related", "bought-together"] {
            let answer = shop.shopper().get(&format!("/store/products/{unknown}/{what}")).error(404).await;
            assert_eq!(answer["message"], format!("Product with id: {unknown} was not found"));
        }
    }
    let path = format!("/store/products/{}/related", id("prod", "1", 1));
    for (query, message) in [
        ("limit=25", "Invalid request: Value for field 'limit' too big, expected at most: '24'"),
        ("colour=red", "Invalid request: Unrecognized fields: 'colour'"),
    ] {
        assert_eq!(shop.shopper().get(&format!("{path}?{query}")).error(400).await["message"], message);
    }
}
