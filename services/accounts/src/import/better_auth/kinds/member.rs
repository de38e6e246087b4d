//! Who is in a shop, and as what.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, Kind, NO_ORGANIZATION, NO_USER, Outcome, TENANT_KEY, plain, read, taken};
use crate::import::better_auth::{
    ids::map,
    values::{Time, roles},
};

pub(super) const KIND: Kind = Kind {
    theirs: "member",
    more: None,
    ours: "auth.member",
    key: TENANT_KEY,
    columns: &[plain("organizationId"), plain("id"), plain("userId"), plain("role"), plain("createdAt")],
    checks: &[
        NO_ORGANIZATION,
        NO_USER,
        Check {
            fails: r#"exists (select from auth.member o
                where o."organizationId" = g."organizationId" and o."userId" = g."userId" and o.id <> g.id)"#,
            why: "its person is a member of this organization already",
            remedy: "remove one of the two memberships there",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    organization_id: String,
    user_id: String,
    role: Option<String>,
    created_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let member: Theirs = read(row)?;
    let role = member.role.as_deref().map(roles).filter(|role| !role.is_empty());
    let columns = json!({
        "organizationId": map(&member.organization_id),
        "userId": map(&member.user_id),
        "role": role.as_deref().unwrap_or("member"),
        "createdAt": member.created_at.unwrap_or(Time(desk.now)),
    });
    Ok(taken(map(&member.id), None, columns))
}
