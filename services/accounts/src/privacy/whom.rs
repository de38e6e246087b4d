//! Whom a request is about, as the registries ask for it.

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Of, Subject, requests::Request};

/// What rows are found by.
#[derive(Debug, Clone, Default, Serialize, Deserialize, FromQueryResult)]
pub(super) struct Whom {
    pub person: Option<Uuid>,
    pub customers: Vec<Uuid>,
    pub shops: Vec<Uuid>,
    /// The shop that it is confined to; none for a whole person.
    pub shop: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
}

impl Whom {
    /// As things stand now.
    pub(super) async fn of(tx: &Tx, request: &Request) -> db::Result<Self> {
        match (request.customer_id, request.user_id) {
            (Some(customer), _) => customer_of(tx, request.organization_id, customer).await,
            (None, Some(user)) => Self::of_person(tx, user).await,
            (None, None) => Ok(Self { shop: Some(request.organization_id), ..Self::default() }),
        }
    }

    /// A person with all his customers: those that he signs in as, and the guests with an address that he has proven. An
    /// address that belongs to somebody else is not looked for, whoever wrote it into his customer.
    pub(super) async fn of_person(tx: &Tx, user: Uuid) -> db::Result<Self> {
        let sql = r#"with u as (select id, email, "emailVerified" as proven from auth."user" where id = $1),
            c as (select c.organization_id, c.id, c.email from public.customers c where c.user_id = $1
                  union
                  select c.organization_id, c.id, c.email from u
                  join public.customers c on c.email = u.email and c.user_id is null where u.proven)
            select $1::uuid as person, array(select id from c) as customers, array(select distinct organization_id from c) as shops,
              null::uuid as shop,
              array(select email from u union select email from c where email is not null
                      and not exists (select from auth."user" o where o.email = c.email and o.id <> $1)) as addresses"#;
        db::fetch_one(tx, sql, [user.into()]).await
    }

    /// Whether a line of a registry is looked at.
    pub(super) fn concerns(&self, subject: &Subject) -> bool {
        self.shop.is_none() || subject.of == Of::Customer
    }

    /// The values of a statement.
    pub(super) fn values(&self, tx: &Tx) -> [Value; 6] {
        [
            self.person.into(),
            self.customers.clone().into(),
            self.shops.clone().into(),
            self.shop.into(),
            self.addresses.clone().into(),
            tx.now().into(),
        ]
    }
}

async fn customer_of(tx: &Tx, shop: Uuid, customer: Uuid) -> db::Result<Whom> {
    let sql = "select c.user_id as person, array[c.id] as customers, array[c.organization_id] as shops,
          c.organization_id as shop, array_remove(array[c.email], null) as addresses
        from public.customers c where c.organization_id = $1 and c.id = $2";
    let found = db::fetch_optional(tx, sql, [shop.into(), customer.into()]).await?;
    Ok(found.unwrap_or(Whom { shop: Some(shop), ..Whom::default() }))
}
