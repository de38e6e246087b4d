//! Who wants to come, and by which way: `/auth/{actor_type}/{auth_provider}`.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use web::ApiError;

use crate::medusa::token::ActorType;

/// The only provider whose routes these are; others have theirs below `/api/auth`.
pub(super) const EMAILPASS: &str = "emailpass";

/// The actor's type, by its name.
pub(super) fn actor_type(name: &str) -> Option<ActorType> {
    match name {
        "customer" => Some(ActorType::Customer),
        "user" => Some(ActorType::User),
        _ => None,
    }
}

/// Extracts the actor's type; 400 for another one, and for another provider.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way(pub(super) ActorType);

impl<S: Send + Sync> FromRequestParts<S> for Way {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path((actor, provider)): Path<(String, String)> = Path::from_request_parts(parts, state).await?;
        match actor_type(&actor) {
            Some(actor) if provider == EMAILPASS => Ok(Self(actor)),
            _ => Err(refused(&actor, &provider)),
        }
    }
}

/// 400 in Medusa's words.
pub(super) fn refused(actor: &str, provider: &str) -> ApiError {
    let short = |text: &str| -> String { text.chars().take(100).collect() };
    let (actor, provider) = (short(actor), short(provider));
    ApiError::invalid_data(format!("The actor type {actor} is not allowed to use the auth provider {provider}"))
}
