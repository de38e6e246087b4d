//! Writing, changing and removing one's own, and what everybody sees.

use http::Method;
use serde_json::json;

use super::{id_of, mug, of, sums_agree};
use crate::{
    admin::delete,
    shop::{Shop, id, id_in, key},
};

#[tokio::test]
async fn a_review_is_shown_once_it_is_approved() {
    let shop = Shop::open().await;
    let ann = shop.buyer("a", "ann").await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let body = json!({"rating": 4, "title": " Sturdy ", "content": "<b>It</b> fell\u{0}.\nAnd lived."});
    let made = ann.client.post(&of(&mug()), &body).ok().await["review"].clone();
    assert_eq!(made["title"], "Sturdy");
    assert_eq!(made["content"], "<b>It</b> fell.\nAnd lived.", "plain text is kept as it was typed");
    assert_eq!(
        [&made["status"], &made["author_name"], &made["is_verified_purchase"], &made["product_id"]],
        [&json!("pending"), &json!("Ann"), &json!(false), &json!(mug())]
    );
    let empty = json!({"reviews": [], "count": 0, "offset": 0, "limit": 20,
        "rating": {"average": null, "count": 0, "stars": [0, 0, 0, 0, 0]}});
    assert_eq!(shop.shopper().get(&of(&mug())).ok().await, empty);

    boss.post(&format!("/admin/reviews/{}", id_of(&made)), &json!({"status": "approved"})).ok().await;
    let shown = shop.shopper().get(&of(&mug())).ok().await;
    assert_eq!(shown["reviews"][0]["id"], made["id"]);
    assert!(shown["reviews"][0].get("customer_id").is_none(), "who wrote it is nobody's business");
    assert_eq!(shown["rating"], json!({"average": 4.0, "count": 1, "stars": [0, 0, 0, 1, 0]}));

    let changed = ann.client.post(&format!("/store/reviews/{}", id_of(&made)), &json!({"rating": 2, "title": null}));
    let changed = changed.ok().await["review"].clone();
    assert_eq!(
        [&changed["rating"], &changed["title"], &changed["status"]],
        [&json!(2), &json!(null), &json!("pending")]
    );
    assert_eq!(changed["content"], made["content"], "what is not named stays");
    assert_eq!(shop.shopper().get(&of(&mug())).ok().await, empty, "it waits to be approved anew");
    sums_agree(&shop).await;

    let gone = delete(&ann.client, &format!("/store/reviews/{}", id_of(&made))).await;
    assert_eq!(gone.json(), json!({"id": made["id"], "object": "review", "deleted": true}));
    assert_eq!(delete(&ann.client, &format!("/store/reviews/{}", id_of(&made))).await.status.as_u16(), 404);
    ann.reviews(&mug(), 5).await;
    sums_agree(&shop).await;
}

