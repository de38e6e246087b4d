//! Groups of customers.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerGroupId, CustomerId, UserId},
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, Relation, Selection, View, many},
    query::Params,
};

use super::{
    Filter, Table, Unknown,
    change::Set,
    customers::Customer,
    links,
    row::row,
    table::{names, of_owners},
};

row! {
    /// A group.
    pub struct Group from "g" {
        id: CustomerGroupId,
        name: String,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        customers: Vec<Customer>,
    }
}

impl View for Group {
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("customers", |s| many(s, |group: &Self| &group.customers))];
}

impl Table for Group {
    type Id = CustomerGroupId;

    const ONE: &'static str = "customer_group";
    const MANY: &'static str = "customer_groups";
    const NAME: &'static str = "Customer group";
    const LIMIT: i64 = 10;
    const SORTABLE: &'static [&'static str] = &["id", "name", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["g.name"];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "public.customer_groups g";
    const ALIAS: &'static str = "g";

    fn filter(params: &mut Params, filter: &mut Filter) {
        filter.living(params, "g");
        filter.ids::<CustomerGroupId>(params, "id", "g.id = any(?)");
        filter.texts(params, "name", "g.name");
        filter.ids::<UserId>(params, "created_by", "g.created_by = any(?)");
        filter.time(params, "created_at", "g.created_at");
        filter.time(params, "updated_at", "g.updated_at");
        let has = "exists (select from public.customer_group_customers l where l.organization_id = g.organization_id
            and l.customer_group_id = g.id and l.customer_id = any(?))";
        filter.ids::<CustomerId>(params, "customers", has);
    }

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("customers", names::<Customer>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if !selection.has("customers") {
            return Ok(());
        }
        let owners = page.iter().map(|group| group.id.0).collect();
        let join = "join public.customer_group_customers l on l.organization_id = c.organization_id
            and l.customer_id = c.id";
        let mut customers = of_owners::<Customer>(tx, join, "l.customer_group_id", owners).await?;
        for group in page {
            group.customers = customers.remove(&group.id.0).unwrap_or_default();
        }
        Ok(())
    }
}

/// Makes a group. A taken name breaks `customer_groups_name`.
pub async fn create(tx: &Tx, name: &str, metadata: Change<Map<String, Json>>) -> db::Result<Uuid> {
    let id = CustomerGroupId::new().0;
    let sql = "insert into public.customer_groups (organization_id, id, name, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $5)";
    let metadata = metadata.given().map(Json::Object);
    let values: [Value; 5] = [tx.organization()?.into(), id.into(), name.into(), metadata.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a group; false when there is none. A taken name breaks `customer_groups_name`.
pub async fn update(tx: &Tx, id: Uuid, name: Option<String>, metadata: Change<Map<String, Json>>) -> db::Result<bool> {
    let mut set = Set::new(tx, id)?;
    if let Some(name) = name {
        set.to("name", name);
    }
    set.json("metadata", metadata);
    set.run(tx, "public.customer_groups").await
}

/// Removes a group; its customers stay.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let organization = tx.organization()?;
    let sql = "update public.customer_groups set deleted_at = $3
        where organization_id = $1 and id = $2 and deleted_at is null";
    if db::exec(tx, sql, [organization.into(), id.into(), tx.now().into()]).await? == 0 {
        return Ok(false);
    }
    let sql = "delete from public.customer_group_customers where organization_id = $1 and customer_group_id = $2";
    db::exec(tx, sql, [organization.into(), id.into()]).await?;
    Ok(true)
}

/// Whether there is such a group. It is not deleted before this transaction ends.
pub async fn lock(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let sql = "select from public.customer_groups
        where organization_id = $1 and id = $2 and deleted_at is null for no key update";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
}

/// Puts customers into a group, and takes others out.
pub async fn set_customers(tx: &Tx, group: Uuid, add: &[String], remove: &[String]) -> db::Result<Result<(), Unknown>> {
    let add = match links::known::<CustomerId>(tx, "public.customers", add).await? {
        Ok(add) => add,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let remove = super::filter::ids::<CustomerId>(remove);
    let organization = tx.organization()?;
    let sql = "delete from public.customer_group_customers
        where organization_id = $1 and customer_group_id = $2 and customer_id = any($3)";
    db::exec(tx, sql, [organization.into(), group.into(), remove.into()]).await?;
    let sql =
        "insert into public.customer_group_customers (organization_id, customer_group_id, customer_id, created_at)
        select $1, $2, id, $4 from unnest($3::uuid[]) id order by id on conflict do nothing";
    db::exec(tx, sql, [organization.into(), group.into(), add.into(), tx.now().into()]).await?;
    Ok(Ok(()))
}
