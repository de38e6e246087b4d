//! Sessions that are not over. Their cookies stay good: they are found by the hash of the token, and the old secret verifies
//! the signature.

use chrono::Duration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, NO_USER, Outcome, made, plain, read, taken};
use crate::{
    import::better_auth::{ids::map, values::Time},
    store::sessions::{ABSOLUTE_LIFE, SHORT_LIFE},
};

pub(super) const KIND: Kind = Kind {
    theirs: "session",
    more: None,
    ours: "auth.session",
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("expiresAt"),
        plain("token"),
        plain("createdAt"),
        plain("updatedAt"),
        plain("ipAddress"),
        plain("userAgent"),
        plain("userId"),
        // Where somebody works was no foreign key there: a place that is gone is none.
        made(
            "activeOrganizationId",
            r#"(select m."organizationId" from auth.member m
                where m."organizationId" = g."activeOrganizationId" and m."userId" = g."userId")"#,
        ),
        made(
            "activeTeamId",
            r#"(select m."teamId" from auth."teamMember" m where m."organizationId" = g."activeOrganizationId"
                and m."teamId" = g."activeTeamId" and m."userId" = g."userId")"#,
        ),
        plain("impersonatedBy"),
        plain("remember"),
    ],
    checks: &[
        NO_USER,
        Check {
            fails: r#"g."impersonatedBy" is not null
                and not exists (select from auth."user" u where u.id = g."impersonatedBy")"#,
            why: "an administrator acts in it who is not here",
            remedy: "nothing: it would be a session of the person himself",
        },
        Check {
            fails: "exists (select from auth.session o where o.token = g.token and o.id <> g.id)",
            why: "another session here has this token",
            remedy: "nothing: its cookie opens the other one",
        },
    ],
    convert,
};

/// A session that ends with the browser lives a day, and Better Auth says so only in a cookie.
const ABOUT_A_DAY: Duration = Duration::minutes(24 * 60 + 1);
const _: () = assert!(SHORT_LIFE.num_hours() == 24);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    expires_at: Time,
    token: String,
    created_at: Option<Time>,
    updated_at: Option<Time>,
    ip_address: Option<String>,
    user_agent: Option<String>,
    user_id: String,
    active_organization_id: Option<String>,
    active_team_id: Option<String>,
    impersonated_by: Option<String>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let session: Theirs = read(row)?;
    let created = session.created_at.unwrap_or(Time(desk.now));
    if session.expires_at.0 <= desk.now || created.0 <= desk.now - ABSOLUTE_LIFE {
        return Ok(Outcome::Over);
    }
    if session.token.is_empty() {
        return Err(Bad::new("it has no token", "nothing: no cookie opens it"));
    }
    let organization = session.active_organization_id.filter(|id| !id.is_empty());
    let team = session.active_team_id.filter(|id| !id.is_empty());
    let columns = json!({
        "expiresAt": session.expires_at,
        "token": vault::token::hash(&session.token),
        "createdAt": created,
        "updatedAt": session.updated_at.unwrap_or(created),
        "ipAddress": session.ip_address,
        "userAgent": session.user_agent,
        "userId": map(&session.user_id),
        "activeOrganizationId": organization.as_deref().map(map),
        "activeTeamId": team.as_deref().map(map),
        "impersonatedBy": session.impersonated_by.filter(|id| !id.is_empty()).as_deref().map(map),
        "remember": session.expires_at.0 - created.0 > ABOUT_A_DAY,
    });
    Ok(taken(map(&session.id), None, columns))
}
