//! Whom a request is about, as the registries ask for it.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use jobs::JobError;
use sea_orm::{FromQueryResult, Value};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::seal::{Context, Error};

use super::{Of, Subject, requests::Request};
use crate::{Accounts, seal::columns::REMEMBERED};

/// What rows are found by.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Whom {
    pub person: Option<Uuid>,
    pub customers: Vec<Uuid>,
    pub shops: Vec<Uuid>,
    /// The shop that it is confined to; none for a whole person.
    pub shop: Option<Uuid>,
    pub addresses: Vec<String>,
    /// Until when the addresses were his; the database's time, which rows are written with.
    pub until: DateTime<Utc>,
}

/// Whom a job is to look for later, when his row tells nothing any more. Keys name nobody; what does is sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Remembered {
    person: Option<Uuid>,
    customers: Vec<Uuid>,
    shops: Vec<Uuid>,
    shop: Option<Uuid>,
    until: DateTime<Utc>,
    /// The addresses, for a request.
    sealed: String,
    request: Uuid,
}

/// A person with all his customers: those that he signs in as, and the guests with an address while he had proven it. An
/// address that belongs to somebody else is not looked for, whoever wrote it into his customer, and a former one only while
/// nobody else is known by it.
const PERSON: &str = r#"
    with u as (select id, email, "emailVerified" as proven from auth."user" where id = $1),
    was as (
      select f.email, f.created_at as until from public.former_addresses f
      where f.user_id = $1 and not exists (select from auth."user" o where o.email = f.email and o.id <> $1)),
    proven as (select email, 'infinity'::timestamptz as until from u where proven union all select email, until from was),
    c as (
      select c.organization_id, c.id, c.email from public.customers c where c.user_id = $1
      union
      select c.organization_id, c.id, c.email from proven p
      join public.customers c on c.email = p.email and c.user_id is null and c.created_at <= p.until),
    known as (
      select c.email from c where c.email is not null
      union select w.email from was w
      union select f.email from c
        join public.former_addresses f on f.organization_id = c.organization_id and f.customer_id = c.id)
    select $1::uuid as person, array(select id from c) as customers, array(select distinct organization_id from c) as shops,
      null::uuid as shop, now() + $2::int8 * interval '1 second' as until,
      array(
        select email from u
        union
        select k.email from known k
        where not exists (select from auth."user" o where o.email = k.email and o.id <> $1)
          and not exists (
            select from public.customers o where o.email = k.email and o.deleted_at is null
              and (o.organization_id, o.id) not in (select organization_id, id from c))) as addresses"#;

/// A customer of a shop, with the guests of this shop who had his address while he had proven it: a guest's address is his as
/// he is nothing else, an account's only when its person has proven it.
const CUSTOMER: &str = r#"
    with me as (select c.id, c.user_id, c.email from public.customers c where c.organization_id = $1 and c.id = $2),
    proven as (
      select u.email, 'infinity'::timestamptz as until
      from me join auth."user" u on u.id = me.user_id where u."emailVerified"
      union all
      select f.email, f.created_at from me join public.former_addresses f on f.user_id = me.user_id
      where not exists (select from auth."user" o where o.email = f.email and o.id <> me.user_id)
      union all
      select me.email, 'infinity' from me where me.user_id is null and me.email is not null),
    c as (
      select id, email from me
      union
      select g.id, g.email from proven p
      join public.customers g on g.organization_id = $1 and g.email = p.email and g.user_id is null
        and g.created_at <= p.until),
    known as (
      select f.email from c join public.former_addresses f on f.organization_id = $1 and f.customer_id = c.id)
    select (select user_id from me) as person, array(select id from c) as customers, array[$1::uuid] as shops,
      $1::uuid as shop, now() + $3::int8 * interval '1 second' as until,
      array(
        select email from c where email is not null
        union
        select k.email from known k where not exists (
          select from public.customers o where o.organization_id = $1 and o.email = k.email and o.deleted_at is null
            and o.id not in (select id from c))) as addresses"#;

impl Whom {
    /// What was under way is written so many seconds later at most.
    pub(super) const LATE: i64 = 15 * 60;

    /// As things stand now.
    pub(super) async fn of(tx: &Tx, request: &Request) -> db::Result<Self> {
        match (request.customer_id, request.user_id) {
            (None, Some(user)) => Self::of_person(tx, user).await,
            (customer, _) => {
                // Without a customer it finds nobody.
                let customer = customer.unwrap_or_default();
                let values = [request.organization_id.into(), customer.into(), Self::LATE.into()];
                db::fetch_one(tx, CUSTOMER, values).await
            }
        }
    }

    /// A person with all his customers, as things stand now.
    pub(super) async fn of_person(tx: &Tx, user: Uuid) -> db::Result<Self> {
        db::fetch_one(tx, PERSON, [user.into(), Self::LATE.into()]).await
    }

    /// Whether a line of a registry is looked at.
    pub(super) fn concerns(&self, subject: &Subject) -> bool {
        self.shop.is_none() || subject.of == Of::Customer
    }

    /// The values of a statement.
    pub(super) fn values(&self, tx: &Tx) -> [Value; 7] {
        [
            self.person.into(),
            self.customers.clone().into(),
            self.shops.clone().into(),
            self.shop.into(),
            self.addresses.clone().into(),
            tx.now().into(),
            self.until.into(),
        ]
    }

    /// For a job that comes when his row tells nothing any more.
    pub(super) fn remember(self, accounts: &Accounts, request: Uuid) -> Result<Remembered, Error> {
        let Self { person, customers, shops, shop, addresses, until } = self;
        let addresses = serde_json::Value::from(addresses).to_string();
        let sealed = accounts.seal(&addresses.into(), &place(&request.to_string()))?;
        Ok(Remembered { person, customers, shops, shop, until, sealed, request })
    }
}

/// Where remembered addresses stand, until the job is done and gone.
fn place(request: &str) -> Context<'_> {
    REMEMBERED.of(request)
}

impl Remembered {
    /// As he is to be looked for now. Once somebody else is known by an address of his, what was written after he went is not
    /// his any more. Where the addresses do not open, nothing is: the job is tried again until their key is back.
    pub(super) async fn recall(&self, accounts: &Accounts, tx: &Tx) -> Result<Whom, JobError> {
        let opened = accounts.unseal(&self.sealed, &place(&self.request.to_string()))?;
        let addresses: Vec<String> = serde_json::from_str(opened.expose_secret())?;
        let sql = r#"select
            exists (select from auth."user" o where o.email = any ($1) and o.id is distinct from $2)
            or exists (
              select from public.customers o where o.email = any ($1) and o.deleted_at is null
                and ($3::uuid is null or o.organization_id = $3) and o.id <> all ($4::uuid[])) as taken"#;
        let values: [Value; 4] =
            [addresses.clone().into(), self.person.into(), self.shop.into(), self.customers.clone().into()];
        let late = match db::fetch_one(tx, sql, values).await? {
            Taken { taken: true } => TimeDelta::seconds(Whom::LATE),
            Taken { taken: false } => TimeDelta::zero(),
        };
        Ok(Whom {
            person: self.person,
            customers: self.customers.clone(),
            shops: self.shops.clone(),
            shop: self.shop,
            addresses,
            until: self.until - late,
        })
    }
}

#[derive(FromQueryResult)]
struct Taken {
    taken: bool,
}
