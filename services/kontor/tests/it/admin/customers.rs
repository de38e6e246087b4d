//! `/admin/customers`, `/admin/customer-groups`.

use serde_json::{Value, json};
use testkit::Client;

use super::{delete, each};
use crate::shop::Shop;

async fn customer(client: &Client, body: &Value) -> String {
    let made = client.post("/admin/customers", body).ok().await;
    made["customer"]["id"].as_str().unwrap().to_owned()
}

async fn group(client: &Client, name: &str) -> String {
    let made = client.post("/admin/customer-groups", &json!({ "name": name })).ok().await;
    made["customer_group"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_customer_is_kept_changed_and_deleted() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await;
    let body = json!({"email": " Ann@Example.test ", "first_name": "Ann", "metadata": {"likes": "tea"}});
    let made = staff.client.post("/admin/customers", &body).ok().await;
    let ann = &made["customer"];
    let id = ann["id"].as_str().unwrap();
    assert!(id.starts_with("cus_"));
    assert_eq!((&ann["email"], &ann["has_account"]), (&json!("ann@example.test"), &json!(false)));
    assert_eq!(ann["created_by"], json!(staff.user.to_string()));
    let keys: Vec<_> = ann.as_object().unwrap().keys().cloned().collect();
    let expected = [
        "company_name",
        "created_at",
        "created_by",
        "deleted_at",
        "email",
        "first_name",
        "has_account",
        "id",
        "last_name",
        "metadata",
        "phone",
        "updated_at",
    ];
    assert_eq!(keys, expected);

    let path = format!("/admin/customers/{id}");
    let changed = staff.client.post(&path, &json!({"phone": "1", "first_name": null})).ok().await;
    let ann = &changed["customer"];
    assert_eq!((&ann["phone"], &ann["first_name"]), (&json!("1"), &Value::Null));
    assert_eq!(ann["metadata"], json!({"likes": "tea"}), "what is not named stays");
    let cleared = staff.client.post(&path, &json!({"email": null})).ok().await;
    assert_eq!(cleared["customer"]["email"], Value::Null);

    let gone = delete(&staff.client, &path).await;
    assert_eq!(gone.json(), json!({"id": id, "object": "customer", "deleted": true}));
    let missing = json!({"type": "not_found", "message": format!("Customer with id: {id} was not found")});
    assert_eq!(staff.client.get(&path).error(404).await, missing);
    assert_eq!(staff.client.post(&path, &json!({"phone": "2"})).error(404).await, missing);
    assert_eq!(delete(&staff.client, &path).await.status.as_u16(), 404);
    let all = staff.client.get("/admin/customers?with_deleted=true").ok().await;
    assert_eq!((&all["count"], all["customers"][0]["deleted_at"].is_string()), (&json!(1), true));
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let id = customer(&staff, &json!({"email": "ann@example.test"})).await;
    let taken = json!({
        "code": "invalid_request_error", "type": "duplicate_error",
        "message": "Customer with email: ann@example.test, has_account: false, already exists."
    });
    let body = json!({"email": "ANN@example.test"});
    assert_eq!(staff.post("/admin/customers", &body).error(422).await, taken);
    let other = customer(&staff, &json!({"email": "bob@example.test"})).await;
    assert_eq!(staff.post(&format!("/admin/customers/{other}"), &body).error(422).await, taken);

    for (body, message) in [
        (json!({"colour": "red"}), "Invalid request: Unrecognized fields: 'colour'"),
        (json!({"has_account": true, "user_id": "x"}), "Invalid request: Unrecognized fields: 'has_account, user_id'"),
        (json!({"email": "nobody"}), "Invalid request: Invalid email for field 'email': expected name@host"),
        (json!({"phone": 1}), "Invalid request: Expected type: 'string' for field 'phone', got: '1'"),
        (json!({"metadata": []}), "Invalid request: Expected type: 'object' for field 'metadata', got: '[]'"),
    ] {
        for path in ["/admin/customers".to_owned(), format!("/admin/customers/{id}")] {
            assert_eq!(staff.post(&path, &body).error(400).await["message"], message, "{path}");
        }
    }
    for (query, message) in [
        ("colour=red", "Invalid request: Unrecognized fields: 'colour'"),
        ("limit=1001", "Invalid request: Value for field 'limit' too big, expected at most: '1000'"),
        ("order=metadata", "Order field metadata is not valid"),
        ("created_at[$ge]=2026-01-01", "Invalid request: Unrecognized fields: 'created_at, $ge'"),
    ] {
        assert_eq!(staff.get(&format!("/admin/customers?{query}")).error(400).await["message"], message);
    }
    // His address is how he signs in: it is his to change.
    shop.change("update customers set has_account = true where email = 'ann@example.test'").await;
    let path = format!("/admin/customers/{id}");
    let body = staff.post(&path, &json!({"email": "eve@example.test"})).error(400).await;
    assert_eq!(body["message"], "The email of a customer with an account is changed by himself");
    staff.post(&path, &json!({"phone": "1"})).ok().await;
    staff.post("/admin/customers", &json!({"email": "ann@example.test"})).ok().await;
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let mut ids = Vec::new();
    for (name, company) in [("ann", "Ink & Co"), ("bob", "Ink & Co"), ("cat", "100%")] {
        let body = json!({"email": format!("{name}@example.test"), "first_name": name, "company_name": company});
        ids.push(customer(&staff, &body).await);
    }
    let found = async |query: &str| {
        let body = staff.get(&format!("/admin/customers?fields=first_name&{query}")).ok().await;
        (each(&body, "customers", "first_name").join(" "), body["count"].as_i64().unwrap())
    };
    assert_eq!(found("order=first_name").await, ("ann bob cat".to_owned(), 3));
    assert_eq!(found("order=-first_name&limit=1&offset=1").await, ("bob".to_owned(), 3));
    assert_eq!(found("q=ink%20bob").await, ("bob".to_owned(), 1));
    assert_eq!(found("q=%25").await, ("cat".to_owned(), 1));
    assert_eq!(found("email=cat@example.test").await, ("cat".to_owned(), 1));
    assert_eq!(found("order=first_name&first_name[]=ann&first_name[]=cat").await, ("ann cat".to_owned(), 2));
    assert_eq!(found(&format!("id={}", ids[1])).await, ("bob".to_owned(), 1));
    assert_eq!(found("id=nonsense").await, (String::new(), 0));
    assert_eq!(found("has_account=true").await, (String::new(), 0));
    assert_eq!(found("created_at[$lt]=2020-01-01").await, (String::new(), 0));
    let body = staff.get("/admin/customers?limit=1&fields=id").ok().await;
    assert_eq!((&body["limit"], &body["offset"]), (&json!(1), &json!(0)));
    assert_eq!(body["customers"][0].as_object().unwrap().len(), 1);

    // However many there are, the statements are as many. The log of calls has its own, which are not counted.
    shop.platform.audit.close().await;
    let statements = async |limit: i64| {
        let before = shop.platform.app.db.statements();
        staff.get(&format!("/admin/customers?fields=*addresses,*groups&limit={limit}")).ok().await;
        shop.platform.app.db.statements() - before
    };
    assert_eq!(statements(1).await, statements(3).await);
}

#[tokio::test]
async fn addresses_of_a_customer() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let id = customer(&staff, &json!({"email": "ann@example.test"})).await;
    let path = format!("/admin/customers/{id}/addresses");
    let body = json!({"address_1": "1 Quay", "country_code": "DE", "is_default_shipping": true});
    let made = staff.post(&format!("{path}?fields=*addresses"), &body).ok().await;
    let home = &made["customer"]["addresses"][0];
    assert_eq!((&home["country_code"], &home["is_default_shipping"]), (&json!("de"), &json!(true)));
    assert_eq!((&home["customer_id"], &home["is_default_billing"]), (&json!(id), &json!(false)));
    let home = home["id"].as_str().unwrap().to_owned();
    // Of two defaults the younger one counts.
    staff
        .post(&path, &json!({"address_1": "2 Quay", "is_default_shipping": true, "is_default_billing": true}))
        .ok()
        .await;
    let list = staff.get(&format!("{path}?order=created_at")).ok().await;
    assert_eq!(each(&list, "addresses", "address_1"), ["1 Quay", "2 Quay"]);
    assert_eq!(list["addresses"][0]["is_default_shipping"], json!(false));
    assert_eq!(staff.get(&format!("{path}?q=2")).ok().await["count"], 1);
    assert_eq!(staff.get(&format!("{path}?country_code=de")).ok().await["count"], 1);

    let one = format!("{path}/{home}");
    staff.post(&one, &json!({"city": "Kiel", "is_default_shipping": true})).ok().await;
    let read = staff.get(&one).ok().await;
    assert_eq!((&read["address"]["city"], &read["address"]["address_1"]), (&json!("Kiel"), &json!("1 Quay")));
    assert_eq!(read["address"]["is_default_shipping"], json!(true));
    let gone = delete(&staff, &format!("{one}?fields=email")).await.json();
    let parent = json!({"email": "ann@example.test", "id": id});
    assert_eq!(gone, json!({"id": home, "object": "customer_address", "deleted": true, "parent": parent}));
    for answer in [staff.get(&one).send().await, delete(&staff, &one).await] {
        assert_eq!(answer.status.as_u16(), 404, "{}", answer.text);
    }
    assert_eq!(staff.post(&one, &json!({})).error(404).await["type"], "not_found");

    // Nobody reaches an address by way of another customer.
    let other = customer(&staff, &json!({})).await;
    let theirs = staff.get(&path).ok().await["addresses"][0]["id"].as_str().unwrap().to_owned();
    let wrong = format!("/admin/customers/{other}/addresses/{theirs}");
    staff.get(&wrong).error(404).await;
    staff.post(&wrong, &json!({"city": "x"})).error(404).await;
    assert_eq!(delete(&staff, &wrong).await.status.as_u16(), 404);
    for (body, part) in [
        (json!({"country_code": "deu"}), "country_code"),
        (json!({"country_code": "xx"}), "country_code"),
        (json!({"street": "x"}), "street"),
    ] {
        let message = staff.post(&path, &body).error(400).await["message"].to_string();
        assert!(message.contains(part), "{message}");
    }
    // What belongs to a customer who was deleted is told no more.
    let theirs = format!("{path}/{theirs}");
    staff.get(&theirs).ok().await;
    assert_eq!(delete(&staff, &format!("/admin/customers/{id}")).await.status.as_u16(), 200);
    for path in [&path, &theirs] {
        assert_eq!(staff.get(path).error(404).await["message"], format!("Customer with id: {id} was not found"));
    }
}

