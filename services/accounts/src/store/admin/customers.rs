//! Customers, as the shop sees them.

use std::collections::HashMap;

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
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body,
    body::{AdditionalData, Change, Email},
    fields::{Column, JsonOut, Relation, Selection, View, many},
};

use super::{customer_orders::CustomerOrder, groups::Group};
use crate::store::saved_addresses::Address;

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
        orders: Vec<CustomerOrder>,
    }
}

impl View for Customer {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("addresses", |s| many(s, |customer: &Self| &customer.addresses)),
        ("groups", |s| many(s, |customer: &Self| &customer.groups)),
        ("orders", |s| many(s, |customer: &Self| &customer.orders)),
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
    const FROM: &'static str = "public.customers c";
    const ALIAS: &'static str = "c";
    const FILTERS: &'static [Param] = &[
        Param::text("email", "Addresses, in lower case."),
        Param::text("company_name", "Exact names."),
        Param::text("first_name", "Exact names."),
        Param::text("last_name", "Exact names."),
        Param::text("phone", "Exact numbers."),
        Param::boolean("has_account", "Whether he signs in."),
        Param::ids::<UserId>("created_by", "Ids of people who made him."),
        Param::ids::<CustomerGroupId>("groups", "Ids of groups, of which he is in one.").when(
            "exists (select from public.customer_group_customers l where l.organization_id = c.organization_id
               and l.customer_id = c.id and l.customer_group_id = any(?))",
        ),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("addresses", names::<Address>()),
            ("groups", names::<Group>()),
            ("orders", names::<CustomerOrder>()),
            ("account_holders", Vec::new()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners = || page.iter().map(|customer| customer.id.0).collect::<Vec<_>>();
        let (mut addresses, mut groups, mut orders) = (HashMap::new(), HashMap::new(), HashMap::new());
        if selection.has("addresses") {
            addresses = of_owners::<Address>(tx, "", "a.customer_id", owners()).await?;
        }
        if selection.has("groups") {
            groups = of_owners::<Group>(tx, GROUPS, "l.customer_id", owners()).await?;
        }
        if selection.has("orders") {
            orders = of_owners::<CustomerOrder>(tx, "", "o.customer_id", owners()).await?;
        }
        for customer in page {
            customer.addresses = addresses.remove(&customer.id.0).unwrap_or_default();
            customer.groups = groups.remove(&customer.id.0).unwrap_or_default();
            customer.orders = orders.remove(&customer.id.0).unwrap_or_default();
        }
        Ok(())
    }
}

/// The groups of a customer.
pub const IN_GROUPS: Link =
    Link { table: "public.customer_group_customers", one: "customer_id", other: "customer_group_id" };

/// From a group to its customers.
const GROUPS: &str = "join public.customer_group_customers l on l.organization_id = g.organization_id
    and l.customer_group_id = g.id";

body! {
    /// What is said of a customer.
    #[derive(Default)]
    pub struct Said {
        /// His address.
        pub email: Change<Email> = "ann@example.com",
        /// The company.
        pub company_name: Change<String> = "Harbour Goods",
        /// The first name.
        pub first_name: Change<String> = "Ann",
        /// The last name.
        pub last_name: Change<String> = "Lee",
        /// A number to call.
        pub phone: Change<String> = "+49 431 1",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"note": "calls"},
        /// Taken for Medusa's sake and kept nowhere: its workflows give it to hooks, which there are none of here.
        pub additional_data: AdditionalData = {"source": "erp"},
    }
}

/// Keeps a customer without an account. A taken address breaks `customers_one_per_address`.
pub async fn create(tx: &Tx, said: Said) -> db::Result<Uuid> {
    let Said { email, company_name, first_name, last_name, phone, metadata, additional_data: AdditionalData } = said;
    let sql = "insert into public.customers
          (organization_id, id, email, company_name, first_name, last_name, phone, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, private.merge_metadata(null, $8, '{}'), $9, $9)";
    let id = CustomerId::new().0;
    let values: [Value; 9] = [
        tx.organization()?.into(),
        id.into(),
        email.given().map(|Email(email)| email).into(),
        company_name.given().into(),
        first_name.given().into(),
        last_name.given().into(),
        phone.given().into(),
        fresh_metadata(metadata).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a customer; false when there is none. A taken address breaks `customers_one_per_address`.
pub async fn update(tx: &Tx, id: Uuid, said: Said) -> db::Result<bool> {
    let Said { email, company_name, first_name, last_name, phone, metadata, additional_data: AdditionalData } = said;
    let mut set = Set::new(tx, id)?;
    set.change("email", email.map(|Email(email)| email));
    set.change("company_name", company_name);
    set.change("first_name", first_name);
    set.change("last_name", last_name);
    set.change("phone", phone);
    set.metadata("metadata", metadata);
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
    let is_gone = retire(tx, "public.customers", id).await?;
    if is_gone {
        links::clear(tx, IN_GROUPS, id).await?;
    }
    Ok(is_gone)
}
