//! `POST /admin/invites`

use auth::{May, needs};
use axum::response::Response;
use web::{
    AdminErrors, ApiError, SelectQuery,
    body::{Body, Fields, FromBody},
    query::Query,
};

use super::{
    super::resource::{self, SelectParams},
    count_mail,
};
use crate::{
    Accounts,
    better_auth::organization::staff::invite,
    store::{admin::invites::Invite, organizations},
};

pub(super) struct Input {
    email: String,
    roles: Vec<String>,
}

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        let email = fields.required_text("email").trim().to_lowercase();
        let mut roles = fields.texts("roles").unwrap_or_default();
        roles.sort_unstable();
        roles.dedup();
        if roles.iter().any(|role| role.contains(',')) {
            fields.complain("Invalid value for field 'roles': a role's name has no comma");
        }
        if roles.is_empty() {
            roles.push("member".to_owned());
        }
        Self { email, roles }
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
    request_body(content = inline(crate::medusa::admin::bodies::InviteBody), description = "Whom, and as what; without roles as a member.", example = json!({"email": "bob@example.com", "roles": ["editor"]})),
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
    Body(Input { email, roles }): Body<Input>,
) -> Result<Response, ApiError> {
    let selection = resource::select::<Invite>(fields.as_deref())?;
    count_mail(&accounts, &staff, &email).await?;
    let tx = resource::as_kontor(&accounts, &staff, "invite somebody").await?;
    organizations::lock(&tx, staff.organization.0).await?;
    let invitation = invite(&accounts, &tx, &staff, email, roles).await?;
    let answer = resource::one::<Invite>(&tx, invitation.id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
