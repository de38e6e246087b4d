//! Who is in a team.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, Kind, Outcome, TENANT_KEY, plain, read, taken};
use crate::import::better_auth::{ids::map, values::Time};

pub(super) const KIND: Kind = Kind {
    theirs: "teamMember",
    more: Some(
        r#"jsonb_build_object('organizationId', (select m."organizationId" from {team} as m where m.id = t."teamId"))"#,
    ),
    ours: r#"auth."teamMember""#,
    key: TENANT_KEY,
    columns: &[plain("organizationId"), plain("id"), plain("teamId"), plain("userId"), plain("createdAt")],
    checks: &[
        Check {
            fails: r#"not exists (select from auth.team o where o."organizationId" = g."organizationId" and o.id = g."teamId")"#,
            why: "its team is not here",
            remedy: "see why the team was refused, then import again",
        },
        Check {
            fails: r#"not exists (select from auth.member o
                where o."organizationId" = g."organizationId" and o."userId" = g."userId")"#,
            why: "its person is no member of the organization, and so of none of its teams",
            remedy: "make the person a member there and import again, or remove this row there",
        },
        Check {
            fails: r#"exists (select from auth."teamMember" o where o."organizationId" = g."organizationId"
                and o."teamId" = g."teamId" and o."userId" = g."userId" and o.id <> g.id)"#,
            why: "its person is in this team already",
            remedy: "remove one of the two rows there",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    team_id: String,
    user_id: String,
    organization_id: Option<String>,
    created_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let member: Theirs = read(row)?;
    let Some(organization) = member.organization_id else {
        return Err(Bad::new("its team is not there", "remove it there"));
    };
    let columns = json!({
        "organizationId": map(&organization),
        "teamId": map(&member.team_id),
        "userId": map(&member.user_id),
        "createdAt": member.created_at.unwrap_or(Time(desk.now)),
    });
    Ok(taken(map(&member.id), None, columns))
}
