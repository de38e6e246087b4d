//! `/admin/users`, `/admin/roles`, `/admin/invites`.

use accounts::store::organization_roles;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Colleague, delete, each, organization};
use crate::shop::Shop;

async fn invite(by: &Colleague, email: &str, roles: &[&str]) -> Value {
    let made = by.client.post("/admin/invites", &json!({"email": email, "roles": roles})).ok().await;
    made["invite"].clone()
}

async fn accept(who: &Colleague, invite: &Value) -> testkit::Answer {
    let path = format!("/admin/invites/accept?token={}", invite["token"].as_str().unwrap());
    who.client.post(&path, &json!({})).send().await
}

#[tokio::test]
async fn who_works_here() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let ed = shop.colleague("a", "ed", "editor,viewer").await;
    let sue = shop.colleague("b", "sue", "owner").await;
    let list = olga.client.get("/admin/users?order=email").ok().await;
    assert_eq!(each(&list, "users", "email"), ["ed@example.test", "olga@example.test"]);
    assert_eq!(list["users"][0]["roles"], json!(["editor", "viewer"]));
    assert_eq!(olga.client.get("/admin/users?q=olg&fields=email").ok().await["count"], 1);
    let path = format!("/admin/users/{}", ed.user);
    let changed = olga.client.post(&path, &json!({"first_name": "Edward", "last_name": "van Dyk"})).ok().await;
    assert_eq!((&changed["user"]["first_name"], &changed["user"]["last_name"]), (&json!("Edward"), &json!("van Dyk")));
    let changed = olga.client.post(&path, &json!({"last_name": null})).ok().await;
    assert_eq!((&changed["user"]["first_name"], &changed["user"]["last_name"]), (&json!("Edward"), &json!(null)));
    let picture = json!({"avatar_url": "https://img.example/ed.png"});
    assert_eq!(olga.client.post(&path, &picture).ok().await["user"]["avatar_url"], "https://img.example/ed.png");
    for body in [json!({"avatar_url": "javascript:alert(1)"}), json!({"email": "x@example.test"}), json!({"role": "x"})]
    {
        olga.client.post(&path, &body).error(400).await;
    }
    let me = ed.client.get("/admin/users/me").ok().await;
    assert_eq!(me["user"]["id"], json!(ed.user.to_string()));
    let theirs = format!("/admin/users/{}", sue.user);
    olga.client.get(&theirs).error(404).await;
    olga.client.get(&format!("{theirs}/roles")).error(404).await;
    olga.client.post(&theirs, &json!({"first_name": "x"})).error(404).await;
    olga.client.post(&format!("{theirs}/roles"), &json!({"add": ["viewer"]})).error(404).await;
    assert_eq!(delete(&olga.client, &theirs).await.status.as_u16(), 404);
    // Who works elsewhere too is not one shop's to rename.
    shop.hire(&sue, "a", "viewer").await;
    olga.client.post(&theirs, &json!({"first_name": "x"})).error(403).await;
}

#[tokio::test]
async fn leaving_ends_the_work_and_not_the_person() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let ed = shop.colleague("a", "ed", "editor").await;
    olga.client.post(&format!("/admin/users/{}/roles", ed.user), &json!({"add": ["support"]})).ok().await;
    let gone = delete(&olga.client, &format!("/admin/users/{}", ed.user)).await;
    assert_eq!(gone.json(), json!({"id": ed.user.to_string(), "object": "user", "deleted": true}));
    // Roles beside his membership went with it.
    assert_eq!(ed.client.get("/admin/users/me").error(403).await["message"], "You work in no shop");
    assert_eq!(shop.count(&format!("auth.\"user\" where id = '{}'", ed.user.0)).await, 1);
    let only = delete(&olga.client, &format!("/admin/users/{}", olga.user)).await;
    assert_eq!(only.status.as_u16(), 400, "{}", only.text);
    assert_eq!(only.json()["code"], "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");
}

