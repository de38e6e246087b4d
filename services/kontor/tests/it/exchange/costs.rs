//! What the shop pays for a thing is the staff's to know.

use db::Scope;
use serde_json::json;

use super::{counts, exchange, import, open, registry};
use crate::shop::{id, key};

const CSV: &str = "Handle,Title,Status,Variant SKU,Variant Price,Variant Compare At Price,Cost per item\n\
    lantern,Lantern,active,LANTERN,49.90,59.90,12.3456\n";

#[tokio::test]
async fn no_shopper_reads_what_a_thing_costs_the_shop() {
    let shop = open().await;
    shop.change("update stores set storefront_url = 'https://a.example'").await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let done = import(&shop, &boss, CSV.as_bytes()).await;
    assert_eq!(counts(&done), [1, 0, 0, 0], "{done}");
    assert_eq!(shop.count("variant_costs where currency_code = 'usd' and amount = 12.3456").await, 1);
    assert_eq!(shop.count("product_variants where metadata::text like '%12.3456%'").await, 0);

    let ann = shop.buyer("a", "ann").await;
    let region = id("reg", "e", 1);
    let listed =
        format!("/store/products?handle=lantern&region_id={region}&fields=*variants,+variants.metadata,+metadata");
    let found = shop.shopper().get(&listed).ok().await;
    let product = found["products"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(found["products"][0]["variants"][0]["metadata"], json!({"compare_at_price": {"usd": "59.90"}}));
    for path in [
        listed,
        format!("/store/products/{product}?region_id={region}&fields=*variants,+variants.metadata"),
        format!("/store/products/{product}/json-ld?region_id={region}"),
        format!("/feeds/{}/google-merchant.xml?region_id={region}", key("a", 1)),
    ] {
        for client in [&shop.shopper(), &ann.client] {
            let answer = client.get(&path).send().await;
            assert_eq!(answer.status.as_u16(), 200, "{path}");
            assert!(!answer.text.contains("12.34"), "{path}: {}", answer.text);
            assert!(!answer.text.contains("cost"), "{path}: {}", answer.text);
        }
    }
    let search =
        json!({"entity": "product", "filters": {"q": "lantern"}, "search_options": {"vector": {"semantic_ratio": 0}}});
    for client in [&shop.shopper(), &ann.client] {
        let answer = client.post("/store/search", &search).send().await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        assert_eq!(answer.json()["results"][0]["hits"][0]["document"]["handle"], "lantern", "{}", answer.text);
        assert!(!answer.text.contains("12.34") && !answer.text.contains("cost"), "{}", answer.text);
    }
    // Nor by a statement of their own, as PostgREST makes one; staff who read products do.
    let organization = uuid::Uuid::parse_str("00000000-0000-7000-8000-00000000000a").unwrap();
    let asked = async |scope: Scope| {
        let tx = shop.test.db().begin(scope).await.unwrap();
        db::exec(&tx, "select from public.variant_costs", []).await
    };
    assert!(matches!(asked(Scope::anon(organization)).await, Err(db::Error::Forbidden(_))));
    let buyer = Scope::authenticated(organization, shop.stranger("bert").await.user.0);
    assert_eq!(asked(buyer).await.unwrap(), 0);
    let viewer = shop.colleague("a", "vic", "viewer").await;
    assert_eq!(asked(Scope::authenticated(organization, viewer.user.0)).await.unwrap(), 1);

    let begun = boss.post("/admin/products/export?handle=lantern", &json!({})).send().await;
    let begun = begun.json()["transaction_id"].as_str().unwrap().to_owned();
    shop.test.run_jobs(&registry(&shop)).await;
    assert_eq!(exchange(&boss, &begun).await["status"], "done");
    let csv = boss.get(&format!("/admin/data-exchanges/{begun}/file")).send().await.text;
    assert!(csv.contains(",12.3456,"), "{csv}");
    let again = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(counts(&again), [0, 0, 1, 0], "{csv}");
    // An empty cell takes it away, and a file without the column leaves it.
    let without = csv.replace(",12.3456,", ",13,");
    assert_eq!(counts(&import(&shop, &boss, without.as_bytes()).await), [0, 1, 0, 0]);
    let short = "Handle,Title,Status,Variant SKU,Variant Price\nlantern,Lantern,active,LANTERN,48\n";
    import(&shop, &boss, short.as_bytes()).await;
    assert_eq!(shop.count("variant_costs where amount = 13").await, 1);
    import(&shop, &boss, csv.replace(",12.3456,", ",,").as_bytes()).await;
    assert_eq!(shop.count("variant_costs").await, 0);
}
