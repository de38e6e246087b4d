//! Roles that shops made.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, Kind, NO_ORGANIZATION, Outcome, TENANT_KEY, plain, read, taken};
use crate::import::better_auth::{
    ids::map,
    values::{Time, object},
};

pub(super) const KIND: Kind = Kind {
    theirs: "organizationRole",
    more: None,
    ours: r#"auth."organizationRole""#,
    key: TENANT_KEY,
    columns: &[
        plain("organizationId"),
        plain("id"),
        plain("role"),
        plain("permission"),
        plain("createdAt"),
        plain("updatedAt"),
    ],
    checks: &[
        NO_ORGANIZATION,
        Check {
            fails: r#"exists (select from auth."organizationRole" o
                where o."organizationId" = g."organizationId" and o.role = g.role and o.id <> g.id)"#,
            why: "its organization has another role of this name",
            remedy: "rename one of the two there and import again",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    organization_id: String,
    role: String,
    permission: String,
    created_at: Option<Time>,
    updated_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let role: Theirs = read(row)?;
    if role.role.is_empty() || role.role != role.role.to_lowercase() || role.role.contains([',', ' ']) {
        let why = "its name is empty, or has capitals, commas or blanks";
        return Err(Bad::new(why, "rename it there, and where members have it, and import again").named(&role.role));
    }
    if auth::role_permissions(&role.role).is_some() {
        return Err(Bad::new("every organization has a role of this name", "rename it there").named(&role.role));
    }
    let Some(permission) = object(&role.permission) else {
        let why = "its permissions are no JSON object";
        return Err(Bad::new(why, "make the role anew here").named(&role.role));
    };
    let columns = json!({
        "organizationId": map(&role.organization_id),
        "role": role.role,
        "permission": permission,
        "createdAt": role.created_at.unwrap_or(Time(desk.now)),
        "updatedAt": role.updated_at,
    });
    Ok(taken(map(&role.id), Some(role.role), columns))
}
