//! Whose an address is: today's and former ones, of accounts and of guests, and of whom they are not.

use accounts::privacy::requests::Kind;
use chrono::TimeDelta;
use entity::ids::CustomerId;
use serde_json::json;
use uuid::Uuid;

use super::{OURS, ask, program, rows_with, told, user, work};
use crate::{
    accounts::{Browser, somebody},
    shop::Shop,
};

pub(super) const OLD: &str = "old.canary@example.test";
pub(super) const NEW: &str = "new.canary@example.test";

/// By both links, as people do it.
pub(super) async fn move_to(shop: &Shop, browser: &mut Browser<'_>, from: &str, to: &str) {
    let asked = browser.post("/change-email", &json!({"newEmail": to})).await;
    assert_eq!(asked.status.as_u16(), 200, "{}", asked.text);
    for address in [from, to] {
        let link = shop.link_to(address).await;
        assert_eq!(browser.get(&link).await.status.as_u16(), 302);
    }
    assert_eq!(browser.session().await["user"]["email"], to);
}

/// Who ordered as a guest with this address.
async fn guest(shop: &Shop, email: &str, name: &str) {
    shop.change(&format!(
        "insert into customers (organization_id, email, has_account, first_name) values ('{OURS}', '{email}', false, '{name}')"
    ))
    .await;
}

#[tokio::test]
async fn what_stands_below_a_former_address_is_his_too() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, OLD).await;
    let bob = somebody(&shop, "bobby@example.test").await;
    let (ann_id, bob_id) = (user(&shop, OLD).await, user(&shop, "bobby@example.test").await);
    guest(&shop, OLD, "canary-guest").await;
    move_to(&shop, &mut ann, OLD, NEW).await;
    shop.change(&format!(
        "insert into jobs (name, payload, status, finished_at) values
           ('mail.send', '{{\"message\": {{\"to\": {{\"address\": \"{OLD}\"}}, \"text\": \"canary-mail\"}}}}', 'dead', now());
         insert into events (organization_id, name, after) values ('{OURS}', 'staff.invited', '{{\"email\": \"{OLD}\"}}');
         insert into auth.invitation (\"organizationId\", email, role, \"expiresAt\", \"inviterId\")
         values ('{OURS}', '{OLD}', 'viewer', now() + interval '1 day', '{bob_id}')"
    ))
    .await;
    let request = ask(&shop, Kind::Export, ann_id).await;
    work(&shop).await;
    let kept = told(&shop, request).await["kept"].clone();
    assert_eq!(kept["public.former_addresses"][0]["email"], OLD);
    assert_eq!(kept["public.customers"][0]["first_name"], "canary-guest");
    assert_eq!(kept["auth.invitation"][0]["email"], OLD);

    ask(&shop, Kind::Erasure, ann_id).await;
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(bob.client().get("/api/auth/get-session").ok().await["user"]["email"], "bobby@example.test");
}

