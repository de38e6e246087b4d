//! `/admin/customer-groups`

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use resource::{
    admin::{Create, Delete, LinksTo, Resource, Routes, Update, duplicate},
    links::Link,
};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App,
    body::{Filled, Required},
};

use crate::store::admin::{
    customers::Customer,
    groups::{self, Changes, Group, New, OF_CUSTOMERS},
};

impl Resource for Group {
    type Read = needs::CustomerRead;
    type Write = needs::CustomerWrite;

    const PATH: &'static str = "/admin/customer-groups";
    const TAG: &'static str = "Admin: customer groups";

    fn example() -> Value {
        json!({
            "id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP", "metadata": {"since": 2026},
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

impl LinksTo<Customer> for Group {
    const PATH: &'static str = "/customers";
    const NAME: &'static str = "set_customers_of_group";
    const LINK: Link = OF_CUSTOMERS;
}

impl Create for Group {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, New { name: Required(name), metadata }: New) -> Result<Uuid, ApiError> {
        taken(groups::create(tx, &name, metadata).await, &name)
    }
}

impl Update for Group {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name: Filled(name), metadata } = changes;
        let wanted = name.clone().unwrap_or_default();
        taken(groups::update(tx, id, name, metadata).await, &wanted)
    }
}

impl Delete for Group {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(groups::delete(tx, id).await?)
    }
}

/// 422 when another group has the name.
fn taken<T>(done: db::Result<T>, name: &str) -> Result<T, ApiError> {
    done.on_constraint("customer_groups_name", |_| {
        duplicate(format!("Customer group with name: {name}, already exists."))
    })
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Group>::new()
        .list("List groups of customers.")
        .retrieve("Read a group of customers.")
        .create("Make a group of customers.")
        .update("Change a group of customers.")
        .delete("Remove a group; its customers stay.")
        .links::<Customer>("Put customers into a group, and take others out.")
        .router()
}
