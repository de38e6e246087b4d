//! Texts in the language that a shopper wants.

use db::{Scope, sea_orm::FromQueryResult};
use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::organization,
    shop::{Shop, id, key},
};

/// A shop that speaks German, of Austria too, and Danish.
async fn open(settings: &[(&str, &str)]) -> Shop {
    let shop = Shop::open_with(settings).await;
    shop.change(
        "insert into store_locales (organization_id, locale_code, rank)
         select id, code, n from auth.organization, unnest(array['de', 'de-AT', 'da']) with ordinality l (code, n)
         where slug = 'ours'",
    )
    .await;
    shop
}

/// Says something in a language, of our shop's.
fn say(reference: &str, id: &str, locale: &str, texts: &Value) -> String {
    format!(
        "insert into translations (organization_id, reference, reference_id, locale_code, translations)
         select id, '{reference}', '00000000-0000-7000-800a-0000{id}', '{locale}', '{texts}' from auth.organization
         where slug = 'ours';"
    )
}

fn speaking(shop: &Shop, locale: &str) -> Client {
    shop.shopper().with_header("x-medusa-locale", locale)
}

#[tokio::test]
async fn what_is_translated_stands_in_its_place() {
    let shop = open(&[("KONTOR_CACHE", "false")]).await;
    shop.change(
        &[
            say(
                "product",
                "00010001",
                "de",
                &json!({"title": "Hafenbecher", "description": "Ein Becher.", "subtitle": ""}),
            ),
            say("product", "00010001", "de-AT", &json!({"title": "Hafenhäferl"})),
            say("product_variant", "00180001", "de", &json!({"title": "Blauer"})),
            say("product_option", "00150001", "de", &json!({"title": "Farbe"})),
            say("product_option_value", "00160001", "de", &json!({"value": "Blau"})),
            say("product_tag", "00110001", "de", &json!({"value": "neu"})),
            say("product_type", "00100001", "de", &json!({"value": "Küche"})),
            say("product_collection", "00120001", "de", &json!({"title": "Hafen"})),
            say("product_category", "00130001", "de", &json!({"name": "Zuhause", "description": "Alles."})),
            say("region", "000e0002", "de", &json!({"name": "Europa"})),
        ]
        .concat(),
    )
    .await;
    let path = format!("/store/products/{}?fields=*categories,*variants.options.option", id("prod", "1", 1));
    let plain = shop.shopper().get(&path).ok().await["product"].clone();
    let german = speaking(&shop, "de").get(&path).ok().await["product"].clone();
    assert_eq!((&german["title"], &german["description"]), (&json!("Hafenbecher"), &json!("Ein Becher.")));
    assert_eq!(german["subtitle"], plain["subtitle"], "an empty text is none");
    assert_eq!(german["handle"], plain["handle"]);
    assert_eq!(german["type"]["value"], "Küche");
    assert_eq!(german["collection"]["title"], "Hafen");
    assert_eq!(german["options"][0]["title"], "Farbe");
    assert_eq!(german["options"][0]["values"][0]["value"], "Blau");
    assert_eq!(german["options"][0]["values"][1]["value"], "White", "what is not translated stays");
    assert_eq!(german["variants"][0]["title"], "Blauer");
    assert_eq!(german["variants"][0]["options"][0]["value"], "Blau");
    assert_eq!(german["variants"][0]["options"][0]["option"]["title"], "Farbe");
    assert!(german["tags"].to_string().contains("neu"));
    assert!(german["categories"].to_string().contains("Zuhause"));
    let austrian = speaking(&shop, "de-AT").get(&path).ok().await["product"].clone();
    assert_eq!((&austrian["title"], &austrian["description"]), (&json!("Hafenhäferl"), &json!("Ein Becher.")));
    // The shop has no Swiss German, but German; and no French.
    assert_eq!(speaking(&shop, "de-CH").get(&path).ok().await["product"]["title"], "Hafenbecher");
    for none in ["fr", "", "x; drop table", "da"] {
        assert_eq!(speaking(&shop, none).get(&path).ok().await["product"], plain, "{none}");
    }
    assert_eq!(shop.shopper().get(&format!("{path}&locale=de")).ok().await["product"], german);

    for (path, list, field, expected) in [
        ("products?handle=mug", "products", "title", "Hafenbecher"),
        ("product-variants?sku=MUG-B", "variants", "title", "Blauer"),
        ("product-options?title=Colour", "product_options", "title", "Farbe"),
        ("product-tags?value=new", "product_tags", "value", "neu"),
        ("product-types?value=Kitchen", "product_types", "value", "Küche"),
        ("collections?handle=harbour", "collections", "title", "Hafen"),
        ("product-categories?handle=home", "product_categories", "name", "Zuhause"),
        ("regions?name=Europe", "regions", "name", "Europa"),
    ] {
        let body = speaking(&shop, "de").get(&format!("/store/{path}")).ok().await;
        assert_eq!(body[list][0][field], expected, "{path}");
    }
    let nested = speaking(&shop, "de").get("/store/collections?handle=harbour&fields=*products").ok().await;
    assert_eq!(nested["collections"][0]["products"][0]["title"], "Hafenbecher");
    let tree = speaking(&shop, "de").get("/store/product-categories?handle=home/cups/mugs&include_ancestors_tree=true");
    let tree = tree.ok().await;
    assert_eq!(tree["product_categories"][0]["parent_category"]["parent_category"]["name"], "Zuhause");
}

