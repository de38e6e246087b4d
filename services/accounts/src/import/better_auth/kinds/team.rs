//! Teams within a shop.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Desk, Kind, NO_ORGANIZATION, Outcome, TENANT_KEY, plain, read, taken};
use crate::import::better_auth::{ids::map, values::Time};

pub(super) const KIND: Kind = Kind {
    theirs: "team",
    more: None,
    ours: "auth.team",
    key: TENANT_KEY,
    columns: &[
        plain("organizationId"),
        plain("id"),
        plain("name"),
        plain("memberCount"),
        plain("createdAt"),
        plain("updatedAt"),
    ],
    checks: &[NO_ORGANIZATION],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    name: String,
    member_count: Option<i32>,
    organization_id: String,
    created_at: Option<Time>,
    updated_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let team: Theirs = read(row)?;
    if team.name.is_empty() {
        return Err(Bad::new("it has no name", "give it one there and import again"));
    }
    let columns = json!({
        "organizationId": map(&team.organization_id),
        "name": team.name,
        "memberCount": team.member_count.unwrap_or(0).max(0),
        "createdAt": team.created_at.unwrap_or(Time(desk.now)),
        "updatedAt": team.updated_at,
    });
    Ok(taken(map(&team.id), Some(team.name), columns))
}
