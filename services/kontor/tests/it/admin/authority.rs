//! Who has less does not touch who has more, and what is confined to a shop or an hour stays so.

use http::Method;
use serde_json::{Value, json};
use testkit::Client;

use super::{Colleague, delete, organization};
use crate::{
    medusa::visitor::{ANN, Visitor, said},
    shop::{Shop, key},
};

/// `POST /api/auth/organization/…` in our shop.
async fn organize(who: &Client, what: &str, mut body: Value) -> (u16, Value) {
    body["organizationId"] = json!(organization("a").0);
    let answer = who.post(&format!("/api/auth/organization/{what}"), &body).send().await;
    let code = if answer.text.is_empty() { Value::Null } else { answer.json()["code"].clone() };
    (answer.status.as_u16(), code)
}

async fn member(owner: &Colleague, name: &str) -> Value {
    let path = format!("/api/auth/organization/list-members?organizationId={}", organization("a").0);
    let members = owner.client.get(&path).ok().await;
    let email = format!("{name}@example.test");
    let found = members["members"].as_array().unwrap().iter().find(|member| member["user"]["email"] == *email);
    found.unwrap()["id"].clone()
}

#[tokio::test]
async fn lesser_staff_neither_demote_nor_remove_who_has_more() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    shop.role("hr", &json!({"staff": ["write"], "ac": ["read"]})).await;
    let hr = shop.colleague("a", "hr", "hr").await;
    for name in ["admin", "support"] {
        shop.colleague("a", name, name).await;
    }
    shop.colleague("a", "plain", "member").await;
    // A plain member who is more by a role beside his membership.
    let beside = shop.colleague("a", "beside", "member").await;
    let path = format!("/admin/users/{}/roles", beside.user);
    owner.client.post(&path, &json!({"add": ["marketer"]})).ok().await;

    for name in ["owner", "admin", "support", "beside"] {
        let id = member(&owner, name).await;
        let demoted = organize(&hr.client, "update-member-role", json!({"memberId": id, "role": "hr"})).await;
        assert_eq!(demoted, (403, json!("YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")), "{name}");
        let (status, _) = organize(&hr.client, "remove-member", json!({"memberIdOrEmail": id})).await;
        assert!(status == 401 || (name == "owner" && status == 400), "{name}: {status}");
    }
    let plain = member(&owner, "plain").await;
    let raised = organize(&hr.client, "update-member-role", json!({"memberId": plain, "role": "hr"})).await;
    assert_eq!(raised, (200, Value::Null));
    let himself = member(&owner, "hr").await;
    assert_eq!(organize(&hr.client, "remove-member", json!({"memberIdOrEmail": plain})).await.0, 200);
    assert_eq!(organize(&hr.client, "remove-member", json!({"memberIdOrEmail": himself})).await.0, 200);
}

#[tokio::test]
async fn a_role_is_rewritten_and_removed_by_who_has_all_of_it() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    shop.role("clerk", &json!({"ac": ["read", "update", "delete"], "product": ["read"]})).await;
    shop.role("seller", &json!({"order": ["write"]})).await;
    shop.role("reader", &json!({"product": ["read"]})).await;
    let clerk = shop.colleague("a", "clerk", "clerk").await;
    let empty = |name: &str| json!({"roleName": name, "data": {"permission": {"product": ["read"]}}});
    let refused = organize(&clerk.client, "update-role", empty("seller")).await;
    assert_eq!(refused, (403, json!("YOU_ARE_NOT_ALLOWED_TO_UPDATE_A_ROLE")));
    let refused = organize(&clerk.client, "delete-role", json!({"roleName": "seller"})).await;
    assert_eq!(refused, (403, json!("YOU_ARE_NOT_ALLOWED_TO_DELETE_A_ROLE")));
    assert_eq!(organize(&clerk.client, "update-role", empty("reader")).await.0, 200);

    // Who has it beside his membership has it, too.
    let somebody = shop.colleague("a", "somebody", "member").await;
    owner.client.post(&format!("/admin/users/{}/roles", somebody.user), &json!({"add": ["reader"]})).ok().await;
    let held = organize(&owner.client, "delete-role", json!({"roleName": "reader"})).await;
    assert_eq!(held, (400, json!("ROLE_IS_ASSIGNED_TO_MEMBERS")));
    assert_eq!(organize(&owner.client, "delete-role", json!({"roleName": "seller"})).await.0, 200);
}