#[tokio::test]
async fn one_for_each_product_and_customer() {
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    ann.reviews(&mug(), 5).await;
    let twice = ann.client.post(&of(&mug()), &json!({"rating": 1})).error(422).await;
    assert_eq!(twice["type"], "duplicate_error");
    ben.reviews(&mug(), 3).await;
    ann.reviews(&id("prod", "1", 2), 1).await;
    // At once, one of them is there afterwards.
    let cat = shop.buyer("a", "cat").await;
    let (path, body) = (of(&mug()), json!({"rating": 2}));
    let both = tokio::join!(cat.client.post(&path, &body).send(), cat.client.post(&path, &body).send());
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn who_bought_it_is_known_by_the_database() {
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    shop.change(&format!(
        "insert into product_sales (organization_id, order_id, product_id, customer_id)
         select organization_id, gen_random_uuid(), id, '{}' from products where handle = 'mug'
           and organization_id = '00000000-0000-7000-8000-00000000000a'",
        ann.customer.0
    ))
    .await;
    assert_eq!(ann.reviews(&mug(), 5).await["is_verified_purchase"], true);
    assert_eq!(ben.reviews(&mug(), 5).await["is_verified_purchase"], false);
    let lie = json!({"rating": 5, "is_verified_purchase": true, "status": "approved"});
    let refused = ben.client.post(&of(&id("prod", "1", 2)), &lie).error(400).await;
    assert!(
        refused["message"].as_str().unwrap().contains("Unrecognized fields: 'is_verified_purchase, status'"),
        "{refused}"
    );
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let shop = Shop::open().await;
    let ann = shop.buyer("a", "ann").await;
    let own = id_of(&ann.reviews(&mug(), 5).await);
    let shirt = of(&id("prod", "1", 2));
    for (body, named) in [
        (json!({}), "rating"),
        (json!({"rating": 0}), "rating"),
        (json!({"rating": 6}), "rating"),
        (json!({"rating": 4.5}), "rating"),
        (json!({"rating": "5"}), "rating"),
        (json!({"rating": 5, "title": "x".repeat(201)}), "title"),
        (json!({"rating": 5, "content": "x".repeat(5_001)}), "content"),
        (json!({"rating": 5, "author_name": 7}), "author_name"),
    ] {
        let refused = ann.client.post(&shirt, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(&format!("'{named}'")), "{refused}");
    }
    for (path, named) in
        [("?rating=9", "rating"), ("?rating=x", "rating"), ("?colour=red", "colour"), ("?order=title", "title")]
    {
        let refused = shop.shopper().get(&format!("{shirt}{path}")).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(named), "{refused}");
    }
    // The draft, the deleted one, another shop's, one of a channel that the key does not show, and nothing.
    let lamp = id("prod", "1", 3);
    for product in [id("prod", "1", 4), id("prod", "1", 5), id_in("b", "prod", "1", 1), "nonsense".to_owned()] {
        ann.client.post(&of(&product), &json!({"rating": 5})).error(404).await;
        shop.shopper().get(&of(&product)).error(404).await;
    }
    shop.shopper().get(&of(&lamp)).error(404).await;
    ann.client.with_key(&key("a", 1)).post(&of(&lamp), &json!({"rating": 5})).error(404).await;

    let ben = shop.buyer("a", "ben").await;
    let stranger = shop.buyer("b", "bea").await;
    for client in [&ben.client, &stranger.client] {
        for (method, path, body) in [
            (Method::POST, format!("/store/reviews/{own}"), json!({"rating": 1})),
            (Method::DELETE, format!("/store/reviews/{own}"), json!({})),
            (Method::POST, format!("/store/reviews/{own}/vote"), json!({"is_helpful": true})),
            (Method::DELETE, format!("/store/reviews/{own}/vote"), json!({})),
        ] {
            let request =
                if method == Method::POST { client.post(&path, &body) } else { client.request(method, &path) };
            request.error(404).await;
        }
    }
    for (method, path) in [
        (Method::POST, of(&mug())),
        (Method::POST, format!("/store/reviews/{own}")),
        (Method::DELETE, format!("/store/reviews/{own}")),
        (Method::POST, format!("/store/reviews/{own}/vote")),
        (Method::DELETE, format!("/store/reviews/{own}/vote")),
    ] {
        let answer = shop.shopper().request(method, &path).send().await;
        assert_eq!(answer.status.as_u16(), 401, "{}", answer.text);
    }
}

/// What is kept of answers ends with the first change.
#[tokio::test]
async fn answers_that_are_kept_follow() {
    let shop = Shop::open_with(&[]).await;
    let ann = shop.buyer("a", "ann").await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let made = ann.reviews(&mug(), 5).await;
    shop.shopper().get(&of(&mug())).ok().await;
    boss.post(&format!("/admin/reviews/{}", id_of(&made)), &json!({"status": "approved"})).ok().await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while shop.shopper().get(&of(&mug())).ok().await["count"] != 1 {
        assert!(tokio::time::Instant::now() < deadline, "the answer is still the old one");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}
