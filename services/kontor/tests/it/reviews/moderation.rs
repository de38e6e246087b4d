//! What the staff does with them.

use serde_json::json;

use super::{id_of, mug, of, sums_agree};
use crate::{
    admin::{delete, each},
    shop::{Shop, id},
};

#[tokio::test]
async fn the_staff_lists_and_decides() {
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    let boss = shop.colleague("a", "boss", "owner").await;
    let first = ann.reviews(&mug(), 5).await;
    let second = ben.reviews(&mug(), 1).await;
    let third = ann.reviews(&id("prod", "1", 2), 3).await;
    let list = async |query: &str| {
        let page = boss.client.get(&format!("/admin/reviews?order=rating{query}")).ok().await;
        each(&page, "reviews", "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("").await, [id_of(&second), id_of(&third), id_of(&first)]);
    assert_eq!(list(&format!("&product_id={}", mug())).await, [id_of(&second), id_of(&first)]);
    assert_eq!(list(&format!("&customer_id={}", ben.customer)).await, [id_of(&second)]);
    assert_eq!(list("&rating[$gte]=3").await, [id_of(&third), id_of(&first)]);
    assert_eq!(list("&status=approved").await, Vec::<String>::new());
    assert_eq!(list("&q=words").await.len(), 3);
    assert_eq!(list("&created_at[$gte]=2036-01-01T00:00:00Z").await.len(), 0);

    let path = format!("/admin/reviews/{}", id_of(&first));
    let done = boss.client.post(&path, &json!({"status": "rejected", "moderation_note": "Rude"})).ok().await;
    let review = &done["review"];
    assert_eq!([&review["status"], &review["moderation_note"]], [&json!("rejected"), &json!("Rude")]);
    assert_eq!(review["moderated_by"], json!(boss.user.to_string()));
    assert!(review["moderated_at"].is_string());
    assert_eq!(boss.client.get(&path).ok().await["review"]["customer_id"], json!(ann.customer.to_string()));
    for (body, named) in [
        (json!({"status": "published"}), "status"),
        (json!({"rating": 5}), "rating"),
        (json!({"helpful_count": 5}), "helpful_count"),
    ] {
        let refused = boss.client.post(&path, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(named), "{refused}");
    }
    assert_eq!(delete(&boss.client, &path).await.json()["deleted"], true);
    boss.client.get(&path).error(404).await;
    sums_agree(&shop).await;
}

#[tokio::test]
async fn many_at_once_or_nothing() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut all = Vec::new();
    for (at, name) in ["ann", "ben", "cat"].iter().enumerate() {
        let rating = i64::try_from(at).unwrap() + 3;
        all.push(id_of(&shop.buyer("a", name).await.reviews(&mug(), rating).await));
    }
    let batch = async |body| boss.post("/admin/reviews/batch", &body).send().await;
    let done = batch(json!({
        "update": [{"id": all[0], "status": "approved"}, {"id": all[1], "status": "rejected", "moderation_note": "No"}],
        "delete": [all[2]]
    }))
    .await
    .json();
    assert_eq!(each(&done, "updated", "status"), ["approved", "rejected"]);
    assert_eq!(done["updated"][1]["moderation_note"], "No");
    assert_eq!(done["deleted"], json!({"ids": [all[2]], "object": "review", "deleted": true}));
    assert_eq!(shop.shopper().get(&of(&mug())).ok().await["rating"]["count"], 1);

    let unknown = "rev_01jd6nwvvgfa5sr38y5wx4pq3d";
    for (body, status, named) in [
        (
            json!({"update": [{"id": all[0], "status": "rejected"}, {"id": unknown, "status": "approved"}]}),
            404,
            unknown,
        ),
        (json!({"update": [{"id": all[0], "status": "rejected"}], "delete": [all[0]]}), 400, "twice"),
        (json!({"update": [{"id": all[0]}]}), 400, "update, 0, status"),
        (json!({"update": [{"status": "approved"}]}), 400, "id"),
        (json!({"update": [{"id": all[0], "status": "good"}]}), 400, "status"),
    ] {
        let answer = batch(body).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        assert!(answer.text.contains(named), "{}", answer.text);
    }
    assert_eq!(shop.count("reviews where status = 'approved'").await, 1, "nothing of it was done");
    sums_agree(&shop).await;
}

#[tokio::test]
async fn another_shop_and_lesser_roles() {
    let shop = Shop::open().await;
    let made = id_of(&shop.buyer("a", "ann").await.reviews(&mug(), 5).await);
    let stranger = shop.colleague("b", "bea", "owner").await.client;
    let path = format!("/admin/reviews/{made}");
    assert_eq!(stranger.get("/admin/reviews").ok().await["count"], 0);
    stranger.get(&path).error(404).await;
    stranger.post(&path, &json!({"status": "approved"})).error(404).await;
    stranger.post("/admin/reviews/batch", &json!({"delete": [made]})).error(404).await;
    assert_eq!(delete(&stranger, &path).await.status.as_u16(), 404);
    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    viewer.get(&path).ok().await;
    viewer.post(&path, &json!({"status": "approved"})).error(403).await;
    let editor = shop.colleague("a", "eda", "editor").await.client;
    editor.post(&path, &json!({"status": "approved"})).ok().await;
}

#[tokio::test]
async fn what_was_not_read_is_not_approved() {
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let (hers, his) = (id_of(&ann.reviews(&mug(), 5).await), id_of(&ben.reviews(&mug(), 1).await));
    let path = format!("/admin/reviews/{hers}");
    let read = async |id: &str| boss.get(&format!("/admin/reviews/{id}")).ok().await["review"]["revision"].clone();
    let (of_hers, of_his) = (read(&hers).await, read(&his).await);
    // She changes it after the moderator has read it.
    let changed = json!({"content": "Buy at my place instead."});
    ann.client.post(&format!("/store/reviews/{hers}"), &changed).ok().await;

    let said = json!({"status": "approved", "revision": of_hers});
    let refused = boss.post(&path, &said).error(409).await;
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains(&hers) && message.contains("read it again"), "{message}");
    let many = json!({
        "update": [
            {"id": his, "status": "approved", "revision": of_his}, {"id": hers, "status": "approved", "revision": of_hers}
        ]
    });
    let refused = boss.post("/admin/reviews/batch", &many).error(409).await;
    assert!(refused["message"].as_str().unwrap().contains(&hers), "{refused}");
    assert_eq!(shop.count("reviews where status = 'pending'").await, 2, "nothing of it was done");
    let wrong = boss.post(&path, &json!({"status": "approved", "revision": "yesterday"})).error(400).await;
    assert!(wrong["message"].as_str().unwrap().contains("revision"), "{wrong}");
    let gone = json!({"status": "approved", "revision": of_hers});
    boss.post("/admin/reviews/rev_01jd6nwvvgfa5sr38y5wx4pq3d", &gone).error(404).await;

    // What is read now can be decided on, and a change that says the same is none.
    ann.client.post(&format!("/store/reviews/{hers}"), &changed).ok().await;
    let now = read(&hers).await;
    assert_ne!(now, of_hers);
    let done = boss.post(&path, &json!({"status": "approved", "revision": now})).ok().await;
    assert_eq!(done["review"]["status"], "approved");
    let one = json!({"update": [{"id": his, "status": "rejected", "revision": of_his}]});
    let done = boss.post("/admin/reviews/batch", &one).ok().await;
    assert_eq!(each(&done, "updated", "status"), ["rejected"]);
    // Who does not say what was read decides as before.
    boss.post(&path, &json!({"status": "rejected"})).ok().await;
    sums_agree(&shop).await;
}
