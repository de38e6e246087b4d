//! Medusa's operators, `$and` and `$or`, on lists of the Admin API.

use serde_json::json;
use testkit::Client;

use super::each;
use crate::shop::{Shop, id};

async fn found(client: &Client, query: &str) -> String {
    let body = client.get(&format!("/admin/customers?order=first_name&fields=first_name&{query}")).ok().await;
    let names = each(&body, "customers", "first_name").join(" ");
    assert_eq!(body["count"], json!(names.split_whitespace().count()), "{query}");
    names
}

async fn three_customers(client: &Client) {
    for (name, company, phone) in
        [("ann", "Ink", json!("1")), ("bob", "Ink_Co", json!("2")), ("cat", "Oil", json!(null))]
    {
        let body = json!({
            "email": format!("{name}@example.test"), "first_name": name, "company_name": company, "phone": phone
        });
        client.post("/admin/customers", &body).ok().await;
    }
}

#[tokio::test]
async fn operators() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    three_customers(&staff).await;
    for (query, expected) in [
        ("first_name=ann", "ann"),
        ("first_name[$eq]=ann", "ann"),
        ("first_name[$in][]=ann&first_name[$in][]=cat", "ann cat"),
        ("first_name[$ne]=ann", "bob cat"),
        ("first_name[$nin]=ann,bob", "ann bob cat"),
        ("first_name[$nin][]=ann,bob", "cat"),
        ("first_name[$not][$in][]=ann", "bob cat"),
        ("first_name[$gt]=ann&first_name[$lte]=bob", "bob"),
        ("company_name[$like]=Ink%25", "ann bob"),
        ("company_name[$like]=Ink%5C_%25", "bob"),
        ("company_name[$ilike]=ink", "ann"),
        ("phone[$exists]=false", "cat"),
        // As in SQL, what is not there is not unequal either.
        ("phone[$ne]=1", "bob"),
        ("has_account[$eq]=false", "ann bob cat"),
        ("created_at[$gte]=2020-01-01&created_at[$lt]=2100-01-01", "ann bob cat"),
        ("created_at[$or][0][$lt]=2020-01-01&created_at[$or][1][$gt]=2100-01-01", ""),
        ("deleted_at[$exists]=true", ""),
        ("id[$nin][]=nonsense", "ann bob cat"),
        ("groups[$nin][]=cusgroup_nobody", "ann bob cat"),
    ] {
        assert_eq!(found(&staff, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn groups_of_filters() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    three_customers(&staff).await;
    // Another shop's are never among them, whatever a filter says.
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.post("/admin/customers", &json!({"first_name": "dan", "company_name": "Ink"})).ok().await;
    for (query, expected) in [
        ("$or[0][first_name]=ann&$or[1][first_name]=cat", "ann cat"),
        ("$or[1][first_name]=ann&$or[0][first_name]=cat&$or[1][phone]=2", "cat"),
        ("$and[0][company_name][$ilike]=ink%25&$and[1][phone]=2", "bob"),
        ("$or[0][$and][0][first_name]=ann&$or[0][$and][1][phone]=1&$or[1][email][$like]=c%25", "ann cat"),
        ("$or[0][q]=oil&$or[1][q]=ann", "ann cat"),
        ("company_name=Ink&$or[0][first_name]=ann&$or[1][first_name]=dan", "ann"),
        ("$or[0][created_at][$lt]=2020-01-01&$or[1][first_name]=bob", "bob"),
        ("$or[]=&first_name=ann", "refused"),
    ] {
        if expected == "refused" {
            staff.get(&format!("/admin/customers?{query}")).error(400).await;
        } else {
            assert_eq!(found(&staff, query).await, expected, "{query}");
        }
    }
    for (query, message) in [
        ("$or[0][colour]=red", "Unrecognized fields: '$or, 0, colour'"),
        ("$and[0][first_name][$near]=a", "Unrecognized fields: '$and, 0, first_name, $near'"),
        ("$or=ann", "Expected type: 'array' for field '$or', got: 'ann'"),
        ("company_name[$like]=Ink%5C", "Value for field 'company_name, $like' must not end with a backslash"),
        ("$or[0][created_at][$gt]=soon", "Expected type: 'date' for field '$or, 0, created_at, $gt', got: 'soon'"),
    ] {
        let body = staff.get(&format!("/admin/customers?{query}")).error(400).await;
        assert_eq!(body["message"], format!("Invalid request: {message}"), "{query}");
    }
}

/// What was deleted is asked for by its time, as in Medusa, or with `with_deleted`.
#[tokio::test]
async fn what_was_deleted() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    three_customers(&staff).await;
    let ann = staff.get("/admin/customers?first_name=ann").ok().await["customers"][0]["id"].clone();
    super::delete(&staff, &format!("/admin/customers/{}", ann.as_str().unwrap())).await;
    assert_eq!(found(&staff, "").await, "bob cat");
    assert_eq!(found(&staff, "$or[0][first_name]=ann&$or[1][first_name]=bob").await, "bob");
    assert_eq!(found(&staff, "deleted_at[$gt]=2020-01-01").await, "ann");
    assert_eq!(found(&staff, "with_deleted=true").await, "ann bob cat");
    assert_eq!(found(&staff, "with_deleted=true&deleted_at[$exists]=false").await, "bob cat");
}

/// Every list takes what its document says, and takes it alone and below `$or`.
#[tokio::test]
async fn every_list_takes_what_is_documented() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let customer = owner.post("/admin/customers", &json!({})).ok().await["customer"]["id"].as_str().unwrap().to_owned();
    let mut edited = std::collections::HashMap::new();
    for (path, name) in [
        ("pages", "page"),
        ("blog-posts", "blog_post"),
        ("reusable-blocks", "reusable_block"),
        ("changelog", "changelog_entry"),
    ] {
        let mut body = json!({"title": "Home"});
        if path == "changelog" {
            body["change"] = json!("added");
        }
        let made = owner.post(&format!("/admin/{path}"), &body).ok().await;
        edited.insert(path, made[name]["id"].as_str().unwrap().to_owned());
    }
    let document = serde_json::to_value(kontor::platform::document(kontor::platform::SERVICES)).unwrap();
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let parameters = methods["get"]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten().filter(|_| path.starts_with("/admin")) {
            let Some(schema) = parameter["schema"]["$ref"].as_str() else { continue };
            let kind = schema.rsplit('/').next().unwrap();
            let name = parameter["name"].as_str().unwrap();
            let (value, operator) = match kind {
                "TextFilter" => ("x", "$ilike"),
                "KeyFilter" => ("x", "$nin"),
                "BooleanFilter" => ("true", "$ne"),
                "NumberFilter" => ("200", "$gte"),
                "TimeFilter" => ("2026-01-01", "$lt"),
                other => panic!("{path}: {other}"),
            };
            let parent = match path.split('/').nth(2) {
                Some("products") => id("prod", "1", 1),
                Some("inventory-items") => id("iitem", "21", 1),
                Some("product-options") => id("opt", "15", 1),
                Some(path) if edited.contains_key(path) => edited[path].clone(),
                _ => customer.clone(),
            };
            let path = path.replace("{id}", &parent);
            let limit = if path.ends_with("/export") { "" } else { "&limit=1" };
            for query in [
                format!("{name}={value}"),
                format!("{name}[{operator}]={value}"),
                format!("$or[0][{name}]={value}&$or[1][{name}][{operator}]={value}"),
            ] {
                let answer = owner.get(&format!("{path}?{query}{limit}")).send().await;
                assert_eq!(answer.status.as_u16(), 200, "{path}?{query}: {}", answer.text);
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
}
