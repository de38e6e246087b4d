//! What customers say of products.

mod moderation;
mod own;
mod random;
mod votes;

use accounts::medusa::token::{ActorType, Bearer};
use entity::ids::CustomerId;
use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::organization,
    shop::{Shop, id, key},
};

/// Many call at once, and wait for each other on a machine that does other things too.
async fn crowded() -> Shop {
    Shop::open_with(&[
        ("KONTOR_CACHE", "false"),
        ("LIMIT_SHOP_RATE", "100000"),
        ("LIMIT_SHOP_BURST", "100000"),
        ("DATABASE_ACQUIRE_TIMEOUT", "60s"),
        ("DATABASE_LOCK_TIMEOUT", "60s"),
        ("DATABASE_STATEMENT_TIMEOUT", "60s"),
    ])
    .await
}

/// Somebody who has signed in as a customer of a shop of the fixture.
pub(crate) struct Buyer {
    pub(crate) client: Client,
    pub(crate) customer: CustomerId,
}

impl Shop {
    /// A customer of a shop, signed in.
    pub(crate) async fn buyer(&self, shop: &str, name: &str) -> Buyer {
        let person = self.stranger(name).await;
        let customer = CustomerId::new();
        let shop_id = organization(shop);
        self.change(&format!(
            "insert into customers (organization_id, id, user_id, email, has_account, first_name)
             values ('{}', '{}', '{}', '{name}@example.test', true, initcap('{name}'))",
            shop_id.0, customer.0, person.user.0
        ))
        .await;
        let bearer = Bearer {
            actor_type: ActorType::Customer,
            user: person.user,
            customer: Some(customer),
            roles: Vec::new(),
            organization: Some(shop_id),
            mfa_enabled: false,
            session: person.session,
        };
        let token = self.platform.accounts.bearer_token(&bearer).unwrap();
        let client = self.anybody().with_key(&key(shop, 2)).with_header("authorization", &format!("Bearer {token}"));
        Buyer { client, customer }
    }
}

impl Buyer {
    /// Reviews a product, and answers the review.
    async fn reviews(&self, product: &str, rating: i64) -> Value {
        let body = json!({"rating": rating, "title": "A title", "content": "Words."});
        self.client.post(&format!("/store/products/{product}/reviews"), &body).ok().await["review"].clone()
    }
}

fn mug() -> String {
    id("prod", "1", 1)
}

fn of(product: &str) -> String {
    format!("/store/products/{product}/reviews")
}

fn id_of(review: &Value) -> String {
    review["id"].as_str().unwrap().to_owned()
}

/// What is counted is what there is.
async fn sums_agree(shop: &Shop) {
    let wrong = "(select p.organization_id, p.id as product_id from products p) p
        left join product_ratings r using (organization_id, product_id)
        left join lateral (
          select count(*) as n, coalesce(sum(v.rating), 0) as total,
            array(select count(*) filter (where w.rating = s) from generate_series(1, 5) s
              left join reviews w on w.organization_id = p.organization_id and w.product_id = p.product_id
                and w.status = 'approved' group by s order by s)::int[] as stars
          from reviews v where v.organization_id = p.organization_id and v.product_id = p.product_id and v.status = 'approved'
        ) c on true
        where coalesce(r.rating_count, 0) <> c.n or coalesce(r.rating_sum, 0) <> c.total
          or coalesce(r.stars, '{0,0,0,0,0}') <> c.stars";
    assert_eq!(shop.count(wrong).await, 0, "ratings are the sums of what is approved");
    let wrong = "reviews r cross join lateral (
          select count(*) filter (where v.is_helpful) as yes, count(*) filter (where not v.is_helpful) as no
          from review_votes v where v.organization_id = r.organization_id and v.review_id = r.id
        ) c where r.helpful_count <> c.yes or r.unhelpful_count <> c.no";
    assert_eq!(shop.count(wrong).await, 0, "counts are the sums of the votes");
}
