//! `/admin/price-lists`, and what shoppers see of them.

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::{delete, each},
    shop::{Shop, id, id_in},
};

const PATH: &str = "/admin/price-lists";

async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    let marketer = shop.colleague("a", "mara", "marketer").await.client;
    (shop, marketer)
}

/// The variant of the fixture: 1 is the blue mug, 2 the white one, 3 the shirt in S.
fn variant(number: u32) -> String {
    id("variant", "18", number)
}

fn price(number: u32, amount: f64) -> Value {
    json!({"variant_id": variant(number), "currency_code": "usd", "amount": amount})
}

async fn make(client: &Client, body: &Value) -> Value {
    client.post(PATH, body).ok().await["price_list"].clone()
}

fn path(list: &Value) -> String {
    format!("{PATH}/{}", list["id"].as_str().unwrap())
}

fn list(kind: &str, prices: &[Value]) -> Value {
    json!({"title": "Winter", "description": "All that is warm.", "type": kind, "status": "active", "prices": prices})
}

/// `paid of original` of a variant of a product in dollars.
async fn seen(shop: &Shop, product: u32, sku: &str) -> String {
    let fields = "fields=id,variants.sku,variants.calculated_price";
    let path = format!("/store/products/{}?region_id={}&{fields}", id("prod", "1", product), id("reg", "e", 1));
    let body = shop.shopper().get(&path).ok().await;
    let variants = body["product"]["variants"].as_array().unwrap();
    let price = &variants.iter().find(|one| one["sku"] == sku).unwrap()["calculated_price"];
    format!("{} of {}", price["calculated_amount"], price["original_amount"])
}

#[tokio::test]
async fn a_list_from_its_making_to_its_end() {
    let (shop, marketer) = open().await;
    let body = json!({
        "title": "Winter", "description": "All that is warm.", "prices": [price(1, 15.5)], "metadata": {"a": 1},
        "starts_at": "2020-01-01T00:00:00Z", "ends_at": "2100-01-01T00:00:00Z",
        "rules": {"region_id": [id("reg", "e", 1)], "customer.groups.id": []}
    });
    let made = make(&marketer, &body).await;
    assert!(made["id"].as_str().unwrap().starts_with("plist_"));
    assert_eq!((&made["status"], &made["type"]), (&json!("draft"), &json!("sale")));
    assert_eq!(made["rules"], json!({"region_id": [id("reg", "e", 1)]}), "an attribute without values is no rule");
    assert_eq!(made["starts_at"], "2020-01-01T00:00:00.000Z");
    assert!(made.get("prices").is_none(), "prices come when they are asked for");
    let mine = path(&made);
    assert_eq!(marketer.get(&mine).ok().await["price_list"], made);
    assert_eq!(seen(&shop, 1, "MUG-B").await, "19.9 of 19.9", "nobody sees a draft");

    let active = marketer.post(&mine, &json!({"status": "active", "metadata": {"b": 2}})).ok().await;
    assert_eq!(active["price_list"]["metadata"], json!({"a": 1, "b": 2}));
    assert_eq!(active["price_list"]["rules"], made["rules"], "what is not named stays");
    assert_eq!(seen(&shop, 1, "MUG-B").await, "15.5 of 19.9");
    assert_eq!(seen(&shop, 1, "MUG-W").await, "21 of 21");
    marketer.post(&mine, &json!({"type": "override"})).ok().await;
    assert_eq!(seen(&shop, 1, "MUG-B").await, "15.5 of 15.5");
    marketer.post(&mine, &json!({"rules": {"region_id": [id("reg", "e", 2)]}})).ok().await;
    assert_eq!(seen(&shop, 1, "MUG-B").await, "19.9 of 19.9", "it is for another region");
    marketer.post(&mine, &json!({"rules": {}})).ok().await;
    assert_eq!(seen(&shop, 1, "MUG-B").await, "15.5 of 15.5");
    marketer.post(&mine, &json!({"ends_at": "2021-01-01T00:00:00Z"})).ok().await;
    assert_eq!(seen(&shop, 1, "MUG-B").await, "19.9 of 19.9", "its time is over");
    marketer.post(&mine, &json!({"ends_at": null})).ok().await;
    assert_eq!(seen(&shop, 1, "MUG-B").await, "15.5 of 15.5");

    let with = marketer.get(&format!("{mine}?fields=id,*prices")).ok().await;
    let price = &with["price_list"]["prices"][0];
    assert_eq!((&price["amount"], &price["raw_amount"]["value"]), (&json!(15.5), &json!("15.5")));
    assert_eq!((&price["variant_id"], &price["rules"]), (&json!(variant(1)), &json!({})));
    assert_eq!(delete(&marketer, &mine).await.json()["object"], "price_list");
    assert_eq!(seen(&shop, 1, "MUG-B").await, "19.9 of 19.9");
    marketer.get(&mine).error(404).await;
    assert_eq!(delete(&marketer, &mine).await.status.as_u16(), 404);
    assert_eq!(shop.count("price_list_prices where deleted_at is null").await, 0, "its prices went with it");
}

