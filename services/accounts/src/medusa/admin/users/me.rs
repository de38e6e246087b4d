//! `GET /admin/users/me`

use auth::{May, needs};
use axum::response::Response;
use resource::admin::{answer, as_kontor, select};
use web::{AdminErrors, ApiError, SelectParams, SelectQuery, query::Query};

use crate::{Accounts, store::admin::people::Person};

/// Read oneself. A program is nobody.
#[utoipa::path(
    get,
    path = "/admin/users/me",
    tag = "Admin: staff",
    operation_id = "admin_retrieve_me",
    params(
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("own:read"))),
    responses(
        (status = 200, description = "Who calls.", body = serde_json::Value, example = json!({"user": {"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "roles": ["editor"]}})),
        AdminErrors,
    )
)]
pub(super) async fn me(
    accounts: Accounts,
    staff: May<needs::OwnRead>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let selection = select::<Person>(fields.as_deref())?;
    let user =
        staff.user().ok_or_else(|| ApiError::not_found("A secret key is a program's: there is no user behind it"))?;
    let tx = as_kontor(&accounts.app, &staff, "show somebody himself").await?;
    let answer = answer::<Person>(&tx, user.0, &user.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
