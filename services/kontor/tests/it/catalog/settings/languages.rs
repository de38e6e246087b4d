//! `/admin/translations`

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::each,
    shop::{Shop, id, id_in},
};

const BATCH: &str = "/admin/translations/batch";

async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    shop.change(
        "insert into store_locales (organization_id, locale_code) select id, code from auth.organization, unnest(array['de', 'da']) code",
    )
    .await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    (shop, editor)
}

fn of(reference: &str, id: &str, locale: &str, texts: &Value) -> Value {
    json!({"reference": reference, "reference_id": id, "locale_code": locale, "translations": texts})
}

fn mug() -> String {
    id("prod", "1", 1)
}

async fn title(shop: &Shop, locale: &str) -> String {
    let path = format!("/store/products/{}?fields=title,description", mug());
    let body = shop.shopper().with_header("x-medusa-locale", locale).get(&path).ok().await;
    format!("{}: {}", body["product"]["title"].as_str().unwrap(), body["product"]["description"].as_str().unwrap())
}

#[tokio::test]
async fn translations_are_made_changed_and_deleted() {
    let (shop, editor) = open().await;
    let hostile = "<p onclick=x>Ein <script>alert(1)</script>Becher</p>";
    let body = json!({"create": [
        of("product", &mug(), "de", &json!({"title": "Hafenbecher", "description": hostile, "subtitle": null})),
        of("product", &mug(), "da", &json!({"title": "Havnekrus"})),
        of("product_category", &id("pcat", "13", 1), "de", &json!({"name": "Zuhause"}))
    ]});
    let made = editor.post(BATCH, &body).ok().await;
    let first = &made["created"][0];
    assert_eq!((&first["reference_id"], &first["locale_code"]), (&json!(mug()), &json!("de")));
    assert_eq!(first["translations"], json!({"title": "Hafenbecher", "description": "<p>Ein Becher</p>"}));
    assert!(first["id"].as_str().unwrap().starts_with("trans_"));
    assert_eq!(title(&shop, "de").await, "Hafenbecher: <p>Ein Becher</p>");
    assert_eq!(title(&shop, "da").await, "Havnekrus: A mug of 100% stoneware_glaze.");

    // The same thing in the same language has one translation.
    let again = json!({"create": [of("product", &mug(), "de", &json!({"title": "Becher"}))]});
    let again = editor.post(BATCH, &again).ok().await;
    assert_eq!(again["created"][0]["id"], first["id"]);
    assert_eq!(again["created"][0]["translations"], json!({"title": "Becher"}));
    let danish = &made["created"][1]["id"];
    let change =
        json!({"update": [{"id": danish, "translations": {"title": "Krus"}}], "delete": [made["created"][2]["id"]]});
    let changed = editor.post(BATCH, &change).ok().await;
    assert_eq!(changed["updated"][0]["translations"], json!({"title": "Krus"}));
    assert_eq!(
        changed["deleted"],
        json!({"ids": [made["created"][2]["id"]], "object": "translation", "deleted": true})
    );
    assert_eq!(title(&shop, "da").await, "Krus: A mug of 100% stoneware_glaze.");

    for (query, expected) in [
        ("order=locale_code", "da de"),
        ("reference=product&locale_code=de", "de"),
        ("q=krus", "da"),
        ("reference=region", ""),
        (&format!("reference_id={}&locale_code[$ne]=de", mug()), "da"),
        (&format!("$or[0][reference_id]={}&$or[1][locale_code]=da&order=-locale_code", id("prod", "1", 2)), "da"),
    ] {
        let found = editor.get(&format!("/admin/translations?{query}")).ok().await;
        assert_eq!(each(&found, "translations", "locale_code").join(" "), expected, "{query}");
    }
    // What goes for good takes its translations along.
    shop.change("delete from products where handle = 'mug'").await;
    assert_eq!(editor.get("/admin/translations").ok().await["count"], 0);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_changes_nothing() {
    let (shop, editor) = open().await;
    let one = |body: Value| json!({"create": [of("product", &mug(), "de", &json!({"title": "x"})), body]});
    let known =
        editor.post(BATCH, &json!({"create": [of("product", &mug(), "da", &json!({"title": "Krus"}))]})).ok().await;
    let known = known["created"][0]["id"].clone();
    let german =
        editor.post(BATCH, &json!({"create": [of("product", &id("prod", "1", 2), "de", &json!({"title": "Hemd"}))]}));
    let german = german.ok().await["created"][0]["id"].clone();
    let title = json!({"title": "x"});
    for (body, status, part) in [
        (one(of("planet", &mug(), "de", &title)), 400, "for field 'create, 1, reference', but got: 'planet'"),
        (one(of("product", "prod_x", "de", &title)), 400, "'create, 1, reference_id' names nothing"),
        (one(of("product", &id_in("b", "prod", "1", 1), "de", &title)), 400, "reference_id"),
        (one(of("product", &id("prod", "1", 5), "de", &title)), 400, "reference_id"),
        (one(of("product_tag", &mug(), "de", &title)), 400, "reference_id"),
        (
            one(of("product", &id("prod", "1", 2), "fr", &title)),
            400,
            "is no language of the shop: 'fr'. It speaks da, de",
        ),
        (
            one(of("product", &id("prod", "1", 2), "de", &json!({"handle": "x"}))),
            400,
            "'create, 1, translations, handle' is not translated",
        ),
        (one(of("product", &id("prod", "1", 2), "de", &json!({"title": 1}))), 400, "Expected type: 'string'"),
        (one(of("product", &id("prod", "1", 2), "de", &json!({"title": "x".repeat(5001)}))), 400, "too big"),
        (one(of("product", &id("prod", "1", 2), "de", &json!([]))), 400, "'create, 1, translations'"),
        (one(of("product", &mug(), "de", &title)), 400, "two translations into the same language"),
        (
            one(json!({"reference": "product", "reference_id": mug(), "locale_code": "de"})),
            400,
            "'create, 1, translations' is required",
        ),
        (json!({"update": [{"id": "trans_x"}]}), 404, "Translation with id: trans_x was not found"),
        (json!({"update": [{"id": known, "locale_code": "fr"}]}), 400, "is no language of the shop"),
        (
            json!({"update": [{"id": known, "reference_id": id("prod", "1", 2), "locale_code": "de"}]}),
            422,
            "already exists",
        ),
        (json!({"update": [{"id": known}, {"id": known}]}), 400, "is named twice"),
        (json!({"delete": ["trans_x"]}), 404, "was not found"),
        (json!({"delete": [known, known, id_in("b", "trans", "1", 1)]}), 404, "was not found"),
        (json!({"create": [{"colour": 1}]}), 400, "create, 0"),
    ] {
        let error = editor.post(BATCH, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {error}");
    }
    let left = editor.get("/admin/translations?fields=id").ok().await;
    let mut ids = each(&left, "translations", "id");
    ids.sort_unstable();
    let mut expected = [known.as_str().unwrap(), german.as_str().unwrap()];
    expected.sort_unstable();
    assert_eq!(ids, expected, "what was refused changed nothing");
    let sue = shop.colleague("b", "sue", "owner").await.client;
    sue.post(BATCH, &json!({"update": [{"id": known, "translations": {"title": "Mine"}}]})).error(404).await;
    sue.post(BATCH, &json!({"delete": [known]})).error(404).await;
    assert_eq!(sue.get("/admin/translations").ok().await["count"], 0);
    let marketer = shop.colleague("a", "mara", "marketer").await.client;
    marketer.post(BATCH, &json!({})).error(403).await;
    marketer.get("/admin/translations").ok().await;
}

#[tokio::test]
async fn settings_entities_and_statistics() {
    let (shop, editor) = open().await;
    let settings = "/admin/translations/settings";
    let all = editor.get(settings).ok().await["translation_settings"].clone();
    assert_eq!(all.as_object().unwrap().len(), 10);
    assert_eq!(all["product"]["fields"], json!(["title", "subtitle", "description", "material"]));
    let made = json!({"create": [{"entity_type": "product", "fields": ["title", "subtitle"]}, {"entity_type": "region", "is_active": false}]});
    let made = editor.post(&format!("{settings}/batch"), &made).ok().await;
    let product = made["created"][0]["id"].clone();
    assert!(product.as_str().unwrap().starts_with("trset_"));
    let one = editor.get(&format!("{settings}?entity_type=product")).ok().await;
    assert_eq!(
        one["translation_settings"],
        json!({"product": {"id": product, "fields": ["title", "subtitle"], "inactive_fields": ["description", "material"], "is_active": true}})
    );
    assert_eq!(
        editor.get(&format!("{settings}?is_active=false")).ok().await["translation_settings"]
            .as_object()
            .unwrap()
            .len(),
        1
    );
    for (body, part) in [
        (
            of("product", &mug(), "de", &json!({"description": "x"})),
            "is not translated: of a product it is title, subtitle",
        ),
        (of("region", &id("reg", "e", 1), "de", &json!({"name": "x"})), "switch region off"),
    ] {
        let error = editor.post(BATCH, &json!({"create": [body]})).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let said = json!({"create": [
        of("product", &mug(), "de", &json!({"title": "Hafenbecher", "subtitle": "Lang"})),
        of("product", &id("prod", "1", 2), "de", &json!({"title": "Hemd"}))
    ]});
    editor.post(BATCH, &said).ok().await;
    let query = "locales[]=de&locales[]=da&entity_types=product";
    let numbers =
        editor.get(&format!("/admin/translations/statistics?{query}")).ok().await["statistics"]["product"].clone();
    // Four products that are not deleted, two fields, two languages.
    assert_eq!(
        numbers,
        json!({"expected": 16, "translated": 3, "missing": 13, "by_locale": {
            "da": {"expected": 8, "translated": 0, "missing": 8}, "de": {"expected": 8, "translated": 3, "missing": 5}
        }})
    );
    let page = editor.get("/admin/translations/entities?type=product&order=id&limit=2").ok().await;
    assert_eq!((&page["count"], &page["limit"]), (&json!(4), &json!(2)));
    let first = &page["data"][0];
    assert_eq!((&first["id"], &first["title"]), (&json!(mug()), &json!("Harbour Mug")));
    assert_eq!(first["translations"][0]["translations"]["title"], "Hafenbecher");
    assert!(first.get("description").is_none());
    let some = format!(
        "/admin/translations/entities?type=product&id={}&id={}",
        id("prod", "1", 3),
        id_in("b", "prod", "1", 1)
    );
    assert_eq!(editor.get(&some).ok().await["count"], 1);
    assert_eq!(
        editor.get("/admin/translations/entities?type=product_tag&q=sale").ok().await["data"][0]["value"],
        "sale"
    );

    let change = json!({"update": [{"id": product, "fields": ["title"]}], "delete": [made["created"][1]["id"]]});
    let changed = editor.post(&format!("{settings}/batch"), &change).ok().await;
    assert_eq!(changed["updated"][0]["fields"], json!(["title"]));
    for (body, status, part) in [
        (json!({"create": [{"entity_type": "product"}]}), 422, "already exists"),
        (json!({"create": [{"entity_type": "planet"}]}), 400, "but got: 'planet'"),
        (
            json!({"create": [{"entity_type": "region", "fields": ["handle"]}]}),
            400,
            "Expected: 'name' for field 'create, 0, fields'",
        ),
        (json!({"update": [{"id": "trset_x"}]}), 404, "was not found"),
        (json!({"delete": ["trset_x"]}), 404, "was not found"),
    ] {
        let error = editor.post(&format!("{settings}/batch"), &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    for (path, part) in [
        ("entities", "Field 'type' is required"),
        ("entities?type=planet", "but got: 'planet'"),
        ("statistics?locales=de", "Field 'entity_types' is required"),
        ("statistics?entity_types=product", "Field 'locales' is required"),
        ("statistics?locales=de&entity_types=planet", "but got: 'planet'"),
        ("settings?entity_type=planet", "but got: 'planet'"),
        ("settings?colour=red", "Unrecognized fields: 'colour'"),
    ] {
        let error = editor.get(&format!("/admin/translations/{path}")).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let sue = shop.colleague("b", "sue", "owner").await.client;
    assert_eq!(
        sue.get(&format!("{settings}?entity_type=product")).ok().await["translation_settings"]["product"]["id"],
        json!(null)
    );
    let theirs = sue.get("/admin/translations/statistics?locales=de&entity_types=product").ok().await;
    assert_eq!(theirs["statistics"]["product"]["translated"], 0);
}

/// Of many who say the same at once, one translation is left.
#[tokio::test]
async fn the_same_translation_at_once() {
    let shop = Shop::open_with(&[("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await;
    shop.change("insert into store_locales (organization_id, locale_code) select id, 'de' from auth.organization")
        .await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let mut tries = tokio::task::JoinSet::new();
    for at in 0..8 {
        let texts = json!({"title": format!("Becher {at}")});
        let mut all = vec![of("product", &mug(), "de", &texts), of("product", &id("prod", "1", 2), "de", &texts)];
        if at % 2 == 0 {
            all.reverse();
        }
        let editor = editor.clone();
        tries.spawn(async move { editor.post(BATCH, &json!({"create": all})).send().await.status.as_u16() });
    }
    assert_eq!(tries.join_all().await, [200; 8]);
    assert_eq!(shop.count("translations").await, 2);
}
