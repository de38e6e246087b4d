//! `POST /auth/{actor_type}/{auth_provider}/reset-password`

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value};
use web::{
    ApiError,
    body::{Body, Change, Fields, FromBody, is_email},
};

use super::{shop, way::Way};
use crate::{
    Accounts,
    better_auth::{core::request_password_reset, transport::Caller},
    medusa::errors::AuthErrors,
    shares::Mail,
};

pub(super) struct Request {
    identifier: String,
    metadata: Change<Map<String, Value>>,
}

impl FromBody for Request {
    fn read(fields: &mut Fields) -> Self {
        Self { identifier: fields.required_text("identifier"), metadata: fields.metadata() }
    }
}

/// Ask for a new password.
///
/// If the address has an account, a link goes there; it leads to `metadata.redirect_to`, a page of a trusted origin, with
/// `?token=`. The answer is the same if not. The token is for `POST …/update`.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}/reset-password",
    tag = "Auth",
    operation_id = "reset_password",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    request_body(content = inline(crate::medusa::bodies::ResetRequest), example = json!({"identifier": "ann@example.com", "metadata": {"redirect_to": "/account/new-password"}})),
    security(()),
    responses(
        (status = 201, description = "Asked for.", body = String, content_type = "text/plain", example = json!("Created")),
        AuthErrors,
    )
)]
pub(super) async fn reset_password(
    accounts: Accounts,
    _way: Way,
    caller: Caller,
    Body(body): Body<Request>,
) -> Result<Response, ApiError> {
    let metadata = body.metadata.given().unwrap_or_default();
    let there = metadata.get("redirect_to").and_then(Value::as_str);
    if there.is_some_and(|there| !accounts.trusted.leads_home(there)) {
        return Err(ApiError::invalid_data(
            "Invalid request: Value for field 'metadata, redirect_to' must be a path or a page of a trusted origin \
             (AUTH_TRUSTED_ORIGINS)",
        ));
    }
    let email = body.identifier.trim().to_lowercase();
    if is_email(&email) {
        let shop = shop::of_mail(&accounts, &caller.headers).await?;
        accounts.share_of_mail(Mail::Reset, Some(shop), Some((&caller, &email))).await?;
        request_password_reset::mail(&accounts, &caller, &email, there).await?;
    }
    Ok((StatusCode::CREATED, "Created").into_response())
}
