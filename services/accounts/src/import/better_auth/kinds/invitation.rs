//! Invitations into a shop.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, Kind, NO_ORGANIZATION, Outcome, TENANT_KEY, plain, read, taken};
use crate::import::better_auth::{
    ids::map,
    values::{Time, roles},
};

pub(super) const KIND: Kind = Kind {
    theirs: "invitation",
    more: None,
    ours: "auth.invitation",
    key: TENANT_KEY,
    columns: &[
        plain("organizationId"),
        plain("id"),
        plain("email"),
        plain("role"),
        plain("teamId"),
        plain("status"),
        plain("expiresAt"),
        plain("createdAt"),
        plain("inviterId"),
    ],
    checks: &[
        NO_ORGANIZATION,
        Check {
            fails: r#"not exists (select from auth."user" u where u.id = g."inviterId")"#,
            why: "who invited is not here",
            remedy: "see why that person was refused, or invite anew here",
        },
        Check {
            fails: r#"g.status = 'pending' and exists (select from auth.invitation o
                where o."organizationId" = g."organizationId" and o.email = g.email and o.status = 'pending' and o.id <> g.id)"#,
            why: "this address has another open invitation of the organization",
            remedy: "cancel one of the two there",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    organization_id: String,
    email: String,
    role: Option<String>,
    team_id: Option<String>,
    status: String,
    expires_at: Time,
    created_at: Option<Time>,
    inviter_id: String,
}

fn convert(_: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let invitation: Theirs = read(row)?;
    let email = invitation.email.trim().to_lowercase();
    if !["pending", "accepted", "rejected", "canceled"].contains(&invitation.status.as_str()) {
        let why = format!("its status is '{}'", invitation.status);
        return Err(Bad::new(why, "make it pending, accepted, rejected or canceled there").named(&email));
    }
    let role = invitation.role.as_deref().map(roles).filter(|role| !role.is_empty());
    // Several teams are joined by commas.
    let teams = invitation.team_id.as_deref().map(|teams| {
        let teams = teams.split(',').map(str::trim).filter(|team| !team.is_empty());
        teams.map(|team| map(team).to_string()).collect::<Vec<_>>().join(",")
    });
    let columns = json!({
        "organizationId": map(&invitation.organization_id),
        "email": email,
        "role": role.as_deref().unwrap_or("member"),
        "teamId": teams.filter(|teams| !teams.is_empty()),
        "status": invitation.status,
        "expiresAt": invitation.expires_at,
        // Older versions did not say when.
        "createdAt": invitation.created_at.unwrap_or(Time(invitation.expires_at.0 - chrono::Duration::hours(48))),
        "inviterId": map(&invitation.inviter_id),
    });
    Ok(taken(map(&invitation.id), Some(email), columns))
}