#[tokio::test]
async fn a_token_of_the_store_works_in_no_shop() {
    let shop = Shop::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    // She is an owner of the other shop, too.
    shop.change(
        "insert into auth.member (\"organizationId\", \"userId\", role)
         select o.id, u.id, 'owner' from auth.organization o, auth.\"user\" u
         where o.slug = 'theirs' and u.email = 'ann@example.test'",
    )
    .await;
    assert_eq!(ann.get("/api/auth/get-session").await.json()["user"]["email"], ANN);
    assert_eq!(ann.get("/api/auth/organization/list").await.status.as_u16(), 401);
    let wanted = ann.client().with_header("x-kontor-shop", "theirs");
    let refused = wanted.post("/auth/token/postgrest", &json!({})).error(403).await;
    assert!(refused["message"].as_str().unwrap().contains("Store API"), "{refused}");

    let elsewhere = Visitor::elsewhere(&shop).with_token(&ann.token.clone().unwrap());
    for path in ["/auth/token/refresh", "/auth/session"] {
        let answer = elsewhere.post(path, &json!({})).await;
        assert_eq!(said(&answer), (403, "This token is for another shop: sign in to this one".into()), "{path}");
        assert_eq!(ann.post(path, &json!({})).await.status.as_u16(), 200, "{path}");
    }
    assert_eq!(elsewhere.key, key("b", 1));
}

#[tokio::test]
async fn what_outlasts_an_impersonation_is_not_made_in_it() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    shop.change(&format!("update auth.session set \"impersonatedBy\" = \"userId\" where id = '{}'", owner.session))
        .await;
    for (what, body) in [
        ("invite-member", json!({"email": "new@example.test", "role": "owner"})),
        ("update-role", json!({"roleName": "any", "data": {"permission": {}}})),
        ("leave", json!({})),
        ("delete", json!({})),
    ] {
        assert_eq!(organize(&owner.client, what, body).await.0, 403, "{what}");
    }
    // The Admin API refuses the same: each path, and the body that would do it otherwise.
    let bob = shop.colleague("a", "bob", "viewer").await;
    let real = shop.colleague("a", "real", "owner").await;
    let invite = json!({"email": "new@example.test", "roles": ["owner"]});
    let invited = real.client.post("/admin/invites", &invite).ok().await;
    let invited = format!("/admin/invites/{}", invited["invite"]["id"].as_str().unwrap());
    let user = format!("/admin/users/{}", bob.user);
    let calls = [
        ("/admin/api-keys".to_owned(), json!({"title": "Program", "type": "secret"})),
        ("/admin/api-keys".to_owned(), json!({"title": "Shop front", "type": "publishable"})),
        ("/admin/invites".to_owned(), json!({"email": "other@example.test", "roles": ["owner"]})),
        (format!("{invited}/resend"), json!({})),
        (format!("{user}/roles"), json!({"add": ["admin"]})),
        (user.clone(), json!({"first_name": "Rob"})),
    ];
    let mails = shop.count("jobs where name = 'mail.send'").await;
    for (path, body) in &calls {
        let refused = owner.client.post(path, body).error(403).await;
        assert!(refused["message"].as_str().unwrap().contains("acting as somebody else"), "{path}: {refused}");
    }
    for path in [&invited, &user] {
        assert_eq!(delete(&owner.client, path).await.status.as_u16(), 403, "{path}");
    }
    assert_eq!(shop.count("jobs where name = 'mail.send'").await, mails, "nobody was mailed");
    owner.client.get("/admin/api-keys").ok().await;
    // As himself he may.
    shop.change(&format!("update auth.session set \"impersonatedBy\" = null where id = '{}'", owner.session)).await;
    for (path, body) in &calls {
        owner.client.post(path, body).ok().await;
    }
}