#[tokio::test]
async fn no_language_costs_no_statement_and_one_costs_one() {
    let shop = open(&[("KONTOR_CACHE", "false")]).await;
    let count = async |client: Client| shop.statements_of(&client, "/store/products").await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let plain = count(shop.shopper()).await;
        let (french, german) = (count(speaking(&shop, "fr")).await, count(speaking(&shop, "de-AT")).await);
        // What the process remembers of a shop it remembers once it hears of changes, a moment after its start.
        if (french, german) == (plain, plain + 1) {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "{plain} plain, {french} in French, {german} in German");
    }
}

/// Kept answers are kept by language, and a translation that changes ends them.
#[tokio::test]
async fn languages_do_not_share_answers() {
    let shop = open(&[]).await;
    let path = "/store/products?handle=mug&fields=title";
    let title = |body: &Value| body["products"][0]["title"].as_str().unwrap().to_owned();
    shop.change(&say("product", "00010001", "de", &json!({"title": "Hafenbecher"}))).await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    let until = async |locale: &str, expected: &str| loop {
        let answer = speaking(&shop, locale).get(path).send().await;
        if title(&answer.json()) == expected {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "{locale}: {}", answer.text);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    };
    until("de", "Hafenbecher").await;
    for _ in 0..3 {
        assert_eq!(title(&shop.shopper().get(path).ok().await), "Harbour Mug");
        assert_eq!(title(&speaking(&shop, "da").get(path).ok().await), "Harbour Mug");
        assert_eq!(title(&speaking(&shop, "de").get(path).ok().await), "Hafenbecher");
    }
    shop.change("update translations set translations = '{\"title\": \"Pott\"}'").await;
    until("de", "Pott").await;
    shop.change("update translations set deleted_at = now()").await;
    until("de", "Harbour Mug").await;
}

#[tokio::test]
async fn the_languages_of_the_shop() {
    let shop = open(&[("KONTOR_CACHE", "false")]).await;
    let body = shop.shopper().get("/store/locales").ok().await;
    let codes: Vec<&Value> = body["locales"].as_array().unwrap().iter().map(|locale| &locale["code"]).collect();
    assert_eq!(codes, ["de", "de-AT", "da"]);
    assert_eq!(body["locales"][1]["name"], "German (Austria)");
    let theirs = shop.anybody().with_key(&key("b", 1)).get("/store/locales").error(404).await;
    assert_eq!(theirs["type"], "not_found");
    shop.shopper().get("/store/locales?limit=1").error(400).await;
}

/// Drafts are translated too, so shoppers read no translations but those of rows that they name; nobody reads another shop's.
#[tokio::test]
async fn translations_are_read_by_what_they_are_of() {
    #[derive(FromQueryResult)]
    struct Count {
        answered: i64,
    }
    let shop = open(&[]).await;
    let hostile = json!({"description": "<p onclick=\"x()\">Ein Becher</p><script>x()</script>"});
    shop.change(&say("product", "00010001", "de", &hostile)).await;
    for (of, answered) in [("a", 1), ("b", 0)] {
        let tx = shop.test.db().begin_read(Scope::anon(organization(of).0)).await.unwrap();
        let sql = "select count(*) as answered from
            private.translations_of(array['00000000-0000-7000-800a-000000010001'::uuid], array['de'])";
        assert_eq!(db::fetch_one::<Count>(&tx, sql, []).await.unwrap().answered, answered, "{of}");
        let all = db::exec(&tx, "select from public.translations", []).await;
        assert!(matches!(all, Err(db::Error::Forbidden(_))), "{of}: {all:?}");
    }
    let path = format!("/store/products/{}", id("prod", "1", 1));
    let shown = speaking(&shop, "de").get(&path).ok().await["product"]["description"].clone();
    assert_eq!(shown, "<p>Ein Becher</p>", "what was written by hand is harmless all the same");
}