#[tokio::test]
async fn lists_are_found() {
    let (shop, marketer) = open().await;
    make(&marketer, &list("sale", &[])).await;
    let mut summer = list("override", &[]);
    summer["title"] = json!("Summer");
    summer["rules"] = json!({"region_id": [id("reg", "e", 1)]});
    summer["starts_at"] = json!("2030-06-01T00:00:00Z");
    make(&marketer, &summer).await;
    for (query, expected) in [
        ("", "Summer Winter"),
        ("q=warm wint", "Winter"),
        ("type=override", "Summer"),
        ("status=draft", ""),
        ("rules_count=1", "Summer"),
        ("rules_count[$lt]=1", "Winter"),
        ("starts_at[$gte]=2030-01-01", "Summer"),
        ("starts_at[$exists]=false", "Winter"),
        ("$or[0][title]=Winter&$or[1][rules_count]=1", "Summer Winter"),
        ("order=-title&limit=1", "Winter"),
    ] {
        let body =
            marketer.get(&format!("{PATH}?fields=title&order=title&{query}").replace("order=title&order", "order"));
        assert_eq!(each(&body.ok().await, "price_lists", "title").join(" "), expected, "{query}");
    }
    let products = shop.colleague("a", "edda", "editor").await.client;
    let listed = make(&marketer, &list("sale", &[price(3, 50.0)])).await;
    let query = format!("/admin/products?fields=handle&price_list_id={}", listed["id"].as_str().unwrap());
    assert_eq!(each(&products.get(&query).ok().await, "products", "handle"), ["shirt"]);
}

