//! What is refused, and how it is said.

use bigdecimal::BigDecimal;
use catalog::write::{ProductDraft, ShopContext, WriteError, upsert_products};
use serde_json::json;

use crate::support::{Shop, amount, problems, shirt};

#[tokio::test]
async fn all_problems_are_told_at_once_before_the_database_is_asked() {
    let shop = Shop::new().await;
    let mut first = shirt("first");
    first.title = " ".to_owned();
    first.origin_country = Some("DE".to_owned());
    first.metadata.insert("note".to_owned(), json!(["a\0b"]));
    first.variants[0].stock = Some(-1);
    first.variants[0].prices[0].1 = amount("-0.01");
    first.variants[1].prices[0].0 = "gbp".to_owned();
    first.variants[1].options[0].1 = "S".to_owned();
    let mut second = shirt("Second Shirt");
    // The first one is left out, and takes nothing from the second.
    second.variants[0].sku = Some("first-S".to_owned());
    second.variants[1].options[0].1 = "XL".to_owned();
    second.variants[1].weight = Some(f64::NAN);
    second.description = Some("x".repeat(200_001));
    let tx = shop.begin().await;
    let before = shop.db().statements();
    let refused = upsert_products(&tx, &shop.context, &[first, second]).await;
    assert_eq!(shop.db().statements(), before);
    assert_eq!(
        problems(refused),
        [
            "product 'first': title: is empty",
            "product 'first': origin_country: 'DE' is no country: give two lower-case letters of ISO 3166",
            "product 'first': metadata: has a NUL character, which the database cannot store",
            "product 'first': variants[1].options: are those of variants[0] too: variants differ in their values",
            "product 'first': variants[0].prices: the price in 'usd' is negative",
            "product 'first': variants[0].stock: is negative",
            "product 'first': variants[1].prices: the shop does not sell in 'gbp': it sells in usd, eur",
            "product 'Second Shirt': handle: is no handle: it is words of a-z and 0-9 joined by single hyphens",
            "product 'Second Shirt': description: has 200001 bytes: at most 200000 are allowed",
            "product 'Second Shirt': variants[1].options: 'XL' is no value of option 'Size'",
            "product 'Second Shirt': variants[1].weight: is not a number of grams from 0",
        ]
    );
}

type Change = fn(&mut ProductDraft);

#[tokio::test]
async fn sizes_are_limited() {
    let shop = Shop::new().await;
    let cases: [(Change, &str); 6] = [
        (|draft| draft.title = "ü".repeat(501), "title: has 501 characters: at most 500 are allowed"),
        (|draft| draft.variants = vec![draft.variants[0].clone(); 2_001], "variants: has 2001 variants: at most 2000"),
        (|draft| draft.options = vec![draft.options[0].clone(); 101], "options: has 101 options: at most 100"),
        (|draft| draft.variants[0].prices[0].1 = BigDecimal::new(1.into(), -1_000_000_000), "has too many digits"),
        (|draft| draft.variants[0].prices[0].1 = amount("0.00000000001"), "has too many digits"),
        (|draft| draft.tags = Some(vec!["x".repeat(256)]), "tags: has 256 characters: at most 255"),
    ];
    for (change, message) in cases {
        let mut draft = shirt("big");
        change(&mut draft);
        let told = problems(shop.upsert(&[draft]).await);
        assert!(told.iter().any(|problem| problem.contains(message)), "{message}: {:?}", &told[..told.len().min(5)]);
    }
    let mut draft = shirt("big");
    draft.title = "ü".repeat(500);
    draft.description = Some("ß".repeat(100_000));
    draft.tags = Some(vec!["€".repeat(255)]);
    draft.variants[0].sku = Some("€".repeat(255));
    draft.variants[0].prices[0].1 = amount("999999999999999.9999999999");
    shop.upsert(&[draft]).await.expect("what is allowed fits into every index");
}

#[tokio::test]
async fn a_number_of_another_product_is_named_with_its_owner() {
    let shop = Shop::new().await;
    let mut draft = shirt("thief");
    draft.variants[1].sku = Some("SEN-100".to_owned());
    draft.variants[0].barcode = Some("4006381333931".to_owned());
    draft.collection_handle = Some("absent".to_owned());
    draft.category_handles = Some(vec!["tea".to_owned(), "coffee".to_owned()]);
    assert_eq!(
        problems(shop.upsert(&[draft]).await),
        [
            "product 'thief': collection_handle: the shop has no collection 'absent': make it first",
            "product 'thief': category_handles: the shop has no category 'coffee': make it first",
            "product 'thief': variants[0].barcode: barcode '4006381333931' belongs to another product, 'sencha'",
            "product 'thief': variants[1].sku: SKU 'SEN-100' belongs to another product, 'sencha'",
        ]
    );
}

#[tokio::test]
async fn what_another_writer_takes_meanwhile_is_named() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("words")]).await.unwrap();
    let mut rival = shirt("rival");
    rival.variants[0].sku = Some("wanted".to_owned());
    let mut late = shirt("late");
    late.variants[0].sku = Some("wanted".to_owned());
    for (first, second, what) in [
        (shirt("both"), shirt("both"), "the handle of one of these products"),
        (rival, late, "the SKU of one of these products"),
    ] {
        let tx = shop.begin().await;
        upsert_products(&tx, &shop.context, &[first]).await.unwrap();
        let second = [second];
        let (refused, ()) = tokio::join!(shop.upsert(&second), shop.commit_when_awaited(tx));
        let refused = refused.unwrap_err();
        assert!(matches!(refused, WriteError::Taken { .. }), "{refused:?}");
        assert!(refused.to_string().starts_with(what), "{refused}");
    }
}

#[tokio::test]
async fn a_transaction_of_another_shop_is_refused() {
    let shop = Shop::new().await;
    let tx = shop.begin().await;
    let other = ShopContext { organization: uuid::Uuid::now_v7(), ..shop.context.clone() };
    assert!(matches!(upsert_products(&tx, &other, &[shirt("a")]).await, Err(WriteError::NotReady(_))));

    let tx = shop.db().begin_system("test").await.unwrap();
    assert!(matches!(upsert_products(&tx, &shop.context, &[shirt("a")]).await, Err(WriteError::Database(_))));
    shop.execute("update stores set default_sales_channel_id = null where organization_id = $1").await;
    let not_ready = ShopContext::load(&shop.begin().await).await.unwrap_err();
    assert_eq!(not_ready.to_string(), "the shop has no default sales channel: choose one in its settings");
}