#[tokio::test]
async fn who_has_a_former_address_by_now_keeps_it() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, OLD).await;
    let ann_id = user(&shop, OLD).await;
    move_to(&shop, &mut ann, OLD, NEW).await;
    // A guest is another one, as he came later; and so is whoever signs up with it.
    guest(&shop, OLD, "stranger").await;
    ask(&shop, Kind::Erasure, ann_id).await;
    work(&shop).await;
    assert_eq!(shop.count("customers where first_name = 'stranger' and deleted_at is null").await, 1);
    // The mails that she had there are the only thing that cannot be told from his; they are sent, or forgotten in a month.
    let mut left = rows_with(&shop, NEW).await;
    left.retain(|row| !row.starts_with("public.jobs") || !row.contains(OLD));
    assert_eq!(left, [""; 0]);

    let mut ben = somebody(&shop, "other.canary@example.test").await;
    let ben_id = user(&shop, "other.canary@example.test").await;
    move_to(&shop, &mut ben, "other.canary@example.test", NEW).await;
    let before = rows_with(&shop, "other.canary").await;
    let mut eve = somebody(&shop, "other.canary@example.test").await;
    let mut hers = rows_with(&shop, "other.canary").await;
    hers.retain(|row| !before.contains(row));
    assert!(hers.iter().any(|row| row.starts_with("auth.\"user\"")), "{hers:#?}");
    ask(&shop, Kind::Erasure, ben_id).await;
    work(&shop).await;
    assert_eq!(eve.session().await["user"]["email"], "other.canary@example.test");
    let left = rows_with(&shop, "other.canary").await;
    let lost: Vec<&String> = hers.iter().filter(|row| !left.contains(row)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Whoever writes a stranger's address into his account is told nothing of that stranger.
#[tokio::test]
async fn a_guest_is_who_has_proven_the_address() {
    let shop = Shop::with_accounts().await;
    guest(&shop, "ann@example.test", "guest").await;
    let [account, person] = [(); 2].map(|()| Uuid::now_v7());
    shop.change(&format!(
        "insert into auth.\"user\" (id, name, email) values ('{person}', 'Eve', 'ann@example.test');
         insert into customers (organization_id, id, user_id, email, has_account, first_name)
         values ('{OURS}', '{account}', '{person}', 'ann@example.test', true, 'account')"
    ))
    .await;
    let ours = program(&shop, "a", "'privacy:*'").await;
    let export = format!("/admin/customers/{}/privacy/export", CustomerId(account));
    let names = async || {
        let made = ours.post(&export, &json!({})).send().await.json();
        work(&shop).await;
        let id = made["privacy_request"]["id"].as_str().unwrap().to_owned();
        let file = ours.get(&format!("/admin/privacy-requests/{id}/file")).ok().await;
        let customers = file["kept"]["public.customers"].as_array().unwrap().clone();
        let mut names: Vec<String> =
            customers.iter().map(|customer| customer["first_name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        shop.test.clock().advance(TimeDelta::days(2));
        names
    };
    assert_eq!(names().await, ["account"]);
    shop.change("update auth.\"user\" set \"emailVerified\" = true").await;
    assert_eq!(names().await, ["account", "guest"]);

    // The account unproven once more: erasing it leaves the guest.
    shop.change("update auth.\"user\" set \"emailVerified\" = false").await;
    let erasure = format!("/admin/customers/{}/privacy/erasure", CustomerId(account));
    ours.post(&erasure, &json!({"confirm": CustomerId(account)})).send().await;
    work(&shop).await;
    assert_eq!(shop.count("customers where first_name = 'account'").await, 0);
    assert_eq!(shop.count("customers where first_name = 'guest' and email is not null").await, 1);
}

/// While an administrator acts as somebody, address and browser are the administrator's.
#[tokio::test]
async fn nobody_is_told_where_an_administrator_was() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, "ann@example.test").await;
    somebody(&shop, "root@example.test").await;
    let (ann, root) = (user(&shop, "ann@example.test").await, user(&shop, "root@example.test").await);
    shop.change(&format!(
        "select set_config('kontor.request', '{{\"user_id\": \"{root}\"}}', true);
         insert into auth.session (\"expiresAt\", token, \"userId\", \"impersonatedBy\", \"ipAddress\", \"userAgent\")
         values (now() + interval '1 hour', rpad('x', 43, 'x'), '{ann}', '{root}', 'root-session', 'root-session-agent');
         insert into api_audit_logs (organization_id, user_id, impersonated_by, method, endpoint, path, status, duration_ms,
           address, user_agent) values ('{OURS}', '{ann}', '{root}', 'GET', '/x/{{id}}', '/x/ann-path', 200, 1, 'root-line', 'root-agent');
         insert into security_logs (organization_id, name, user_id, actor_id, impersonated_by, address, user_agent) values
           ('{OURS}', 'password.changed', '{ann}', '{ann}', '{root}', 'root-log', 'root-log-agent'),
           ('{OURS}', 'password.changed', '{ann}', '{ann}', null, 'ann-log', 'ann-log-agent')"
    ))
    .await;
    let of = async |person| {
        let request = ask(&shop, Kind::Export, person).await;
        work(&shop).await;
        told(&shop, request).await["kept"].to_string()
    };
    let (hers, his) = (of(ann).await, of(root).await);
    let words = ["root-session", "root-line", "root-agent", "root-log"];
    for word in words {
        assert!(!hers.contains(word), "{word}: {hers}");
        assert!(his.contains(word), "{word}: {his}");
    }
    assert!(hers.contains("ann-log-agent") && hers.contains("ann-path") && !his.contains("ann-log"), "{hers}");

    // Erasing her leaves what is his, and erasing him takes it away.
    ask(&shop, Kind::Erasure, ann).await;
    work(&shop).await;
    for word in ["ann-log", "ann-path"] {
        assert_eq!(rows_with(&shop, word).await, [""; 0]);
    }
    assert_eq!(rows_with(&shop, "root-line").await.len(), 1);
    assert_eq!(rows_with(&shop, "root-log").await.len(), 1);
    ask(&shop, Kind::Erasure, root).await;
    work(&shop).await;
    for word in words {
        assert_eq!(rows_with(&shop, word).await, [""; 0]);
    }
}
