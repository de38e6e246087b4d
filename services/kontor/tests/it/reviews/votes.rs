//! Whether others find one helpful.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Buyer, crowded, id_of, mug, sums_agree};
use crate::{
    admin::{delete, organization},
    shop::Shop,
};

async fn approved(shop: &Shop, author: &Buyer) -> String {
    let made = id_of(&author.reviews(&mug(), 5).await);
    shop.change("update reviews set status = 'approved'").await;
    made
}

fn counts(answer: &Value) -> (i64, i64) {
    let review = &answer["review"];
    (review["helpful_count"].as_i64().unwrap(), review["unhelpful_count"].as_i64().unwrap())
}

#[tokio::test]
async fn a_vote_counts_once_and_can_be_taken_back() {
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    let path = format!("/store/reviews/{}/vote", approved(&shop, &ann).await);
    let vote =
        async |is_helpful: bool| counts(&ben.client.post(&path, &json!({ "is_helpful": is_helpful })).ok().await);
    assert_eq!(vote(true).await, (1, 0));
    assert_eq!(vote(true).await, (1, 0), "once");
    assert_eq!(vote(false).await, (0, 1), "he thought better of it");
    assert_eq!(counts(&delete(&ben.client, &path).await.json()), (0, 0));
    assert_eq!(counts(&delete(&ben.client, &path).await.json()), (0, 0), "there is none any more");
    let own = ann.client.post(&path, &json!({"is_helpful": true})).error(400).await;
    assert_eq!(own, json!({"type": "not_allowed", "message": "You cannot vote for your own review"}));
    for body in [json!({}), json!({"is_helpful": "yes"})] {
        let refused = ben.client.post(&path, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'is_helpful'"), "{refused}");
    }
    sums_agree(&shop).await;
    shop.change("update reviews set status = 'rejected'").await;
    ben.client.post(&path, &json!({"is_helpful": true})).error(404).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_votes_at_once_are_a_hundred() {
    let shop = crowded().await;
    let ann = shop.buyer("a", "ann").await;
    let path = format!("/store/reviews/{}/vote", approved(&shop, &ann).await);
    let mut voters = JoinSet::new();
    for n in 0..50 {
        let Buyer { client, .. } = shop.buyer("a", &format!("voter{n}")).await;
        let path = path.clone();
        voters.spawn(async move {
            // Twice at once, as a double click does.
            let body = json!({"is_helpful": n % 5 != 0});
            let (a, b) = tokio::join!(client.post(&path, &body).send(), client.post(&path, &body).send());
            assert_eq!((a.status.as_u16(), b.status.as_u16()), (200, 200), "{} {}", a.text, b.text);
        });
    }
    voters.join_all().await;
    assert_eq!(shop.count("review_votes").await, 50);
    assert_eq!(shop.count("reviews where helpful_count = 40 and unhelpful_count = 10").await, 1);
    sums_agree(&shop).await;
}

/// As PostgREST would write: only votes for what others wrote and the shop shows.
#[tokio::test]
async fn the_database_keeps_to_it_by_itself() {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: uuid::Uuid,
    }
    let shop = Shop::open().await;
    let (ann, ben) = (shop.buyer("a", "ann").await, shop.buyer("a", "ben").await);
    ann.reviews(&mug(), 5).await;
    let who = async |buyer: &Buyer| {
        let user = format!("customers where id = '{}'", buyer.customer.0);
        let tx = shop.test.db().begin_system("look").await.unwrap();
        let row: Row = db::fetch_one(&tx, &format!("select user_id as id from {user}"), []).await.unwrap();
        db::Scope::authenticated(organization("a").0, row.id)
    };
    let insert = "insert into review_votes (organization_id, review_id, customer_id, is_helpful)
        select auth.organization_id(), (select x.id from private_review x), private.customer_id(), true";
    let review = {
        let tx = shop.test.db().begin_system("look").await.unwrap();
        db::fetch_one::<Row>(&tx, "select id from reviews", []).await.unwrap().id
    };
    let insert = insert.replace("(select x.id from private_review x)", &format!("'{review}'::uuid"));
    let attempt = async |buyer: &Buyer, sql: &str| {
        let tx = shop.test.db().begin(who(buyer).await).await.unwrap();
        let done = db::exec(&tx, sql, []).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    };
    let is_refused = |done: db::Result<u64>| matches!(done, Err(db::Error::Constraint { name, .. }) if name == "review_votes_of_others");
    assert!(is_refused(attempt(&ben, &insert).await), "it is not approved");
    shop.change("update reviews set status = 'approved', moderation_note = 'for us'").await;
    assert!(is_refused(attempt(&ann, &insert).await), "it is his own");
    assert_eq!(attempt(&ben, &insert).await.unwrap(), 1);
    let forged = insert.replace("private.customer_id()", &format!("'{}'::uuid", ann.customer.0));
    assert!(attempt(&ben, &forged).await.is_err(), "in another's name");
    assert!(attempt(&ben, "update review_votes set is_helpful = false").await.is_err());
    // A customer approves nothing, moves nothing and counts nothing, and does not see what the staff notes of others.
    let own = "update reviews set status = 'approved', helpful_count = 9, is_verified_purchase = true, title = 'x'";
    assert_eq!(attempt(&ben, own).await.unwrap(), 0, "not what is another's");
    assert_eq!(attempt(&ann, own).await.unwrap(), 1);
    let kept = "reviews where status = 'pending' and helpful_count = 1 and not is_verified_purchase and title = 'x'";
    assert_eq!(shop.count(kept).await, 1);
    shop.change("update reviews set status = 'approved', moderation_note = 'for us'").await;
    for (scope, sql, is_there) in [
        (db::Scope::anon(organization("a").0), "select id from reviews", true),
        (db::Scope::anon(organization("b").0), "select id from reviews", false),
        (who(&ben).await, "select moderation_note from reviews", false),
        (who(&ann).await, "select moderation_note from reviews", true),
    ] {
        let tx = shop.test.db().begin(scope).await.unwrap();
        assert_eq!(db::exec(&tx, sql, []).await.unwrap() > 0, is_there, "{scope:?} {sql}");
    }
    for column in ["moderation_note", "customer_id", "created_by"] {
        let tx = shop.test.db().begin(db::Scope::anon(organization("a").0)).await.unwrap();
        assert!(db::exec(&tx, &format!("select {column} from reviews"), []).await.is_err(), "{column}");
    }
    sums_agree(&shop).await;
}
