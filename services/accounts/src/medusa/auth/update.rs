//! `POST /auth/{actor_type}/{auth_provider}/update`: a new password, with the token of a mail.

use axum::response::Response;
use serde_json::json;
use web::{ApiError, Kind, body::Body};

use super::{credentials::EmailAndPassword, way::Way};
use crate::{
    Accounts,
    better_auth::{
        core::{passwords, reset_password},
        transport::Caller,
    },
    door,
    medusa::{errors::AuthErrors, private},
};

/// Set a new password.
///
/// With the token that was mailed, as the bearer: once. All sessions of the person end, and he is told.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}/update",
    tag = "Auth",
    operation_id = "update_provider",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    request_body(content = inline(crate::medusa::bodies::NewPassword), example = json!({"email": "ann@example.com", "password": "another long passphrase"})),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The password is the new one.", body = serde_json::Value, example = json!({"success": true})),
        AuthErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    _way: Way,
    caller: Caller,
    Body(body): Body<EmailAndPassword>,
) -> Result<Response, ApiError> {
    let invalid = || ApiError::new(Kind::Unauthorized, "Invalid token");
    let (email, password) = body.password()?;
    passwords::check(&password)?;
    let token = door::bearer(&caller.headers).ok_or_else(invalid)?;
    let set = reset_password::set(&accounts, token, email.as_deref(), password).await?;
    if !set {
        return Err(invalid());
    }
    Ok(private::answer(json!({ "success": true }), []))
}
