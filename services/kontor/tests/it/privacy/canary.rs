//! A whole person: everything is told but secrets, and after erasing nothing of him is found anywhere.

use accounts::privacy::requests::Kind;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CUSTOMER, GUEST, OURS, ask, plant, rows_with, told, user, work};
use crate::{accounts::somebody, shop::Shop};

/// What was planted and is not his to know: links and hashes.
const NOT_TOLD: &[&str] = &["canary-link", "canary-mail", "canary-error"];

/// Every word that begins with `canary`.
fn canaries(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|word| word.starts_with("canary-")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_person_is_told_everything_but_secrets() {
    let shop = Shop::with_accounts().await;
    let _ann = somebody(&shop, "ann.canary@example.test").await;
    let _bob = somebody(&shop, "bobby@example.test").await;
    let (ann, bob) = plant(&shop).await;
    let request = ask(&shop, Kind::Export, ann).await;
    work(&shop).await;
    let file = told(&shop, request).await;
    let text = file.to_string();
    let planted = canaries(concat!(include_str!("plant.sql"), include_str!("plant_orders.sql")));
    assert!(planted.len() > 80, "{planted:?}");
    for canary in planted.iter().filter(|canary| !NOT_TOLD.contains(&canary.as_str())) {
        assert!(text.contains(canary.as_str()), "{canary} is not told: {text}");
    }
    assert_eq!(file["kept"]["auth.user"][0]["email"], "ann.canary@example.test");
    assert_eq!(
        file["kept"]["public.customers"].as_array().unwrap().len(),
        3,
        "the guest with the address is she as well"
    );
    for secret in ["secret-", "argon2", "canary-mail", "\"token\"", "\"password\"", "bobby", &bob.to_string()] {
        assert!(!text.contains(secret), "{secret} is told: {text}");
    }
}

#[tokio::test]
async fn nothing_of_a_person_is_found_after_erasing() {
    let shop = Shop::with_accounts().await;
    let mut ann_browser = somebody(&shop, "ann.canary@example.test").await;
    let mut bob_browser = somebody(&shop, "bobby@example.test").await;
    let (ann, _) = plant(&shop).await;
    assert!(ann_browser.session().await["user"]["name"] == "canary-name");
    // A file of all that is kept is one more thing that is kept.
    let export = ask(&shop, Kind::Export, ann).await;
    work(&shop).await;
    assert_eq!(shop.count("privacy_pages").await, 1);
    let bobs = rows_with(&shop, "bobby").await;
    let hers = rows_with(&shop, "canary").await;
    assert!(bobs.len() > 10 && hers.len() > 20, "{hers:#?} {bobs:#?}");

    let request = ask(&shop, Kind::Erasure, ann).await;
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(rows_with(&shop, "bobby").await, bobs, "what is Bob's is as it was");
    assert_eq!(shop.count(&format!("auth.\"user\" where id = '{ann}'")).await, 0);
    assert_eq!(shop.count(&format!("privacy_requests where id = '{export}' and expires_at is null")).await, 1);
    assert_eq!(shop.count("privacy_pages").await, 0);
    // What a provider told stands in bytes.
    assert_eq!(shop.count("webhook_events where length(body) = 0").await, 1);
    // By law an order is kept, and what it was; its customer is one of the rows that are empty.
    assert_eq!(
        shop.count(&format!("orders where customer_id = '{CUSTOMER}' and email is null and search = '#1'")).await,
        1
    );
    assert_eq!(shop.count("order_addresses where country_code = 'de' and address_1 is null").await, 1);
    assert_eq!(shop.count("documents where content = '{\"to\": \"by law\"}'").await, 1);
    assert_eq!(
        shop.count("documents where (sha256 is null) <> (kind <> 'invoice')").await,
        0,
        "no hash says what was erased"
    );
    assert_eq!(shop.count(&format!("privacy_requests where id = '{request}' and status = 'done'")).await, 1);

    // Invoices still refer to somebody, and the logs still say what happened to which id.
    let kept = "customers where deleted_at is not null and user_id is null and created_by is null and id in";
    assert_eq!(shop.count(&format!("{kept} ('{CUSTOMER}', '{GUEST}')")).await, 3);
    let line = format!("security_logs where user_id = '{ann}' and name = 'role.changed'");
    assert_eq!(shop.count(&format!("{line} and detail = '{{\"from\": \"viewer\", \"to\": \"admin\"}}'")).await, 2);
    assert!(shop.count(&format!("api_audit_logs where user_id = '{ann}'")).await >= 2);

    assert_eq!(ann_browser.session().await, Value::Null, "she is out");
    assert_eq!(bob_browser.session().await["user"]["name"], "bobby-name");

    // What was under way is found the second time; and doing it all again changes nothing.
    shop.change(&format!(
        "insert into api_audit_logs (organization_id, user_id, method, endpoint, path, status, duration_ms, address)
         values ('{OURS}', '{ann}', 'GET', '/x', '/x', 200, 1, 'canary-late');
         insert into saved_addresses (organization_id, customer_id, city) values ('{OURS}', '{CUSTOMER}', 'canary-late');
         update privacy_requests set status = 'pending' where id = '{request}';
         insert into jobs (name, payload) values ('accounts.erase_person', '{{\"request\": \"{request}\"}}')"
    ))
    .await;
    shop.test.clock().advance(TimeDelta::minutes(16));
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(rows_with(&shop, "bobby").await.len(), bobs.len());
}

#[tokio::test]
async fn the_only_owner_of_a_shop_is_not_erased() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    let made = ann.post("/organization/create", &json!({"name": "Ann's", "slug": "anns"})).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    let id = user(&shop, "ann.canary@example.test").await;
    let request = ask(&shop, Kind::Erasure, id).await;
    work(&shop).await;
    let refused =
        format!("privacy_requests where id = '{request}' and status = 'failed' and failure like '%only owner%'");
    assert_eq!(shop.count(&refused).await, 1);
    assert_eq!(ann.session().await["user"]["email"], "ann.canary@example.test");
}

#[tokio::test]
async fn an_address_is_named_by_the_whole_of_it() {
    let shop = Shop::open().await;
    for (said, expected) in [
        ("ann@a.example", true),
        ("{\"to\": \"Ann@A.example\"}", true),
        ("550 <ann@a.example>: no such user", true),
        ("Write to ann@a.example.", true),
        ("joann@a.example", false),
        ("jo.ann@a.example", false),
        ("ann@a.example.org", false),
        ("ann@a-example", false),
        ("annxa.example", false),
        ("nobody", false),
    ] {
        let sql = format!("(select 1 where private.mentions('{said}', array['other@b.example', 'ann@a.example'])) m");
        assert_eq!(shop.count(&sql).await == 1, expected, "{said}");
    }
    assert_eq!(
        shop.count("(select 1 where private.mentions('a', array[]::text[]) or private.mentions(null, array['a@b'])) m")
            .await,
        0
    );
}