#[tokio::test]
async fn metadata_is_merged_as_medusa_does() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "owner").await.client;
    let ann = customer(&staff, &json!({"metadata": {"a": 1, "gone": ""}})).await;
    let vip = group(&staff, "VIP").await;
    let channel = staff.post("/admin/sales-channels", &json!({"name": "Market"})).ok().await;
    let store = staff.get("/admin/stores").ok().await;
    let address = staff.post(&format!("/admin/customers/{ann}/addresses?fields=*addresses"), &json!({})).ok().await;
    let address = address["customer"]["addresses"][0]["id"].as_str().unwrap().to_owned();
    let read = staff.get(&format!("/admin/customers/{ann}")).ok().await;
    assert_eq!(read["customer"]["metadata"], json!({"a": 1}), "an empty text takes a key away");
    // Postgres writes each digit of such a number.
    let numbers: serde_json::Map<_, _> = (0..440).map(|n| (format!("k{n:03}"), json!(1e300))).collect();
    for path in ["/admin/customers", "/admin/customer-groups", "/admin/sales-channels"] {
        let mut body = json!({ "metadata": numbers });
        if path != "/admin/customers" {
            body["name"] = json!("Large");
        }
        let refused = staff.post(path, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'metadata' too big"), "{path}: {refused}");
    }
    for (path, one) in [
        (format!("/admin/customers/{ann}"), "customer"),
        (format!("/admin/customer-groups/{vip}"), "customer_group"),
        (format!("/admin/sales-channels/{}", channel["sales_channel"]["id"].as_str().unwrap()), "sales_channel"),
        (format!("/admin/stores/{}", store["stores"][0]["id"].as_str().unwrap()), "store"),
        (format!("/admin/customers/{ann}/addresses/{address}"), "address"),
    ] {
        let change = async |metadata: Value| {
            staff.post(&path, &json!({ "metadata": metadata })).ok().await;
            staff.get(&path).ok().await[one]["metadata"].clone()
        };
        assert_eq!(change(Value::Null).await, Value::Null, "{path}");
        assert_eq!(change(json!({"a": 1, "b": {"c": 2}})).await, json!({"a": 1, "b": {"c": 2}}), "{path}");
        assert_eq!(change(json!({"a": "", "b": {"d": 3}, "e": ""})).await, json!({"b": {"d": 3}}), "{path}");
        assert_eq!(change(json!({"b": ""})).await, Value::Null, "{path}");
        // What grows too large by merging is refused, and changes nothing.
        let half = |name: &str| json!({ name: "x".repeat(60_000) });
        change(half("a")).await;
        change(half("b")).await;
        let refused = staff.post(&path, &json!({"metadata": half("c")})).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'metadata' too big"), "{path}: {refused}");
        assert_eq!(staff.get(&path).ok().await[one]["metadata"].as_object().unwrap().len(), 2, "{path}");
    }
}

