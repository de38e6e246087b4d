//! The Admin API: who may what, each resource, and what comes at once.

mod authority;
mod bodies;
mod changes;
mod customers;
mod filters;
mod keys;
mod routes;
mod settings;
mod staff;
mod unproven;

use accounts::{
    medusa::token::{ActorType, Bearer},
    store::{sessions, users},
};
use entity::ids::{OrganizationId, UserId};
use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Client};
use uuid::Uuid;

use crate::shop::Shop;

/// The organization of a shop of the fixture.
pub(crate) fn organization(shop: &str) -> OrganizationId {
    OrganizationId(format!("00000000-0000-7000-8000-00000000000{shop}").parse().unwrap())
}

/// Somebody who works in a shop of the fixture, or in none.
#[derive(Clone)]
pub(crate) struct Colleague {
    pub(crate) client: Client,
    pub(crate) user: UserId,
    pub(crate) session: Uuid,
}

impl Shop {
    /// Somebody with these roles in a shop, signed in.
    pub(crate) async fn colleague(&self, shop: &str, name: &str, roles: &str) -> Colleague {
        let colleague = self.stranger(name).await;
        self.hire(&colleague, shop, roles).await;
        colleague
    }

    /// Makes somebody a member of a shop.
    pub(crate) async fn hire(&self, who: &Colleague, shop: &str, roles: &str) {
        let tx = self.test.db().begin_system("hire somebody").await.unwrap();
        accounts::store::members::create(&tx, organization(shop).0, who.user.0, roles).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }

    /// Somebody who works nowhere, signed in; his address is proven.
    pub(crate) async fn stranger(&self, name: &str) -> Colleague {
        let email = format!("{name}@example.test");
        let tx = self.test.db().begin_system("make a person").await.unwrap();
        let user = users::create(&tx, name, &email, None).await.unwrap().unwrap();
        users::prove_email(&tx, user.id, &email).await.unwrap().unwrap();
        let (session, _) = sessions::begin(&tx, user.id, true, sessions::Origin::default()).await.unwrap();
        tx.commit().await.unwrap();
        let user = UserId(user.id);
        Colleague { client: self.client_of(user, session.id), user, session: session.id }
    }

    /// A client with a token of this session, which holds for a day.
    pub(crate) fn client_of(&self, user: UserId, session: Uuid) -> Client {
        let bearer = Bearer {
            actor_type: ActorType::User,
            user,
            customer: None,
            roles: Vec::new(),
            organization: None,
            mfa_enabled: false,
            session,
        };
        let token = self.platform.accounts.bearer_token(&bearer).unwrap();
        self.anybody().with_header("authorization", &format!("Bearer {token}"))
    }

    /// A role of our shop's own.
    pub(crate) async fn role(&self, role: &str, permission: &Value) {
        let tx = self.test.db().begin_system("make a role").await.unwrap();
        let permission = permission.to_string();
        let made = accounts::store::organization_roles::create(&tx, organization("a").0, role, &permission).await;
        made.unwrap().unwrap();
        tx.commit().await.unwrap();
    }

    /// A program with a secret key of our shop.
    pub(crate) async fn program(&self, owner: &Colleague, scopes: &[&str]) -> Client {
        let body = json!({"title": "Program", "type": "secret", "scopes": scopes});
        let made = owner.client.post("/admin/api-keys", &body).ok().await;
        self.anybody().with_header("x-api-key", made["api_key"]["token"].as_str().unwrap())
    }
}

/// `DELETE path`
pub(crate) async fn delete(client: &Client, path: &str) -> Answer {
    client.request(Method::DELETE, path).send().await
}

/// `a.b` of each of a list.
pub(crate) fn each<'a>(body: &'a Value, list: &str, field: &str) -> Vec<&'a str> {
    body[list].as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
}