#[tokio::test]
async fn prices_of_a_list() {
    let (shop, marketer) = open().await;
    let made = make(&marketer, &list("override", &[price(1, 15.0), price(2, 16.0), price(3, 50.0)])).await;
    let prices = format!("{}/prices", path(&made));
    let all = marketer.get(&format!("{prices}?order=amount")).ok().await;
    assert_eq!((&all["count"], &all["limit"], &all["offset"]), (&json!(3), &json!(50), &json!(0)));
    let ids = each(&all, "prices", "id");
    let mut tier = price(1, 9.99);
    tier["min_quantity"] = json!(10);
    tier["rules"] = json!({"region_id": id("reg", "e", 1)});
    let batch = json!({
        "create": [tier, price(3, 44.0)],
        "update": [{"id": ids[0], "amount": "14.123456789"}],
        "delete": [ids[1]]
    });
    let done = marketer.post(&format!("{prices}/batch"), &batch).ok().await;
    assert_eq!(done["deleted"], json!({"ids": [ids[1]], "object": "price", "deleted": true}));
    assert_eq!(done["updated"][0]["raw_amount"]["value"], "14.123456789");
    assert_eq!(done["created"][0]["min_quantity"], 10);
    assert_eq!(done["created"][1]["id"], json!(ids[2]), "the same price again is the price that is there");
    assert_eq!(seen(&shop, 1, "MUG-B").await, "14.123456789 of 14.123456789", "a tier is not the price of one");
    assert_eq!(seen(&shop, 1, "MUG-W").await, "21 of 21");
    assert_eq!(seen(&shop, 2, "SHIRT-S").await, "44 of 44");
    for (query, expected) in [
        (format!("variant_id={}", variant(1)), 2),
        (format!("variant_id[$nin][]={}", variant(1)), 1),
        ("currency_code=eur".to_owned(), 0),
        ("$or[0][currency_code]=usd".to_owned(), 3),
        ("limit=1&offset=1".to_owned(), 3),
    ] {
        let found = marketer.get(&format!("{prices}?{query}")).ok().await;
        assert_eq!(found["count"], expected, "{query}");
    }
    let change = json!({"update": [{"id": ids[0], "min_quantity": 2, "max_quantity": 5, "currency_code": "EUR"}]});
    let changed = marketer.post(&format!("{prices}/batch"), &change).ok().await;
    let price = &changed["updated"][0];
    assert_eq!((&price["currency_code"], &price["max_quantity"]), (&json!("eur"), &json!(5)));
    let cleared = json!({"update": [{"id": ids[0], "min_quantity": null, "max_quantity": null}]});
    let cleared = marketer.post(&format!("{prices}/batch"), &cleared).ok().await;
    assert_eq!(cleared["updated"][0]["min_quantity"], json!(null));

    let gone = json!({"remove": [id("prod", "1", 1), "prod_nothing"]});
    marketer.post(&format!("{}/products", path(&made)), &gone).ok().await;
    let left = marketer.get(&prices).ok().await;
    assert_eq!(each(&left, "prices", "variant_id"), [variant(3)]);
    // A variant takes its prices along, whoever deletes it.
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let shirt = format!("/admin/products/{}/variants/{}", id("prod", "1", 2), variant(3));
    assert_eq!(delete(&editor, &shirt).await.status.as_u16(), 200);
    assert_eq!(marketer.get(&prices).ok().await["count"], 0);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_changes_nothing() {
    let (shop, marketer) = open().await;
    let made = make(&marketer, &list("sale", &[price(1, 15.0)])).await;
    let batch = format!("{}/prices/batch", path(&made));
    let known = marketer.get(&format!("{}/prices", path(&made))).ok().await["prices"][0]["id"].clone();
    let with = |field: &str, value: Value| {
        let mut price = price(2, 5.0);
        price[field] = value;
        json!({"create": [price]})
    };
    let before = shop.count("price_list_prices").await;
    for (body, status, part) in [
        (with("currency_code", json!("sek")), 400, "'create, 0, currency_code' is no currency of the shop: 'sek'"),
        (with("amount", json!(-1)), 400, "'create, 0, amount' too small"),
        (with("amount", json!("1e999")), 400, "'create, 0, amount'"),
        (with("amount", json!("0.12345678901")), 400, "'create, 0, amount' has too many digits"),
        (with("amount", Value::Null), 400, "'create, 0, amount' is required"),
        (with("variant_id", json!("variant_x")), 400, "'create, 0, variant_id' names nothing"),
        (with("variant_id", json!(id_in("b", "variant", "18", 1))), 400, "variant_id"),
        (with("min_quantity", json!(0)), 400, "'create, 0, min_quantity' too small"),
        (with("rules", json!({"weather": "sunny"})), 400, "is no rule that prices know"),
        (with("rules", json!({"region_id": id_in("b", "reg", "e", 1)})), 400, "names no region of the shop"),
        (with("rules", json!({"customer.groups.id": "vip"})), 400, "create, 0, rules, customer.groups.id"),
        (with("rules", json!({"region_id": ["x"]})), 400, "create, 0, rules, region_id"),
        (with("colour", json!("red")), 400, "Unrecognized fields: 'create, 0, colour'"),
        (json!({"create": [price(2, 1.0), price(2, 2.0)]}), 400, "two prices"),
        (json!({"update": [{"id": "price_x", "amount": 1}]}), 404, "Price with id: price_x was not found"),
        (json!({"update": [{"id": known, "amount": 1}, {"id": known, "amount": 2}]}), 400, "two prices"),
        (json!({"update": [{"amount": 1}]}), 400, "'update, 0, id' is required"),
        (json!({"update": [{"id": known, "min_quantity": 9, "max_quantity": 3}]}), 400, "is less than min_quantity"),
        (json!({"delete": [id("price", "19", 1)]}), 404, "was not found"),
        (json!({"delete": [known], "create": [{"currency_code": "usd"}]}), 400, "variant_id"),
    ] {
        let error = marketer.post(&batch, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {error}");
    }
    assert_eq!(shop.count("price_list_prices").await, before);
    assert_eq!(shop.count("price_list_prices where deleted_at is null").await, 1);
    let body = |field: &str, value: Value| {
        let mut body = list("sale", &[]);
        body[field] = value;
        body
    };
    for (body, part) in [
        (body("title", json!("")), "'title'"),
        (body("title", json!("x".repeat(501))), "'title' too big"),
        (body("description", Value::Null), "'description' is required"),
        (body("type", json!("gift")), "Expected: 'sale, override' for field 'type'"),
        (body("status", json!("open")), "Expected: 'draft, active' for field 'status'"),
        (body("starts_at", json!("soon")), "'starts_at'"),
        (body("rules", json!({"region_id": "x"})), "Expected type: 'array' for field 'rules, region_id'"),
        (body("rules", json!({"region_id": ["x"]})), "names no region of the shop: 'x'"),
        (body("rules", json!([])), "'rules'"),
        (
            body("prices", json!([{"variant_id": variant(1), "currency_code": "sek", "amount": 1}])),
            "'prices, 0, currency_code'",
        ),
        (
            json!({"title": "x", "description": "y", "starts_at": "2030-01-02T00:00:00Z", "ends_at": "2030-01-01T00:00:00Z"}),
            "'ends_at' must be later",
        ),
    ] {
        let error = marketer.post(PATH, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {error}");
    }
    assert_eq!(marketer.get(PATH).ok().await["count"], 1);
    marketer.post(&path(&made), &json!({"starts_at": "2030-01-01T00:00:00Z"})).ok().await;
    let error = marketer.post(&path(&made), &json!({"ends_at": "2029-01-01T00:00:00Z"})).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("'ends_at' must be later"), "{error}");
}

#[tokio::test]
async fn lists_are_their_shops_and_of_those_who_may() {
    let (shop, marketer) = open().await;
    let made = make(&marketer, &list("sale", &[price(1, 15.0)])).await;
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.get(&path(&made)).error(404).await;
    theirs.post(&path(&made), &json!({"title": "Mine"})).error(404).await;
    theirs.post(&format!("{}/prices/batch", path(&made)), &json!({})).error(404).await;
    theirs.post(&format!("{}/products", path(&made)), &json!({"remove": [id("prod", "1", 1)]})).error(404).await;
    theirs.get(&format!("{}/prices", path(&made))).error(404).await;
    assert_eq!(delete(&theirs, &path(&made)).await.status.as_u16(), 404);
    assert_eq!(theirs.get(PATH).ok().await["count"], 0);
    let editor = shop.colleague("a", "edda", "editor").await.client;
    editor.get(&path(&made)).ok().await;
    editor.post(&path(&made), &json!({"title": "Mine"})).error(403).await;
    editor.post(PATH, &list("sale", &[])).error(403).await;
    assert_eq!(delete(&editor, &path(&made)).await.status.as_u16(), 403);
    assert_eq!(seen(&shop, 1, "MUG-B").await, "15 of 19.9");
}

/// However many write a list at once, a variant has one price of a kind in it.
#[tokio::test]
async fn the_same_price_at_once() {
    let shop = Shop::open_with(&[("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await;
    let marketer = shop.colleague("a", "mara", "marketer").await.client;
    let made = make(&marketer, &list("sale", &[])).await;
    let batch = format!("{}/prices/batch", path(&made));
    let mut tries = tokio::task::JoinSet::new();
    for at in 1..=8 {
        let (marketer, batch) = (marketer.clone(), batch.clone());
        let body = json!({"create": [price(1, f64::from(at)), price(2, f64::from(at))]});
        tries.spawn(async move { marketer.post(&batch, &body).send().await.status.as_u16() });
    }
    assert_eq!(tries.join_all().await, [200; 8]);
    assert_eq!(shop.count("price_list_prices where deleted_at is null").await, 2);
}

/// A relation is answered whole or not at all.
#[tokio::test]
async fn more_prices_than_an_answer_carries() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let many = |from: u32, to: u32| {
        format!(
            "insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount, min_quantity)
             select s.organization_id, l.id, s.id, 'usd', 1, n from price_lists l join price_sets s using (organization_id),
               generate_series({from}, {to}) n where s.id = '00000000-0000-7000-800a-000000170001'"
        )
    };
    shop.change(&format!(
        "insert into price_lists (organization_id, title, type, status)
         select id, 'Large', 'sale', 'active' from auth.organization where slug = 'ours'; {}",
        many(1, 10_000)
    ))
    .await;
    let path = "/admin/price-lists?fields=id,prices.id";
    let body = owner.get(path).ok().await;
    assert_eq!(body["price_lists"][0]["prices"].as_array().unwrap().len(), 10_000);
    shop.change(&many(10_001, 10_001)).await;
    let one = format!("/admin/price-lists/{}?fields=*prices", body["price_lists"][0]["id"].as_str().unwrap());
    for path in [path, one.as_str()] {
        let error = owner.get(path).error(400).await;
        assert_eq!(
            error,
            json!({"type": "invalid_data", "message": "Invalid request: What 'fields' asks for has more than 10000 rows: leave the \
                relation out, ask for less with 'limit', or list it on its own"})
        );
    }
    assert_eq!(owner.get("/admin/price-lists?fields=id").ok().await["count"], 1);
}
