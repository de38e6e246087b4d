//! `/admin/customers`

mod addresses;
mod changes;

use auth::needs;
use resource::{
    admin::{LinksTo, NestedRoutes, Resource, Routes},
    links::Link,
};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use crate::store::{
    admin::{
        customers::{Customer, IN_GROUPS},
        groups::Group,
    },
    saved_addresses::Address,
};

impl Resource for Customer {
    type Read = needs::CustomerRead;
    type Write = needs::CustomerWrite;

    const PATH: &'static str = "/admin/customers";
    const TAG: &'static str = "Admin: customers";

    fn example() -> Value {
        json!({
            "id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "company_name": null, "first_name": "Ann",
            "last_name": "Lee", "phone": "+49 431 1", "has_account": false, "metadata": {"note": "calls"},
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

impl LinksTo<Group> for Customer {
    const PATH: &'static str = "/customer-groups";
    const NAME: &'static str = "set_customer_groups";
    const LINK: Link = IN_GROUPS;
}

pub(super) fn router() -> OpenApiRouter<App> {
    let addresses = NestedRoutes::<Address>::new()
        .list("List a customer's addresses.")
        .retrieve("Read a customer's address.")
        .create("Keep an address of a customer.")
        .update("Change a customer's address.")
        .delete("Remove a customer's address.");
    Routes::<Customer>::new()
        .list("List customers.")
        .retrieve("Read a customer.")
        .create("Keep a customer without an account.")
        .update("Change a customer. The address of one with an account is his own to change.")
        .delete("Take a customer off the books; his orders keep what they say of him.")
        .links::<Group>("Put a customer into groups, and take him out of others.")
        .router()
        .merge(addresses.router())
}
