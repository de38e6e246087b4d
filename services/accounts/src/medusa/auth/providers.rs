//! `GET /auth/{actor_type}/providers`

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use serde_json::json;
use web::ApiError;

use super::way::{self, EMAILPASS};
use crate::medusa::{errors::AuthErrors, private};

/// List the ways to sign in.
#[utoipa::path(
    get,
    path = "/auth/{actor_type}/providers",
    tag = "Auth",
    operation_id = "list_auth_providers",
    params(("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer")),
    security(()),
    responses(
        (status = 200, description = "The providers.", body = serde_json::Value, example = json!({"providers": [{"id": "emailpass", "identifier": "emailpass", "display_name": "E-mail and password", "flow": "credentials"}]})),
        AuthErrors,
    )
)]
pub(super) async fn providers(path: Result<Path<String>, PathRejection>) -> Result<Response, ApiError> {
    let Path(actor) = path?;
    if way::actor_type(&actor).is_none() {
        let actor: String = actor.chars().take(100).collect();
        return Err(ApiError::invalid_data(format!("There is no actor type {actor}: it is customer or user")));
    }
    let provider = json!({
        "id": EMAILPASS,
        "identifier": EMAILPASS,
        "display_name": "E-mail and password",
        "flow": "credentials",
    });
    Ok(private::answer(json!({ "providers": [provider] }), []))
}