#[tokio::test]
async fn groups_and_their_customers() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let (ann, bob) = (customer(&staff, &json!({})).await, customer(&staff, &json!({})).await);
    let (vip, regulars) = (group(&staff, "VIP").await, group(&staff, "Regulars").await);
    let taken = staff.post("/admin/customer-groups", &json!({"name": "VIP"})).error(422).await;
    assert_eq!(taken["message"], "Customer group with name: VIP, already exists.");
    let path = format!("/admin/customer-groups/{regulars}");
    staff.post(&path, &json!({"name": "VIP"})).error(422).await;
    staff.post(&path, &json!({"name": ""})).error(400).await;
    let renamed = staff.post(&path, &json!({"metadata": {"since": 2026}})).ok().await;
    assert_eq!(renamed["customer_group"]["name"], "Regulars");

    let body = json!({"add": [ann, bob, ann]});
    let set = staff.post(&format!("/admin/customer-groups/{vip}/customers?fields=*customers"), &body).ok().await;
    assert_eq!(set["customer_group"]["customers"].as_array().unwrap().len(), 2);
    let body = json!({"add": [regulars], "remove": [vip]});
    let set = staff.post(&format!("/admin/customers/{ann}/customer-groups?fields=groups.name"), &body).ok().await;
    assert_eq!(set["customer"]["groups"], json!([{"name": "Regulars"}]));
    let found = staff.get(&format!("/admin/customers?groups={vip}")).ok().await;
    assert_eq!(each(&found, "customers", "id"), [bob.as_str()]);
    let found = staff.get(&format!("/admin/customer-groups?customers={ann}&q=reg")).ok().await;
    assert_eq!(each(&found, "customer_groups", "name"), ["Regulars"]);

    // All or nothing.
    let body = json!({"add": [bob, "cus_nobody"]});
    let error = staff.post(&format!("/admin/customer-groups/{regulars}/customers"), &body).error(404).await;
    assert_eq!(error["message"], "Customer with id: cus_nobody was not found");
    let read = staff.get(&format!("{path}?fields=customers.id")).ok().await;
    assert_eq!(read["customer_group"]["customers"], json!([{"id": ann}]));

    assert_eq!(delete(&staff, &path).await.status.as_u16(), 200);
    staff.get(&path).error(404).await;
    let read = staff.get(&format!("/admin/customers/{ann}?fields=*groups")).ok().await;
    assert_eq!(read["customer"]["groups"], json!([]));
    group(&staff, "Regulars").await;
}