#[tokio::test]
async fn nobody_changes_who_has_more_or_gives_what_he_has_not() {
    let shop = Shop::open().await;
    shop.role("manager", &json!({"staff": ["read", "write"], "customer": ["read"]})).await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let adam = shop.colleague("a", "adam", "admin").await;
    let max = shop.colleague("a", "max", "manager").await;
    let ed = shop.colleague("a", "ed", "editor").await;
    let path = |who: &Colleague| format!("/admin/users/{}", who.user);
    for (by, whom) in [(&adam, &olga), (&max, &olga), (&max, &adam), (&max, &ed)] {
        by.client.post(&path(whom), &json!({"first_name": "x"})).error(403).await;
        by.client.post(&format!("{}/roles", path(whom)), &json!({"remove": ["editor"]})).error(403).await;
        assert_eq!(delete(&by.client, &path(whom)).await.status.as_u16(), 403);
    }
    // He has customer:read and no more: a viewer sees products too.
    let roles = format!("{}/roles", path(&max));
    for role in ["viewer", "member", "admin", "owner"] {
        max.client.post(&roles, &json!({"add": [role]})).error(403).await;
        let body = json!({"email": "new@example.test", "roles": [role]});
        max.client.post("/admin/invites", &body).error(403).await;
    }
    adam.client.post(&format!("{}/roles", path(&adam)), &json!({"add": ["owner"]})).error(403).await;
    adam.client.post("/admin/invites", &json!({"email": "n@example.test", "roles": ["owner"]})).error(403).await;
    invite(&max, "new@example.test", &["manager"]).await;
    // A key of a manager's own with less does less.
    let weak = shop.program(&olga, &["staff:write"]).await;
    weak.post(&format!("{}/roles", path(&ed)), &json!({"add": ["support"]})).error(403).await;
    assert_eq!(delete(&weak, &path(&olga)).await.status.as_u16(), 403);
    let strong = shop.program(&olga, &["*"]).await;
    assert_eq!(delete(&strong, &path(&olga)).await.status.as_u16(), 403, "an owner is removed by owners");
    assert_eq!(delete(&strong, &path(&ed)).await.status.as_u16(), 200);
    let body = strong.post("/admin/invites", &json!({"email": "n@example.test"})).error(403).await;
    assert_eq!(body["type"], "forbidden", "a program invites nobody");
}

#[tokio::test]
async fn roles_are_given_and_taken() {
    let shop = Shop::open().await;
    shop.role("packer", &json!({"order": ["read", "write"]})).await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let ed = shop.colleague("a", "ed", "editor").await;
    let list = olga.client.get("/admin/roles").ok().await;
    let names = each(&list, "roles", "role");
    assert!(["owner", "editor", "packer"].iter().all(|role| names.contains(role)), "{names:?}");
    let packer = list["roles"].as_array().unwrap().iter().find(|role| role["role"] == "packer").unwrap();
    assert_eq!(packer, &json!({"role": "packer", "is_built_in": false, "permissions": ["order:read", "order:write"]}));

    let path = format!("/admin/users/{}/roles", ed.user);
    ed.client.get("/admin/customers").error(403).await;
    let given = olga.client.post(&path, &json!({"add": ["support", "packer"]})).ok().await;
    assert_eq!(given["roles"], json!(["editor", "packer", "support"]));
    assert!(given["permissions"].as_array().unwrap().contains(&json!("customer:write")), "{given}");
    ed.client.get("/admin/customers").ok().await;
    let taken = olga.client.post(&path, &json!({"remove": ["editor", "support"]})).ok().await;
    assert_eq!(taken["roles"], json!(["member", "packer"]));
    ed.client.get("/admin/customers").error(403).await;
    assert_eq!(olga.client.get(&path).ok().await, taken);
    let error = olga.client.post(&path, &json!({"add": ["king"]})).error(400).await;
    assert_eq!((&error["code"], &error["message"]), (&json!("ROLE_NOT_FOUND"), &json!("ROLE_NOT_FOUND: king")));
    olga.client.post(&path, &json!({"role": "x"})).error(400).await;
    let own = format!("/admin/users/{}/roles", olga.user);
    let error = olga.client.post(&own, &json!({"remove": ["owner"]})).error(400).await;
    assert_eq!(error["code"], "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER");
}

