//! Customers, as the shop sees them.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerGroupId, CustomerId, UserId},
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, JsonOut, Relation, Selection, View, many},
    query::Params,
};

use super::{
    Filter, Table, Unknown,
    addresses::Address,
    groups::Group,
    links,
    row::row,
    table::{names, of_owners},
};

row! {
    /// A customer.
    pub struct Customer from "c" {
        id: CustomerId,
        email: Option<String>,
        company_name: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        phone: Option<String>,
        has_account: bool,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        addresses: Vec<Address>,
        groups: Vec<Group>,
    }
}

impl View for Customer {
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("addresses", |s| many(s, |customer: &Self| &customer.addresses)),
        ("groups", |s| many(s, |customer: &Self| &customer.groups)),
        // Accounts at payment providers: there are none before there are payments.
        ("account_holders", |_| Box::new(|_: &Self, out: &mut JsonOut| out.extend_from_slice(b"[]"))),
    ];
}

impl Table for Customer {
    type Id = CustomerId;

    const ONE: &'static str = "customer";
    const MANY: &'static str = "customers";
    const NAME: &'static str = "Customer";
    const SORTABLE: &'static [&'static str] =
        &["id", "email", "company_name", "first_name", "last_name", "phone", "has_account", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["c.email", "c.company_name", "c.first_name", "c.last_name", "c.phone"];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "public.customers c";
    const ALIAS: &'static str = "c";

    fn filter(params: &mut Params, filter: &mut Filter) {
        filter.living(params, "c");
        filter.ids::<CustomerId>(params, "id", "c.id = any(?)");
        for (name, column) in [
            ("email", "c.email"),
            ("company_name", "c.company_name"),
            ("first_name", "c.first_name"),
            ("last_name", "c.last_name"),
            ("phone", "c.phone"),
        ] {
            filter.texts(params, name, column);
        }
        filter.ids::<UserId>(params, "created_by", "c.created_by = any(?)");
        filter.boolean(params, "has_account", "c.has_account");
        filter.time(params, "created_at", "c.created_at");
        filter.time(params, "updated_at", "c.updated_at");
        let in_group =
            "exists (select from public.customer_group_customers l where l.organization_id = c.organization_id
            and l.customer_id = c.id and l.customer_group_id = any(?))";
        filter.ids::<CustomerGroupId>(params, "groups", in_group);
    }

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("addresses", names::<Address>()), ("groups", names::<Group>()), ("account_holders", Vec::new())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners = || page.iter().map(|customer| customer.id.0).collect::<Vec<_>>();
        let (mut addresses, mut groups) = (HashMap::new(), HashMap::new());
        if selection.has("addresses") {
            addresses = of_owners::<Address>(tx, "", "a.customer_id", owners()).await?;
        }
        if selection.has("groups") {
            groups = of_owners::<Group>(tx, GROUPS, "l.customer_id", owners()).await?;
        }
        for customer in page {
            customer.addresses = addresses.remove(&customer.id.0).unwrap_or_default();
            customer.groups = groups.remove(&customer.id.0).unwrap_or_default();
        }
        Ok(())
    }
}

/// From a group to its customers.
const GROUPS: &str = "join public.customer_group_customers l on l.organization_id = g.organization_id
    and l.customer_group_id = g.id";

/// What is said of a customer.
#[derive(Debug, Default)]
pub struct Said {
    pub email: Change<String>,
    pub company_name: Change<String>,
    pub first_name: Change<String>,
    pub last_name: Change<String>,
    pub phone: Change<String>,
    pub metadata: Change<Map<String, Json>>,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Keeps a customer without an account. A taken address breaks `customers_one_per_address`.
pub async fn create(tx: &Tx, said: Said) -> db::Result<Uuid> {
    let Said { email, company_name, first_name, last_name, phone, metadata } = said;
    let sql = "insert into public.customers
          (organization_id, id, email, company_name, first_name, last_name, phone, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    let id = CustomerId::new().0;
    let values: [Value; 9] = [
        tx.organization()?.into(),
        id.into(),
        email.given().into(),
        company_name.given().into(),
        first_name.given().into(),
        last_name.given().into(),
        phone.given().into(),
        metadata.given().map(Json::Object).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a customer; false when there is none. A taken address breaks `customers_one_per_address`.
pub async fn update(tx: &Tx, id: Uuid, said: Said) -> db::Result<bool> {
    let Said { email, company_name, first_name, last_name, phone, metadata } = said;
    let mut set = super::change::Set::new(tx, id)?;
    set.text("email", email);
    set.text("company_name", company_name);
    set.text("first_name", first_name);
    set.text("last_name", last_name);
    set.text("phone", phone);
    set.json("metadata", metadata);
    set.run(tx, "public.customers").await
}

/// Whether a customer has an account; `None` when there is no such customer. Nobody else changes him before this ends.
pub async fn lock(tx: &Tx, id: Uuid) -> db::Result<Option<bool>> {
    #[derive(FromQueryResult)]
    struct Row {
        has_account: bool,
    }
    let sql = "select has_account from public.customers
        where organization_id = $1 and id = $2 and deleted_at is null for no key update";
    let row: Option<Row> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    Ok(row.map(|row| row.has_account))
}

/// Takes a customer off the books; the row stays for his orders.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let organization = tx.organization()?;
    let sql = "update public.customers set deleted_at = $3
        where organization_id = $1 and id = $2 and deleted_at is null returning id";
    let gone: Option<Id> = db::fetch_optional(tx, sql, [organization.into(), id.into(), tx.now().into()]).await?;
    let Some(Id { id }) = gone else {
        return Ok(false);
    };
    let sql = "delete from public.customer_group_customers where organization_id = $1 and customer_id = $2";
    db::exec(tx, sql, [organization.into(), id.into()]).await?;
    Ok(true)
}

/// Puts a customer into groups, and takes him out of others.
pub async fn set_groups(tx: &Tx, customer: Uuid, add: &[String], remove: &[String]) -> db::Result<Result<(), Unknown>> {
    let add = match links::known::<CustomerGroupId>(tx, "public.customer_groups", add).await? {
        Ok(add) => add,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let remove = super::filter::ids::<CustomerGroupId>(remove);
    let organization = tx.organization()?;
    let sql = "delete from public.customer_group_customers
        where organization_id = $1 and customer_id = $2 and customer_group_id = any($3)";
    db::exec(tx, sql, [organization.into(), customer.into(), remove.into()]).await?;
    let sql =
        "insert into public.customer_group_customers (organization_id, customer_group_id, customer_id, created_at)
        select $1, id, $2, $4 from unnest($3::uuid[]) id order by id on conflict do nothing";
    db::exec(tx, sql, [organization.into(), customer.into(), add.into(), tx.now().into()]).await?;
    Ok(Ok(()))
}
