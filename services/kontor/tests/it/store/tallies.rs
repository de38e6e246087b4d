//! How many products there are, without counting them.

use serde_json::json;
use testkit::Client;

use crate::shop::{Shop, id, key};

async fn count(client: &Client, query: &str) -> i64 {
    client.get(&format!("/store/products?fields=id&{query}")).ok().await["count"].as_i64().unwrap()
}

#[tokio::test]
async fn the_count_is_what_is_there() {
    let shop = Shop::open().await;
    let one = shop.shopper();
    let both = shop.anybody().with_key(&key("a", 2));
    assert_eq!((count(&one, "").await, count(&both, "").await), (2, 3));
    assert_eq!(count(&one, "limit=1&offset=90").await, 2, "beyond the last one too");
    let channel = format!("sales_channel_id={}", id("sc", "c", 2));
    assert_eq!(count(&both, &channel).await, 2);
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let secret = format!("/admin/products/{}", id("prod", "1", 4));
    owner.post(&secret, &json!({"status": "published"})).ok().await;
    assert_eq!((count(&one, "").await, count(&both, "").await), (3, 4));
    let both_channels = json!({"sales_channels": [{"id": id("sc", "c", 1)}, {"id": id("sc", "c", 2)}]});
    owner.post(&secret, &both_channels).ok().await;
    assert_eq!((count(&one, "").await, count(&both, "").await, count(&both, &channel).await), (3, 4, 3));
    crate::admin::delete(&owner, &secret).await;
    assert_eq!((count(&one, "").await, count(&both, "").await, count(&both, &channel).await), (2, 3, 2));
    assert_eq!(count(&one, "handle[$ne]=mug").await, 1, "what is filtered is counted");
    // A shop with one channel shows all that is published.
    shop.change(&format!(
        "update sales_channels set deleted_at = now() where id = '{}'",
        "00000000-0000-7000-800a-0000000c0002"
    ))
    .await;
    let answer = shop.until_answered("/store/products?fields=id&limit=50", 200).await;
    assert!(answer["count"].as_i64().unwrap() >= 2);
}

/// Lines are told from rows by what they are of: they are no count but a sum.
#[tokio::test]
async fn lines_are_added_up_and_folded() {
    let shop = Shop::open().await;
    let one = shop.shopper();
    assert_eq!(count(&one, "").await, 2);
    shop.change("select private.fold_tallies(id) from auth.organization").await;
    assert_eq!(count(&one, "").await, 2);
    // The list believes its lines; with a filter it counts.
    shop.change(
        "insert into product_tallies (organization_id, scope, of, delta)
         select id, 'published_in_channel', '00000000-0000-7000-800a-0000000c0001', 5 from auth.organization where slug = 'ours'",
    )
    .await;
    assert_eq!((count(&one, "").await, count(&one, "is_giftcard=false").await), (7, 2));
}

/// Whatever is written, and by however many at once, the lines add up to what there is.
#[tokio::test]
async fn sums_are_counts_after_random_writes_at_once() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await;
    let mut writers = tokio::task::JoinSet::new();
    for seed in 1..=4_u64 {
        let db = shop.test.db().clone();
        writers.spawn(async move {
            let mut random = seed;
            let mut below = move |most: u64| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (random >> 33) % most
            };
            for _ in 0..40 {
                let product = format!("'00000000-0000-7000-800a-00000001000{}'", 1 + below(5));
                let channel = format!("'00000000-0000-7000-800a-0000000c000{}'", 1 + below(2));
                let sql = match below(6) {
                    0 => format!("update products set status = 'draft' where id = {product}"),
                    1 | 2 => format!("update products set status = 'published' where id = {product}"),
                    3 => format!("update products set deleted_at = case when deleted_at is null then now() end where id = {product}"),
                    4 => format!("delete from product_sales_channels where product_id = {product} and sales_channel_id = {channel}"),
                    _ => format!(
                        "insert into product_sales_channels (organization_id, product_id, sales_channel_id)
                         select organization_id, {product}, {channel} from products where id = {product} on conflict do nothing"
                    ),
                };
                let tx = db.begin_system("write something").await.unwrap();
                match tx.batch(&sql).await {
                    Ok(()) => tx.commit().await.unwrap(),
                    // Two that waited for each other: one of them changed nothing.
                    Err(db::Error::Conflict(_)) => drop(tx),
                    Err(error) => panic!("{sql}: {error}"),
                }
            }
        });
    }
    writers.join_all().await;
    let wrong = "(select t.scope, t.of, sum(t.delta) as sum from product_tallies t
          where t.organization_id = '00000000-0000-7000-8000-00000000000a' group by 1, 2) t
        where t.sum <> case t.scope
          when 'published' then (select count(*) from products p where p.organization_id = '00000000-0000-7000-8000-00000000000a'
            and p.deleted_at is null and p.status = 'published')
          when 'products' then (select count(*) from products p where p.organization_id = '00000000-0000-7000-8000-00000000000a'
            and p.deleted_at is null)
          when 'variants' then (select count(*) from product_variants v
            where v.organization_id = '00000000-0000-7000-8000-00000000000a' and v.deleted_at is null)
          else (select count(*) from products p join product_sales_channels l on l.product_id = p.id
              and l.organization_id = p.organization_id
            where l.sales_channel_id = t.of and p.deleted_at is null and p.status = 'published') end";
    assert_eq!(shop.count(wrong).await, 0);
    let body = shop.shopper().get("/store/products?fields=id").ok().await;
    assert_eq!(body["count"], body["products"].as_array().unwrap().len());
}