#[tokio::test]
async fn an_invitation_is_for_its_address_and_once() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let sue = shop.colleague("b", "sue", "owner").await;
    let (new, eve) = (shop.stranger("new").await, shop.stranger("eve").await);
    let made = invite(&olga, " New@Example.test", &["editor", "support"]).await;
    assert_eq!((&made["accepted"], &made["roles"]), (&json!(false), &json!(["editor", "support"])));
    let path = format!("/admin/invites/{}", made["id"].as_str().unwrap());
    assert_eq!(shop.mails_to("new@example.test").await.len(), 1);
    let twice = olga.client.post("/admin/invites", &json!({"email": "new@example.test"})).error(400).await;
    assert_eq!(twice["code"], "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION");
    olga.client.post("/admin/invites", &json!({"email": "olga@example.test"})).error(400).await;
    for body in [json!({"email": "nobody"}), json!({}), json!({"email": "x@example.test", "role": "x"})] {
        olga.client.post("/admin/invites", &body).error(400).await;
    }
    sue.client.get(&path).error(404).await;
    sue.client.post(&format!("{path}/resend"), &json!({})).error(404).await;
    assert_eq!(delete(&sue.client, &path).await.status.as_u16(), 404);

    // The token opens nothing for somebody else, nor for who has not proven the address.
    assert_eq!(accept(&eve, &made).await.status.as_u16(), 403);
    let spoof = format!("/admin/invites/accept?token={}", made["token"].as_str().unwrap());
    eve.client.post(&spoof, &json!({"email": "new@example.test"})).error(400).await;
    shop.anybody().post(&spoof, &json!({})).error(401).await;
    shop.change("update auth.\"user\" set \"emailVerified\" = false where email = 'new@example.test'").await;
    assert_eq!(accept(&new, &made).await.status.as_u16(), 403);
    shop.change("update auth.\"user\" set \"emailVerified\" = true where email = 'new@example.test'").await;

    // It grows too old, and begins anew.
    shop.test.clock().advance(TimeDelta::hours(49));
    let again = |who: &Colleague| Colleague { client: shop.client_of(who.user, who.session), ..who.clone() };
    let (olga, new, eve) = (again(&olga), again(&new), again(&eve));
    assert_eq!(accept(&new, &made).await.json()["code"], "INVITATION_NOT_FOUND");
    olga.client.post(&format!("{path}/resend"), &json!({})).ok().await;
    assert_eq!(shop.mails_to("new@example.test").await.len(), 2);
    let joined = accept(&new, &made).await;
    assert_eq!(joined.status.as_u16(), 200, "{}", joined.text);
    assert_eq!(joined.json()["user"]["roles"], json!(["editor", "support"]));
    new.client.get("/admin/customers").ok().await;
    assert_eq!(accept(&new, &made).await.status.as_u16(), 400);
    let read = olga.client.get(&path).ok().await;
    assert_eq!((&read["invite"]["accepted"], &read["invite"]["token"]), (&json!(true), &json!(null)));
    assert_eq!(delete(&olga.client, &path).await.status.as_u16(), 400);
    olga.client.post(&format!("{path}/resend"), &json!({})).error(400).await;

    let other = invite(&olga, "eve@example.test", &[]).await;
    assert_eq!(other["roles"], json!(["member"]));
    assert_eq!(olga.client.get("/admin/invites?q=eve").ok().await["count"], 1);
    let path = format!("/admin/invites/{}", other["id"].as_str().unwrap());
    assert_eq!(delete(&olga.client, &path).await.json()["object"], "invite");
    olga.client.get(&path).error(404).await;
    assert_eq!(accept(&eve, &other).await.json()["code"], "INVITATION_NOT_FOUND");
}

#[tokio::test]
async fn nobody_is_flooded_with_invitations() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let made = invite(&olga, "new@example.test", &[]).await;
    let again = format!("/admin/invites/{}/resend", made["id"].as_str().unwrap());
    for _ in 1..10 {
        olga.client.post(&again, &json!({})).ok().await;
    }
    let answer = olga.client.post(&again, &json!({})).send().await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after").is_empty()), (429, false), "{}", answer.text);
    invite(&olga, "other@example.test", &[]).await;
    assert_eq!(shop.mails_to("new@example.test").await.len(), 10);
}

