//! `POST /admin/invites/{id}/resend`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use resource::admin::{answer, as_kontor, key, missing, select};
use web::{AdminErrors, ApiError, SelectParams, SelectQuery, body::Body, query::Query};

use super::{count_mail, of_shop};
use crate::{
    Accounts,
    better_auth::organization::staff::{alone, himself, remind},
    store::admin::invites::{self, Invite},
};

/// Mail an invitation once more; its time begins anew.
#[utoipa::path(
    post,
    path = "/admin/invites/{id}/resend",
    tag = "Admin: invites",
    operation_id = "admin_resend_invite",
    params(
        ("id" = String, Path, description = "The invitation's id.", example = "inv_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "The invitation.", body = serde_json::Value, example = json!({"invite": {"id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "accepted": false, "roles": ["editor"], "expires_at": "2026-11-23T10:00:00.000Z"}})),
        AdminErrors,
    )
)]
pub(super) async fn resend(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(()): Body<()>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Invite>(fields.as_deref())?;
    let key = key::<Invite>(&id)?;
    himself(&staff)?;
    let tx = as_kontor(&accounts.app, &staff, "look up an invitation").await?;
    let invitation = of_shop(&tx, key).await?.ok_or_else(|| missing::<Invite>(&id))?;
    tx.commit().await?;
    count_mail(&accounts, &staff, &invitation.email).await?;
    let tx = as_kontor(&accounts.app, &staff, "mail an invitation again").await?;
    alone(&tx, &staff).await?;
    if !invites::reopen(&tx, invitation.id).await? {
        return Err(ApiError::not_allowed("The invitation was accepted already"));
    }
    remind(&accounts, &tx, &staff, &invitation).await?;
    let answer = answer::<Invite>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
