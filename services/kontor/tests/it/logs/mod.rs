//! Who called what, and what happened to ways in, roles and keys.

mod cut;
mod installation;
mod kinds;
mod plans;
mod who;

use std::time::Duration;

use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};
use testkit::Client;
use uuid::Uuid;

use crate::shop::{Shop, id};

/// The secret key of a shop of the fixture.
fn secret(shop: &str) -> String {
    format!("sk_{}", shop.repeat(64))
}

fn program(shop: &Shop, whose: &str) -> Client {
    shop.anybody().with_header("x-api-key", &secret(whose))
}

/// Asks until there are so many lines: they are written beside the calls.
async fn lines(client: &Client, path: &str, many: &str, wanted: usize) -> Vec<Value> {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let found = client.get(path).ok().await[many].as_array().unwrap().clone();
        if found.len() >= wanted {
            return found;
        }
        assert!(tokio::time::Instant::now() < deadline, "{found:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[derive(FromQueryResult)]
struct Event {
    organization_id: Uuid,
    user_id: Option<Uuid>,
    actor_id: Option<Uuid>,
    api_key_id: Option<Uuid>,
    personal_key_id: Option<Uuid>,
    impersonated_by: Option<Uuid>,
    address: Option<String>,
    detail: Option<Value>,
}

/// The youngest line of the security log with this name, in the log of the installation or of a shop.
async fn event(shop: &Shop, name: &str, of_a_shop: bool) -> Event {
    let tx = shop.test.db().begin_system("read the security log").await.unwrap();
    let sql = "select * from security_logs where name = $1 and (organization_id <> $2) = $3 order by id desc limit 1";
    let found = db::fetch_optional(&tx, sql, [name.into(), db::INSTALLATION.into(), of_a_shop.into()]).await.unwrap();
    found.unwrap_or_else(|| panic!("nothing tells of {name}"))
}

#[derive(Debug, FromQueryResult)]
struct Call {
    user_id: Option<Uuid>,
    session_id: Option<Uuid>,
    impersonated_by: Option<Uuid>,
    status: i16,
}

/// The youngest call of a route, once it is written.
async fn call(shop: &Shop, endpoint: &str) -> Call {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let tx = shop.test.db().begin_system("read the log of calls").await.unwrap();
        let sql = "select * from api_audit_logs where endpoint = $1 order by created_at desc, id desc limit 1";
        if let Some(found) = db::fetch_optional(&tx, sql, [endpoint.into()]).await.unwrap() {
            return found;
        }
        drop(tx);
        assert!(tokio::time::Instant::now() < deadline, "nothing tells of {endpoint}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn calls_of_programs_are_logged_without_what_they_asked() {
    let shop = Shop::open().await;
    let ours = program(&shop, "a").with_header("user-agent", "packing-robot/1.0");
    ours.get("/admin/security-logs?limit=1&name=canary.in_a_query").ok().await;
    let path = "/admin/audit-logs?endpoint=/admin/security-logs";
    let found = lines(&ours, path, "audit_logs", 1).await;
    let line = &found[0];
    assert_eq!(line["api_key_id"], id("apk", "a", 9));
    assert_eq!((&line["method"], &line["status"], &line["user_id"]), (&json!("GET"), &json!(200), &Value::Null));
    assert_eq!((&line["path"], &line["user_agent"]), (&json!("/admin/security-logs"), &json!("packing-robot/1.0")));
    assert_eq!(line["address"], "127.0.0.1");
    assert!(line["duration_ms"].as_i64().unwrap() >= 0 && !line["request_id"].as_str().unwrap().is_empty());
    assert!(!found.iter().any(|line| line.to_string().contains("canary")), "a query is not kept");

    let used = "api_key_uses where last_used_at > now() - interval '100 years'";
    assert_eq!(shop.count(used).await, 1, "the key remembers that it was used");

    // What a stranger asks leaves no line; what a shopper asks with a publishable key neither.
    shop.anybody().get("/admin/audit-logs").error(401).await;
    shop.shopper().get("/store/regions").ok().await;
    lines(&ours, "/admin/audit-logs", "audit_logs", 2).await;
    assert_eq!(shop.count("api_audit_logs where api_key_id is null and user_id is null").await, 0);
}

#[tokio::test]
async fn a_shop_sees_its_own_lines_only() {
    let shop = Shop::open().await;
    let (ours, theirs) = (program(&shop, "a"), program(&shop, "b"));
    theirs.get("/admin/security-logs").ok().await;
    lines(&theirs, "/admin/audit-logs", "audit_logs", 1).await;
    ours.get("/admin/security-logs").ok().await;
    for line in lines(&ours, "/admin/audit-logs", "audit_logs", 1).await {
        assert_eq!(line["api_key_id"], id("apk", "a", 9), "{line}");
    }
    let key = id("apk", "a", 9).replace("apk", "user");
    let none = ours.get(&format!("/admin/audit-logs?user_id={key}")).ok().await;
    assert_eq!((&none["audit_logs"], &none["count"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn only_who_may_reads_them_and_complaints_name_the_field() {
    let shop = Shop::open().await;
    shop.change("update api_keys set scopes = array['product:*'] where type = 'secret'").await;
    let ours = program(&shop, "a");
    for path in ["/admin/audit-logs", "/admin/security-logs", "/admin/audit-logs/export", "/admin/security-logs/export"]
    {
        shop.anybody().get(path).error(401).await;
        let refused = ours.get(path).error(403).await;
        assert!(refused["message"].as_str().unwrap().contains("audit:read"), "{refused}");
    }
    shop.change("update api_keys set scopes = array['audit:read'] where type = 'secret'").await;
    for (query, complaint) in [
        ("limit=1001", "'limit' too big"),
        ("status=99", "'status' too small"),
        ("colour=red", "Unrecognized fields: 'colour'"),
        ("created_at[$gte]=soon", "created_at"),
    ] {
        let refused = ours.get(&format!("/admin/audit-logs?{query}")).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(complaint), "{query}: {refused}");
    }
    let refused = ours.get("/admin/audit-logs/export?format=pdf").error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("csv, ndjson"), "{refused}");
}

#[tokio::test]
async fn the_whole_log_is_exported_page_by_page() {
    let shop = Shop::open().await;
    shop.change(
        "insert into api_audit_logs (organization_id, created_at, method, endpoint, path, status, duration_ms, user_agent)
         select id, now() - n * interval '1 second', 'GET', '/admin/x', '/admin/x', 200, n, '=cmd|' || n
         from auth.organization, generate_series(1, 2500) n where slug = 'ours'",
    )
    .await;
    let ours = program(&shop, "a");
    let file = ours.get("/admin/audit-logs/export?endpoint=/admin/x&format=ndjson").send().await;
    assert_eq!(file.header("content-type"), "application/x-ndjson");
    let found: Vec<Value> = file.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<i64> = found.iter().map(|line| line["duration_ms"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=2500).collect::<Vec<_>>(), "each line once, the youngest first");

    let file = ours.get("/admin/audit-logs/export?endpoint=/admin/x").send().await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit_logs.csv\"");
    assert_eq!(file.text.lines().count(), 2501);
    assert!(file.text.lines().nth(1).unwrap().contains("\"'=cmd|1\""), "no formula");

    let page = ours.get("/admin/audit-logs?endpoint=/admin/x&limit=2&offset=3").ok().await;
    assert_eq!((&page["count"], &page["offset"], &page["limit"]), (&json!(2500), &json!(3), &json!(2)));
    assert_eq!(page["audit_logs"][0]["duration_ms"], 4);
}

#[tokio::test]
async fn a_file_of_which_nothing_can_be_read_is_an_error() {
    let shop = Shop::open().await;
    let mut owner = <sqlx::PgConnection as sqlx::Connection>::connect(&shop.test.owner_url()).await.unwrap();
    let revoke = "revoke select on public.security_logs from authenticated, service_role";
    sqlx::Executor::execute(&mut owner, revoke).await.unwrap();
    let answer = program(&shop, "a").get("/admin/security-logs/export").send().await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (500, &json!("unknown_error")));
}

#[tokio::test]
async fn what_happens_to_ways_in_roles_and_keys_is_told_by_the_database_itself() {
    let shop = Shop::open().await;
    let ours = program(&shop, "a");
    // By hand, as in psql: it is told all the same.
    shop.change(
        "insert into auth.\"user\" (id, name, email) values ('00000000-0000-7000-8000-0000000000f1', 'Ann', 'ann@example.com');
         insert into auth.member (\"organizationId\", \"userId\", role)
           select id, '00000000-0000-7000-8000-0000000000f1', 'viewer' from auth.organization where slug = 'ours';
         update auth.member set role = 'admin' where \"userId\" = '00000000-0000-7000-8000-0000000000f1';
         insert into auth.account (\"accountId\", \"providerId\", \"userId\", password)
           values ('x', 'credential', '00000000-0000-7000-8000-0000000000f1', 'hash');
         update auth.account set password = 'other' where \"accountId\" = 'x';
         insert into auth.session (token, \"userId\", \"expiresAt\", \"ipAddress\")
           values (repeat('t', 43), '00000000-0000-7000-8000-0000000000f1', now() + interval '1 day', '192.0.2.7');
         update api_keys set revoked_at = now() where organization_id = '00000000-0000-7000-8000-00000000000b' and type = 'secret';",
    )
    .await;
    let found = ours.get("/admin/security-logs?limit=100").ok().await;
    let names: Vec<&str> =
        found["security_logs"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    for name in ["member.added", "role.changed", "credential.added", "password.changed", "session.started"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(!names.contains(&"api_key.revoked"), "that was another shop's");
    let role = ours.get("/admin/security-logs?name=role.changed").ok().await;
    assert_eq!(role["security_logs"][0]["detail"], json!({"from": "viewer", "to": "admin"}));
    let session = ours.get("/admin/security-logs?name=session.started").ok().await;
    assert_eq!(session["security_logs"][0]["address"], "192.0.2.7");
    assert!(!found.to_string().contains("hash"), "no secret is told");

    // A wrong password changes no row, and is told all the same; with an address that nobody has, for the installation.
    shop.change("delete from auth.account").await;
    for email in ["ann@example.com", "nobody@example.com"] {
        let body = json!({"email": email, "password": "a wrong but long password"});
        shop.anybody().post("/api/auth/sign-in/email", &body).error(401).await;
    }
    let failed = ours.get("/admin/security-logs?name=sign_in.failed").ok().await;
    assert_eq!((&failed["count"], &failed["security_logs"][0]["address"]), (&json!(1), &json!("127.0.0.1")));
    assert_eq!(shop.count("security_logs where name = 'sign_in.failed' and user_id is null").await, 1);

    // It is only added to, whoever asks.
    let tx = shop.test.db().begin_system("rewrite history").await.unwrap();
    for sql in ["update security_logs set name = 'x.y'", "delete from security_logs", "truncate security_logs"] {
        tx.batch("savepoint attempt").await.unwrap();
        assert!(matches!(db::exec(&tx, sql, []).await, Err(db::Error::Forbidden(_))), "{sql}");
        tx.batch("rollback to savepoint attempt").await.unwrap();
    }
}