#[tokio::test]
async fn what_no_mail_can_be_sent_to_and_no_database_keeps() {
    let shop = Shop::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let visitor = Visitor::new(&shop);
    let owner = shop.colleague("a", "owner", "owner").await;
    let long = format!("{}@example.com", "a".repeat(65));
    for address in [&*long, "a@b-.co", "a@-b.co", "a@1.1", "a@xn--a.com", "a@b..co"] {
        let body = json!({"email": address});
        visitor.client().post("/api/auth/request-password-reset", &body).error(400).await;
        let body = json!({"identifier": address});
        let answer = visitor.post("/auth/customer/emailpass/reset-password", &body).await;
        assert!(matches!(answer.status.as_u16(), 201 | 400), "{address}: {} {}", answer.status, answer.text);
    }
    let body = json!({"email": "new@example.test", "role": "a\0b"});
    assert_eq!(organize(&owner.client, "invite-member", body).await, (400, json!("VALIDATION_ERROR")));
    let path = "/api/auth/organization/list-members?filterField=role&filterValue=%00";
    let answer = owner.client.request(Method::GET, path).send().await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
    shop.change(&format!("update auth.\"user\" set name = repeat('x', 9000) where id = '{}'", owner.user.0)).await;
    let refused = owner.client.get("/api/auth/token").error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("too long"), "{refused}");
}

/// A token in the path is no way to a counter of one's own.
#[tokio::test]
async fn guesses_in_paths_are_counted_together() {
    let shop = Shop::open().await;
    let mut statuses = Vec::new();
    for number in 0..110 {
        let path = format!("/api/auth/reset-password/guess{number}?callbackURL=/");
        statuses.push(shop.anybody().get(&path).send().await.status.as_u16());
    }
    assert!(statuses[..50].iter().all(|status| *status != 429), "{statuses:?}");
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn an_installation_keeps_an_administrator() {
    let shop = Shop::open().await;
    let (ann, bob) = (shop.stranger("ann").await, shop.stranger("bob").await);
    shop.change("update auth.\"user\" set role = 'admin' where name in ('ann', 'bob')").await;
    let demote = |who: &Colleague, whom: &Colleague| {
        let body = json!({"userId": whom.user.0, "role": "user"});
        who.client.post("/api/auth/admin/set-role", &body).send()
    };
    // Of two who demote each other at once the second is none any more; and the last cannot demote himself.
    let (one, other) = tokio::join!(demote(&ann, &bob), demote(&bob, &ann));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert!(statuses == [200, 401] || statuses == [200, 403], "{statuses:?}");
    let last = if one.status.as_u16() == 200 { &ann } else { &bob };
    let refused = demote(last, last).await;
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
    assert!(refused.json()["message"].as_str().unwrap().contains("last administrator"), "{}", refused.text);
    let body = json!({"userId": last.user.0, "data": {"role": "user"}});
    last.client.post("/api/auth/admin/update-user", &body).error(400).await;
    assert_eq!(shop.count("auth.\"user\" where role = 'admin'").await, 1);
}

#[tokio::test]
async fn a_shop_is_deleted_by_who_has_just_signed_in() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    shop.change(&format!(
        "update auth.session set \"createdAt\" = \"createdAt\" - interval '1 day' where id = '{}'",
        owner.session
    ))
    .await;
    assert_eq!(organize(&owner.client, "delete", json!({})).await, (403, json!("SESSION_NOT_FRESH")));
    shop.change(&format!("update auth.session set \"createdAt\" = now() where id = '{}'", owner.session)).await;
    assert_eq!(organize(&owner.client, "delete", json!({})).await.0, 200);
    assert_eq!(shop.count("auth.organization where slug = 'ours'").await, 0);
}