#[tokio::test]
async fn another_shops_rows_are_not_there() {
    let shop = Shop::open().await;
    let ours = shop.colleague("a", "sam", "support").await.client;
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    let (their_customer, their_group) = (customer(&theirs, &json!({})).await, group(&theirs, "VIP").await);
    let (our_customer, our_group) = (customer(&ours, &json!({})).await, group(&ours, "VIP").await);
    assert_eq!(ours.get("/admin/customers").ok().await["count"], 1);
    for path in [format!("/admin/customers/{their_customer}"), format!("/admin/customer-groups/{their_group}")] {
        ours.get(&path).error(404).await;
        ours.post(&path, &json!({"metadata": {}})).error(404).await;
        assert_eq!(delete(&ours, &path).await.status.as_u16(), 404, "{path}");
    }
    ours.get(&format!("/admin/customers/{their_customer}/addresses")).error(404).await;
    ours.post(&format!("/admin/customers/{their_customer}/addresses"), &json!({})).error(404).await;
    let groups = format!("/admin/customers/{our_customer}/customer-groups");
    ours.post(&groups, &json!({"add": [their_group]})).error(404).await;
    let customers = format!("/admin/customer-groups/{our_group}/customers");
    ours.post(&customers, &json!({"add": [their_customer]})).error(404).await;
    theirs.get(&format!("/admin/customers/{their_customer}")).ok().await;
}
