//! `GET|POST /auth/{actor_type}/{auth_provider}/callback`: of providers that lead people away and back.

use web::{ApiError, Kind};

use super::way::Way;
use crate::medusa::errors::AuthErrors;

fn refuse() -> ApiError {
    let message = "The auth provider emailpass has no callback: it takes e-mail and password at \
                   /auth/{actor_type}/emailpass";
    ApiError::new(Kind::NotAllowed, message)
}

/// Come back from a provider.
///
/// `emailpass` leads nobody away, so this is refused. Providers that do have their callbacks below `/api/auth`.
#[utoipa::path(
    get,
    path = "/auth/{actor_type}/{auth_provider}/callback",
    tag = "Auth",
    operation_id = "get_callback",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    security(()),
    responses(AuthErrors)
)]
pub(super) async fn get_callback(_way: Way) -> ApiError {
    refuse()
}

/// Come back from a provider, by a form.
///
/// `emailpass` leads nobody away, so this is refused.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}/callback",
    tag = "Auth",
    operation_id = "post_callback",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    security(()),
    responses(AuthErrors)
)]
pub(super) async fn post_callback(_way: Way) -> ApiError {
    refuse()
}
