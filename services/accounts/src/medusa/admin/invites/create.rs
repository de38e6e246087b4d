//! `POST /admin/invites`

use auth::{May, needs};
use axum::response::Response;
use resource::admin::{answer, as_kontor, select};
use web::{
    AdminErrors, ApiError, SelectParams, SelectQuery, body,
    body::{Body, Fields, Required},
    query::Query,
};

use super::count_mail;
use crate::{
    Accounts,
    better_auth::organization::staff::{alone, himself, invite},
    store::admin::invites::Invite,
};

body! {
    /// Whom, and as what.
    pub(super) struct New {
        /// The address.
        email: Required = "bob@example.com",
        /// Names of roles; without them a member.
        roles: Option<Vec<String>> = ["editor"],
    }
    checked by check
}

fn check(fields: &mut Fields, New { roles, .. }: &New) {
    if roles.iter().flatten().any(|role| role.contains(',')) {
        fields.complain("Invalid value for field 'roles': a role's name has no comma");
    }
}

/// Invite an address, by mail. Nobody gives a role that allows more than his own.
#[utoipa::path(
    post,
    path = "/admin/invites",
    tag = "Admin: invites",
    operation_id = "admin_create_invite",
    params(
        SelectParams,
    ),
    request_body(content = inline(New), description = "Whom, and as what; without roles as a member.", example = json!({"email": "bob@example.com", "roles": ["editor"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "The invitation.", body = serde_json::Value, example = json!({"invite": {"id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "accepted": false, "roles": ["editor"], "expires_at": "2026-11-23T10:00:00.000Z"}})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(New { email, roles }): Body<New>,
) -> Result<Response, ApiError> {
    let selection = select::<Invite>(fields.as_deref())?;
    himself(&staff)?;
    let email = email.0.trim().to_lowercase();
    let mut roles = roles.unwrap_or_default();
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        roles.push("member".to_owned());
    }
    count_mail(&accounts, &staff, &email).await?;
    let tx = as_kontor(&accounts.app, &staff, "invite somebody").await?;
    alone(&tx, &staff).await?;
    let invitation = invite(&accounts, &tx, &staff, email, roles).await?;
    let answer = answer::<Invite>(&tx, invitation.id, &invitation.id.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
