//! Groups of customers.

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerGroupId, CustomerId, UserId},
};
use resource::{
    Param, Row, Set, Table, fresh_metadata,
    links::{self, Link},
    names, of_owners, retire, row,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body,
    body::{Change, Filled, Required},
    fields::{Column, Relation, Selection, View, many},
};

use super::customers::Customer;

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
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
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
    const FROM: &'static str = "public.customer_groups g";
    const ALIAS: &'static str = "g";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::ids::<UserId>("created_by", "Ids of people who made it."),
        Param::ids::<CustomerId>("customers", "Ids of customers, of whom one is in it.").when(
            "exists (select from public.customer_group_customers l where l.organization_id = g.organization_id
               and l.customer_group_id = g.id and l.customer_id = any(?))",
        ),
    ];

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

body! {
    /// What is said of a new group.
    pub struct New {
        /// What it is called.
        pub name: Required = "VIP",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"since": 2026},
    }
}

body! {
    /// What changes of a group.
    pub struct Changes {
        /// What it is called.
        pub name: Filled = "VIP",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"since": 2026},
    }
}

/// Makes a group. A taken name breaks `customer_groups_name`.
pub async fn create(tx: &Tx, name: &str, metadata: Change<Map<String, Json>>) -> db::Result<Uuid> {
    let id = CustomerGroupId::new().0;
    let sql = "insert into public.customer_groups (organization_id, id, name, metadata, created_at, updated_at)
        values ($1, $2, $3, private.merge_metadata(null, $4, '{}'), $5, $5)";
    let metadata = fresh_metadata(metadata);
    let values: [Value; 5] = [tx.organization()?.into(), id.into(), name.into(), metadata.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a group; false when there is none. A taken name breaks `customer_groups_name`.
pub async fn update(tx: &Tx, id: Uuid, name: Option<String>, metadata: Change<Map<String, Json>>) -> db::Result<bool> {
    let mut set = Set::new(tx, id)?;
    set.given("name", name);
    set.metadata("metadata", metadata);
    set.run(tx, "public.customer_groups").await
}

/// The customers in a group.
pub const OF_CUSTOMERS: Link =
    Link { table: "public.customer_group_customers", one: "customer_group_id", other: "customer_id" };

/// Removes a group; its customers stay.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let is_gone = retire(tx, "public.customer_groups", id).await?;
    if is_gone {
        links::clear(tx, OF_CUSTOMERS, id).await?;
    }
    Ok(is_gone)
}
