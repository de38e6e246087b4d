//! The caller in the signature of Medusa's handlers.

use axum::extract::FromRequestParts;
use http::request::Parts;
use web::ApiError;

use crate::{Accounts, better_auth::transport::Caller};

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let accounts = Accounts::from_request_parts(parts, state).await?;
        let address = web::client_address(parts, &accounts.app.config.server.trusted_proxies);
        Ok(Self { headers: parts.headers.clone(), address })
    }
}