#[tokio::test]
async fn a_role_that_is_gone_or_renamed_is_so_for_who_has_it_beside_his_membership() {
    let shop = Shop::open().await;
    shop.role("clerk", &json!({"customer": ["read"]})).await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let ed = shop.colleague("a", "ed", "editor").await;
    let path = format!("/admin/users/{}/roles", ed.user);
    olga.client.post(&path, &json!({"add": ["clerk"]})).ok().await;
    let rename = async |new: &str| {
        let tx = shop.test.db().begin_system("rename a role").await.unwrap();
        organization_roles::rename_everywhere(&tx, organization("a").0, "clerk", new).await?;
        tx.commit().await
    };
    let odd = rename("the clerk").await.unwrap_err();
    assert!(matches!(&odd, db::Error::Constraint { name, .. } if name == "user_roles_role_check"), "{odd:?}");
    rename("teller").await.unwrap();
    assert_eq!(olga.client.get(&path).ok().await["roles"], json!(["editor", "teller"]));
    let tx = shop.test.db().begin_system("remove a role").await.unwrap();
    let key = organization_roles::Key::Name("clerk".to_owned());
    let role = organization_roles::find(&tx, organization("a").0, &key).await.unwrap().unwrap();
    let role = organization_roles::OrganizationRole { role: "teller".to_owned(), ..role };
    assert!(organization_roles::is_held_beside(&tx, &role).await.unwrap());
    tx.commit().await.unwrap();
    olga.client.post(&path, &json!({"remove": ["teller"]})).ok().await;
    let tx = shop.test.db().begin_system("remove a role").await.unwrap();
    assert!(!organization_roles::is_held_beside(&tx, &role).await.unwrap());
    organization_roles::remove(&tx, &role).await.unwrap();
    tx.commit().await.unwrap();
    shop.role("teller", &json!({"staff": ["write"]})).await;
    assert_eq!(olga.client.get(&path).ok().await["roles"], json!(["editor"]));
}

#[tokio::test]
async fn what_the_inviter_could_not_give_now_nobody_gets() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let adam = shop.colleague("a", "adam", "admin").await;
    let new = shop.stranger("new").await;
    let made = invite(&adam, "new@example.test", &["editor"]).await;
    olga.client.post(&format!("/admin/users/{}/roles", adam.user), &json!({"remove": ["admin"]})).ok().await;
    let refused = accept(&new, &made).await;
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
    new.client.get("/admin/users/me").error(403).await;
}

#[tokio::test]
async fn a_hundred_accepts_make_one_member() {
    let shop = Shop::with_accounts().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let new = shop.stranger("new").await;
    let made = invite(&olga, "new@example.test", &["editor"]).await;
    let tries: tokio::task::JoinSet<_> = (0..100)
        .map(|_| {
            let (new, made) = (new.clone(), made.clone());
            async move { accept(&new, &made).await.status.as_u16() }
        })
        .collect();
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 400].contains(status)), "{answers:?}");
    let shop_id = organization("a").0;
    let sql = format!("auth.member where \"organizationId\" = '{shop_id}' and \"userId\" = '{}'", new.user.0);
    assert_eq!(shop.count(&sql).await, 1);
}

#[tokio::test]
async fn a_hundred_removals_leave_an_owner() {
    let shop = Shop::with_accounts().await;
    let (olga, otto) = (shop.colleague("a", "olga", "owner").await, shop.colleague("a", "otto", "owner").await);
    let tries: tokio::task::JoinSet<_> = (0..100)
        .map(|number| {
            let (by, whom) = if number % 2 == 0 { (olga.clone(), otto.user) } else { (otto.clone(), olga.user) };
            async move { delete(&by.client, &format!("/admin/users/{whom}")).await.status.as_u16() }
        })
        .collect();
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 400, 403, 404].contains(status)), "{answers:?}");
    let shop_id = organization("a").0;
    assert_eq!(shop.count(&format!("auth.member where \"organizationId\" = '{shop_id}' and role = 'owner'")).await, 1);
}
