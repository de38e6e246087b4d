//! Mails that let their reader in are nobody's of the shop.

use accounts::store::members;
use db::Scope;
use serde_json::json;

use crate::{accounts::somebody, admin::organization, shop::Shop};

const PASSWORD: &str = "a long enough passphrase";

/// Registers a customer; his mail waits.
async fn join(shop: &Shop, email: &str) {
    let login = json!({"email": email, "password": PASSWORD});
    let registered = shop.shopper().post("/auth/customer/emailpass/register", &login).ok().await;
    let token = registered["token"].as_str().unwrap();
    let client = shop.shopper().with_header("authorization", &format!("Bearer {token}"));
    client.post("/store/customers", &json!({"email": email, "first_name": "Ann"})).ok().await;
}

#[tokio::test]
async fn a_shop_cannot_read_the_mails_to_its_customers() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, "taken@example.test").await;
    join(&shop, "new@example.test").await;
    let other = json!({"email": "taken@example.test", "password": "another long passphrase"});
    let registered = shop.shopper().post("/auth/customer/emailpass/register", &other).ok().await;
    let token = registered["token"].as_str().unwrap();
    let client = shop.shopper().with_header("authorization", &format!("Bearer {token}"));
    client.post("/store/customers", &json!({"email": "taken@example.test"})).ok().await;

    for (email, at_least) in [("new@example.test", 1), ("taken@example.test", 2)] {
        let to = format!("jobs where name = 'mail.send' and payload -> 'message' -> 'to' ->> 'address' = '{email}'");
        assert!(shop.count(&to).await >= at_least, "{email}");
        let of_a_shop = format!("{to} and organization_id <> '00000000-0000-0000-0000-000000000000'");
        assert_eq!(shop.count(&of_a_shop).await, 0, "{email}");
    }
    // He is a customer of the shop all the same, and the one who was taken is none.
    assert_eq!(shop.count("customers where email = 'new@example.test' and has_account").await, 1);
    assert_eq!(shop.count("customers where email = 'taken@example.test'").await, 0);
}

/// Whatever a job of the shop carries: its admins see that it failed and why, and not that.
#[tokio::test]
async fn what_a_job_carries_is_not_for_people() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, "admin@example.test").await;
    let admin = super::user(&shop, "admin@example.test").await;
    let ours = organization("a").0;
    let tx = shop.test.db().begin_system("hire somebody").await.unwrap();
    members::create(&tx, ours, admin, "owner").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    shop.change(&format!(
        "insert into jobs (organization_id, name, payload, status, finished_at, last_error)
         values ('{ours}', 'mail.send', '{{\"link\": \"secret\"}}', 'dead', now(), 'refused')"
    ))
    .await;
    let look = async |columns: &str| {
        let tx = shop.test.db().begin(Scope::authenticated(ours, admin)).await.unwrap();
        let sql = format!("select {columns} from public.jobs where status = 'dead' and last_error = 'refused'");
        db::exec(&tx, &sql, []).await
    };
    assert_eq!(look("id, name, status, last_error, finished_at").await.unwrap(), 1);
    for columns in ["payload", "trace", "*", "jobs", "to_jsonb(jobs)"] {
        let refused = look(columns).await;
        assert!(matches!(refused, Err(db::Error::Forbidden(_))), "{columns}: {refused:?}");
    }
}
