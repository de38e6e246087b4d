//! `POST /auth/verification/request`

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;
use web::{
    ApiError,
    body::{Body, Fields, FromBody, is_email},
};

use super::{authenticate, shop};
use crate::{
    Accounts,
    better_auth::{core::send_verification_email, transport::Caller},
    medusa::{errors::AuthErrors, private},
    shares::Mail,
};

pub(super) struct Request {
    email: String,
}

impl FromBody for Request {
    fn read(fields: &mut Fields) -> Self {
        let email = fields.required_text("entity_id").trim().to_lowercase();
        fields.one_of("entity_type", &["email"]);
        fields.one_of("code_provider", &["token"]);
        fields.metadata();
        Self { email }
    }
}

/// Ask for a mail that proves an address.
///
/// If an account has the address and has not proven it, a link goes there. The answer is the same if not.
#[utoipa::path(
    post,
    path = "/auth/verification/request",
    tag = "Auth",
    operation_id = "request_verification",
    request_body(content = inline(crate::medusa::bodies::VerificationRequest), example = json!({"entity_id": "ann@example.com", "entity_type": "email", "code_provider": "token", "metadata": {"page": "account"}})),
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "Asked for.", body = serde_json::Value, example = json!({"verification": {"entity_id": "ann@example.com", "entity_type": "email", "code_provider": "token", "requested_at": "2026-11-21T16:00:00.000Z", "verified_at": null}})),
        AuthErrors,
    )
)]
pub(super) async fn request(
    accounts: Accounts,
    caller: Caller,
    Body(body): Body<Request>,
) -> Result<Response, ApiError> {
    if !is_email(&body.email) {
        return Err(ApiError::invalid_data("Invalid request: Invalid email for field 'entity_id': expected name@host"));
    }
    let shop = shop::of_mail(&accounts, &caller.headers).await?;
    accounts.share_of_mail(Mail::Proof, Some(shop), Some((&caller, &body.email))).await?;
    send_verification_email::mail(&accounts, &caller, &body.email, None).await?;
    let verification = authenticate::verification(&accounts, &body.email);
    let body = private::answer(json!({ "verification": verification }), []);
    Ok((StatusCode::CREATED, body).into_response())
}
