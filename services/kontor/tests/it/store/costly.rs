//! What strangers may ask of lists at once, and how long they may make them run.

use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::shop::{Shop, id};

fn joined(many: usize, one: impl Fn(usize) -> String) -> String {
    (0..many).map(one).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn what_costs_more_counts_as_more() {
    let shop = Shop::open().await;
    let ids = |many| joined(many, |at| format!("id[]={}", id("prod", "1", u32::try_from(at).unwrap())));
    let like = |relation: &'static str, column: &'static str| {
        move |at: usize| format!("$or[{at}]{relation}{column}[$ilike]=%25x%25")
    };
    let apart = |relation: &'static str| move |at: usize| format!("$and[{at}]{relation}[$ne]=x");
    let groups = |at: usize| format!("$and[{at}][tag_id]=ptag_x");
    for (path, most, name, query) in [
        ("products", 33, "$or", Box::new(like("", "[title]")) as Box<dyn Fn(usize) -> String>),
        ("products", 15, "$or", Box::new(like("[variants]", "[title]"))),
        ("products", 6, "$or", Box::new(like("[variants][options]", "[value]"))),
        ("product-variants", 33, "$or", Box::new(like("", "[title]"))),
        ("product-variants", 15, "$or", Box::new(like("[options]", "[value]"))),
        ("products", 8, "$and", Box::new(apart("[variants][title]"))),
        ("products", 3, "$and", Box::new(apart("[variants][options][value]"))),
        ("product-variants", 8, "$and", Box::new(apart("[options][value]"))),
        ("products", 10, "$and", Box::new(groups)),
        ("products", 11, "$or", Box::new(|at| format!("$or[{at}][q]=mug"))),
    ] {
        let (taken, refused) = (joined(most, &query), joined(most + 1, &query));
        shop.shopper().get(&format!("/store/{path}?{taken}")).ok().await;
        let error = shop.shopper().get(&format!("/store/{path}?{refused}")).error(400).await;
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(&format!("more than 50 conditions, most of them in '{name}'")), "{message}");
        assert!(message.ends_with("ask for less at once"), "{message}");
    }
    shop.shopper().get(&format!("/store/products?{}", ids(491))).ok().await;
    let error = shop.shopper().get(&format!("/store/products?{}", ids(492))).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("most of them in 'id'"), "{error}");
}

/// A look at what products have that is taken together finds what single looks find.
#[tokio::test]
async fn one_look_for_several_conditions_finds_the_same() {
    let shop = Shop::open().await;
    let both = shop.anybody().with_key(&crate::shop::key("a", 2));
    for (query, handles) in [
        ("$or[0][variants][title]=Blue&$or[1][variants][title]=M", json!(["mug", "shirt"])),
        ("$or[0][variants][title]=Blue&$or[0][variants][sku]=MUG-W&$or[1][variants][sku]=LAMP", json!(["lamp"])),
        (
            "$or[0][variants][options][value]=Blue&$or[1][variants][options][value]=One&$or[2][handle]=shirt",
            json!(["mug", "shirt", "lamp"]),
        ),
        ("$or[0][variants][sku]=LAMP&$or[0][handle]=mug&$or[1][variants][sku]=LAMP", json!(["lamp"])),
    ] {
        let body = both.get(&format!("/store/products?fields=handle&{query}")).ok().await;
        let found: Vec<_> = body["products"].as_array().unwrap().iter().map(|one| &one["handle"]).collect();
        assert_eq!(json!(found), handles, "{query}");
        assert_eq!(body["count"], found.len(), "{query}");
    }
}

#[tokio::test]
async fn strangers_wait_less_long_than_the_staff() {
    let shop = Shop::open_with(&[
        ("KONTOR_CACHE", "false"),
        ("DATABASE_READ_TIMEOUT", "300ms"),
        ("DATABASE_LOCK_TIMEOUT", "60s"),
    ])
    .await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    shop.shopper().get("/store/products").ok().await;
    boss.get("/admin/products").ok().await;
    let mut owner = PgConnection::connect(&shop.test.owner_url()).await.unwrap();
    let mut held = owner.begin().await.unwrap();
    sqlx::query("lock table public.products in access exclusive mode").execute(&mut *held).await.unwrap();
    let staff = tokio::spawn(async move { boss.get("/admin/products").send().await.status.as_u16() });
    shop.until_waiting(1).await;
    let error = shop.shopper().get("/store/products").error(503).await;
    assert!(error["message"].as_str().unwrap().contains("try again"), "{error}");
    assert!(!staff.is_finished(), "the staff's list waits on");
    held.rollback().await.unwrap();
    assert_eq!(staff.await.unwrap(), 200);
}

/// The search refuses to be asked twice in one transaction.
#[tokio::test]
async fn a_list_searches_once() {
    let shop = Shop::open().await;
    let mut owner = PgConnection::connect(&shop.test.owner_url()).await.unwrap();
    let once = "alter function private.find_products(text[]) rename to find_products_again;
        create function private.find_products(words text[]) returns table (product_id uuid) language plpgsql as $$ begin
          if current_setting('test.searched', true) = 'yes' then raise exception 'searched twice'; end if;
          perform set_config('test.searched', 'yes', true);
          return query select s.product_id from private.find_products_again(words) s;
        end $$;
        grant execute on function private.find_products(text[]) to anon, authenticated, service_role";
    sqlx::raw_sql(once).execute(&mut owner).await.unwrap();
    for (query, count, handles) in [
        ("q=mug", 1, json!(["mug"])),
        ("q=nowhere", 0, json!([])),
        ("q=mug&order=-title,variants.title,-variants.title", 1, json!(["mug"])),
        ("q=mug&limit=0", 1, json!([])),
    ] {
        let body = shop.shopper().get(&format!("/store/products?fields=handle&{query}")).ok().await;
        let found: Vec<_> = body["products"].as_array().unwrap().iter().map(|one| &one["handle"]).collect();
        assert_eq!((json!(found), &body["count"]), (handles, &json!(count)), "{query}");
    }
}
