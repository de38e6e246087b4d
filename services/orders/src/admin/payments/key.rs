//! `Idempotency-Key`: whoever is not sure that he was heard asks again with the same key, and what he asks for happens once.

use http::HeaderMap;
use uuid::Uuid;
use web::ApiError;

const MOST: usize = 250;

/// The key of a request; without one each request is asked for itself.
pub(super) fn of(headers: &HeaderMap) -> Result<String, ApiError> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(Uuid::now_v7().to_string()) };
    match key.to_str().map(str::trim) {
        // Jobs have keys of their own, which nobody else names.
        Ok(key) if !key.is_empty() && key.len() <= MOST => Ok(format!("own {key}")),
        _ => Err(ApiError::invalid_data(format!(
            "Invalid request: The header Idempotency-Key has 1 to {MOST} letters of ASCII"
        ))),
    }
}
