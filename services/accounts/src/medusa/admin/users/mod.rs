//! `/admin/users`: who works in the shop, and as what.

mod changes;
mod me;
mod roles;
mod set_roles;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use crate::store::admin::people::Person;

impl Resource for Person {
    type Read = needs::StaffRead;
    type Write = needs::StaffWrite;

    const PATH: &'static str = "/admin/users";
    const TAG: &'static str = "Admin: staff";
    const AS_KONTOR: Option<&'static str> = Some("look after the staff");

    fn example() -> Value {
        json!({
            "id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray",
            "avatar_url": null, "roles": ["editor"]
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Person>::new()
        .list("List who works in the shop.")
        .retrieve("Read somebody who works in the shop.")
        .update("Change the name or the picture of somebody who works in this shop alone.")
        .delete("End somebody's work in this shop. The person stays, and so does an owner.")
        .router()
        .routes(routes!(me::me))
        .routes(routes!(roles::roles, set_roles::set_roles))
}
