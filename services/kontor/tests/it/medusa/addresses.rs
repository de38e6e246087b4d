//! `/store/customers/me/addresses`

use serde_json::{Value, json};

use super::visitor::{ANN, Visitor, count, open, said};

const PATH: &str = "/store/customers/me/addresses";

async fn keep(ann: &Visitor<'_>, body: Value) -> String {
    let answer = ann.post(PATH, &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let addresses = answer.json()["customer"]["addresses"].as_array().unwrap().clone();
    addresses.last().unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn addresses_are_kept_changed_and_forgotten() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let home = json!({"address_name": "Home", "first_name": "Ann", "address_1": "Havnegade 1", "city": "København",
        "postal_code": "1058", "country_code": "DK", "is_default_shipping": true, "metadata": {"floor": 2}});
    let home = keep(&ann, home).await;
    shop.test.clock().advance(chrono::TimeDelta::seconds(1));
    let work = keep(&ann, json!({"city": "Kiel", "country_code": "de", "is_default_shipping": true})).await;
    let read = |id: &str| format!("{PATH}/{id}");
    let address = ann.get(&read(&home)).await.json()["address"].clone();
    assert_eq!((&address["country_code"], &address["is_default_shipping"]), (&json!("dk"), &json!(false)));
    assert_eq!((&address["customer_id"], &address["metadata"]), (&customer["id"], &json!({"floor": 2})));
    assert_eq!(address.as_object().unwrap().len(), 18);

    let change = json!({"is_default_shipping": true, "city": null, "metadata": {"floor": "", "door": "left"}});
    let changed = ann.post(&read(&home), &change).await;
    assert_eq!(changed.status.as_u16(), 200, "{}", changed.text);
    let addresses = changed.json()["customer"]["addresses"].clone();
    assert_eq!((&addresses[0]["city"], &addresses[0]["metadata"]), (&Value::Null, &json!({"door": "left"})));
    assert_eq!(
        (&addresses[0]["is_default_shipping"], &addresses[1]["is_default_shipping"]),
        (&json!(true), &json!(false))
    );

    let page = ann.get(&format!("{PATH}?limit=1&order=-created_at&fields=city")).await.json();
    assert_eq!(page, json!({"addresses": [{"city": "Kiel", "id": work}], "count": 2, "offset": 0, "limit": 1}));
    for (query, found) in [
        ("q=havne%201058", 1),
        ("q=havne%20kiel", 0),
        ("q=%25", 0),
        ("country_code[]=DE&country_code[]=fr", 1),
        ("city=Kiel", 1),
        ("postal_code=1058", 1),
        ("offset=1", 2),
    ] {
        assert_eq!(ann.get(&format!("{PATH}?{query}")).await.json()["count"], found, "{query}");
    }
    assert_eq!(ann.get(&format!("{PATH}?order=secret")).await.status.as_u16(), 400);

    let gone = ann.delete(&read(&work)).await.json();
    assert_eq!((&gone["id"], &gone["object"], &gone["deleted"]), (&json!(work), &json!("address"), &json!(true)));
    assert_eq!((&gone["parent"]["id"], gone["parent"]["addresses"].as_array().unwrap().len()), (&customer["id"], 1));
    for answer in
        [ann.get(&read(&work)).await, ann.delete(&read(&work)).await, ann.post(&read(&work), &json!({})).await]
    {
        assert_eq!(said(&answer), (404, format!("Address with id: {work} was not found")));
    }
    assert_eq!(ann.get(&read("nonsense")).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_is_refused() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let home = keep(&ann, json!({"city": "Kiel"})).await;
    for (body, part) in [
        (json!({"country_code": "xx"}), "'country_code'"),
        (json!({"country_code": "denmark"}), "'country_code'"),
        (json!({"customer_id": "x"}), "Unrecognized fields: 'customer_id'"),
        (json!({"id": "x"}), "Unrecognized fields: 'id'"),
        (json!({"is_default_billing": "yes"}), "Expected type: 'boolean'"),
        (json!({"city": "a".repeat(2_001)}), "too big"),
        (json!({"city": "a\u{0}b"}), "NUL"),
    ] {
        for path in [PATH.to_owned(), format!("{PATH}/{home}")] {
            let (status, message) = said(&ann.post(&path, &body).await);
            assert!(status == 400 && message.contains(part), "{path} {body}: {message}");
        }
    }
    // Another customer's address is none, in this shop and in another.
    let mut bob = Visitor::new(&shop);
    bob.join("bob@example.test").await;
    let mut elsewhere = Visitor::elsewhere(&shop);
    elsewhere.join("carl@example.test").await;
    for other in [bob, elsewhere] {
        let path = format!("{PATH}/{home}");
        assert_eq!(other.get(&path).await.status.as_u16(), 404);
        assert_eq!(other.post(&path, &json!({"city": "Rome"})).await.status.as_u16(), 404);
        assert_eq!(other.delete(&path).await.status.as_u16(), 404);
        assert_eq!(other.get(PATH).await.json()["count"], 0);
    }
    assert_eq!(count(&shop, "saved_addresses where city = 'Kiel'").await, 1);
}

#[tokio::test]
async fn of_a_hundred_new_defaults_one_stays() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let tries: Vec<_> = (0..100)
        .map(|n| {
            let body = json!({"city": n.to_string(), "is_default_shipping": true, "is_default_billing": n % 2 == 0});
            tokio::spawn(ann.client().post(PATH, &body).send())
        })
        .collect();
    for each in tries {
        let answer = each.await.unwrap();
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    }
    assert_eq!(count(&shop, "saved_addresses where is_default_shipping").await, 1);
    assert_eq!(count(&shop, "saved_addresses where is_default_billing").await, 1);
    assert_eq!(count(&shop, "saved_addresses").await, 100);
    let more = ann.post(PATH, &json!({"is_default_shipping": true})).await;
    assert_eq!(said(&more), (400, "A customer keeps at most 100 addresses: delete one first".into()));

    let ids: Vec<Value> = ann.get(&format!("{PATH}?fields=id&limit=100")).await.json()["addresses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|address| address["id"].clone())
        .collect();
    let tries: Vec<_> = ids
        .iter()
        .map(|id| {
            let path = format!("{PATH}/{}", id.as_str().unwrap());
            tokio::spawn(ann.client().post(&path, &json!({"is_default_billing": true})).send())
        })
        .collect();
    for each in tries {
        assert_eq!(each.await.unwrap().status.as_u16(), 200);
    }
    assert_eq!(count(&shop, "saved_addresses where is_default_billing").await, 1);
}

/// What Postgres writes of a number may be longer than what was sent.
#[tokio::test]
async fn metadata_that_grows_is_refused() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let theirs = format!("/admin/customers/{}/addresses", customer["id"].as_str().unwrap());
    let numbers: serde_json::Map<_, _> = (0..440).map(|n| (format!("k{n:03}"), json!(1e300))).collect();
    let body = json!({ "metadata": numbers });
    assert!(body.to_string().len() < 7_000);
    let half = |name: &str| json!({"metadata": {name: "x".repeat(65_000)}});
    let home = keep(&ann, half("a")).await;
    let refused = |(status, message): (u16, String)| {
        assert!(status == 400 && message.contains("'metadata' too big"), "{status} {message}");
    };
    for (path, staffs) in [(PATH.to_owned(), theirs.clone()), (format!("{PATH}/{home}"), format!("{theirs}/{home}"))] {
        refused(said(&ann.post(&path, &body).await));
        refused(said(&staff.post(&staffs, &body).send().await));
    }
    let path = format!("{PATH}/{home}");
    assert_eq!(ann.post(&path, &half("b")).await.status.as_u16(), 200);
    refused(said(&ann.post(&path, &half("c")).await));
    refused(said(&staff.post(&format!("{theirs}/{home}"), &half("c")).send().await));
    refused(said(&ann.post("/store/customers/me", &body).await));
    assert_eq!(count(&shop, "saved_addresses where metadata ? 'b' and not metadata ? 'c'").await, 1);
    assert_eq!(count(&shop, "saved_addresses").await, 1);
}

#[tokio::test]
async fn staff_and_customer_choose_defaults_at_once() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let theirs = format!("/admin/customers/{}/addresses", customer["id"].as_str().unwrap());
    let (home, work) = (keep(&ann, json!({"city": "Kiel"})).await, keep(&ann, json!({"city": "Rome"})).await);
    let default = json!({"is_default_shipping": true, "is_default_billing": true});
    for round in 0..100 {
        let third = keep(&ann, json!({"city": "Oslo"})).await;
        let (of_staff, hers) = if round % 2 == 0 { (&home, &work) } else { (&work, &home) };
        let by_staff = staff.post(&format!("{theirs}/{of_staff}"), &default).send();
        let (client, gone) = (ann.client(), format!("{PATH}/{third}"));
        let answers = tokio::join!(
            by_staff,
            client.post(PATH, &default).send(),
            client.post(&format!("{PATH}/{hers}"), &default).send(),
            client.request(http::Method::DELETE, &gone).send(),
        );
        for answer in [&answers.0, &answers.1, &answers.2, &answers.3] {
            assert_eq!(answer.status.as_u16(), 200, "{round}: {}", answer.text);
        }
        for column in ["is_default_shipping", "is_default_billing"] {
            assert_eq!(count(&shop, &format!("saved_addresses where {column}")).await, 1, "{round}");
        }
        // The one that was added makes room for the next.
        let added: Vec<String> = ann.get(&format!("{PATH}?fields=id")).await.json()["addresses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|address| address["id"].as_str().unwrap().to_owned())
            .filter(|id| *id != home && *id != work)
            .collect();
        for id in added {
            assert_eq!(ann.delete(&format!("{PATH}/{id}")).await.status.as_u16(), 200);
        }
    }
}

#[tokio::test]
async fn of_twenty_at_once_as_many_fit_as_there_is_room_for() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let add = "insert into saved_addresses (organization_id, customer_id, city)
        select c.organization_id, c.id, 'Kiel' from customers c, generate_series(1, 93)";
    shop.change(&format!("{add} where c.email = '{ANN}' and c.has_account")).await;
    let tries: Vec<_> = (0..20).map(|_| tokio::spawn(ann.client().post(PATH, &json!({})).send())).collect();
    let mut kept = 0;
    for each in tries {
        let answer = each.await.unwrap();
        if answer.status.as_u16() == 200 {
            kept += 1;
        } else {
            assert_eq!(said(&answer), (400, "A customer keeps at most 100 addresses: delete one first".into()));
        }
    }
    assert_eq!((kept, count(&shop, "saved_addresses").await), (7, 100));
    // Whoever works there may keep one more for her.
    let staff = shop.colleague("a", "sam", "support").await.client;
    let path = format!("/admin/customers/{}/addresses", customer["id"].as_str().unwrap());
    staff.post(&path, &json!({"is_default_shipping": true})).ok().await;
    assert_eq!(count(&shop, "saved_addresses").await, 101);
}
