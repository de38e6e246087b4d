//! Whatever several people do at once in whatever order: ratings and counts are the sums of what there is.

use serde_json::json;
use tokio::task::JoinSet;

use super::{crowded, of, sums_agree};
use crate::{admin::delete, shop::id};

/// Numbers that are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ratings_are_the_sums_of_what_is_there() {
    let shop = crowded().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let products = [1, 2, 3].map(|n| id("prod", "1", n));
    let mut sessions = JoinSet::new();
    for session in 0..4_u64 {
        let (client, boss, products) =
            (shop.buyer("a", &format!("buyer{session}")).await.client, boss.clone(), products.clone());
        sessions.spawn(async move {
            let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (session + 1));
            for _ in 0..60 {
                let page = boss.get("/admin/reviews?limit=50&fields=id,status").ok().await;
                let known: Vec<String> = page["reviews"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["id"].as_str().unwrap().to_owned())
                    .collect();
                let some =
                    |dice: &mut Dice| known.get(dice.roll(known.len().max(1) as u64)).cloned().unwrap_or_default();
                let status = ["pending", "approved", "approved", "rejected"][dice.roll(4)];
                let answer = match dice.roll(10) {
                    0..=2 => {
                        let body = json!({"rating": dice.roll(5) + 1});
                        client.post(&of(&products[dice.roll(3)]), &body).send().await
                    }
                    3 => {
                        let path = format!("/store/reviews/{}", some(&mut dice));
                        client.post(&path, &json!({"rating": dice.roll(5) + 1})).send().await
                    }
                    4 => delete(&client, &format!("/store/reviews/{}", some(&mut dice))).await,
                    5 => {
                        let path = format!("/store/reviews/{}/vote", some(&mut dice));
                        client.post(&path, &json!({"is_helpful": dice.roll(2) == 0})).send().await
                    }
                    6 => {
                        // In whatever order: two who decide on the same ones do not wait for each other for ever.
                        let mut many = vec![some(&mut dice), some(&mut dice), some(&mut dice)];
                        many.dedup();
                        let update: Vec<_> = many.iter().map(|id| json!({"id": id, "status": status})).collect();
                        boss.post("/admin/reviews/batch", &json!({ "update": update })).send().await
                    }
                    7 if dice.roll(4) == 0 => delete(&boss, &format!("/admin/reviews/{}", some(&mut dice))).await,
                    _ => {
                        let path = format!("/admin/reviews/{}", some(&mut dice));
                        boss.post(&path, &json!({ "status": status })).send().await
                    }
                };
                let code = answer.status.as_u16();
                assert!([200, 400, 404, 405, 422].contains(&code), "{code}: {}", answer.text);
            }
        });
    }
    sessions.join_all().await;
    assert!(shop.count("reviews").await > 0);
    assert!(shop.count("product_ratings where rating_count > 0").await > 0);
    sums_agree(&shop).await;
}
