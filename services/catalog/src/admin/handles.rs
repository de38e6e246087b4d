//! Handles in the bodies of the Admin API.

use web::ApiError;

use crate::write::{handle_of, is_handle};

/// The handle that was said, or one that is made of the name in `field`.
pub(super) fn given_or_of(
    given: Option<String>,
    field: &str,
    name: &str,
    checked: fn(String) -> Result<String, ApiError>,
) -> Result<String, ApiError> {
    match given.filter(|handle| !handle.is_empty()) {
        Some(handle) => checked(handle),
        None => Some(handle_of(name)).filter(|handle| !handle.is_empty()).ok_or_else(|| {
            ApiError::invalid_data(format!("Field 'handle' is required: none can be made of the {field} '{name}'"))
        }),
    }
}

/// The handle, if it is one.
pub(super) fn checked(handle: String) -> Result<String, ApiError> {
    if is_handle(&handle) { Ok(handle) } else { Err(wrong(&handle, "words of a-z and 0-9 joined by hyphens")) }
}

/// The same for categories, whose handles may be paths: `home/cups`.
pub(super) fn checked_path(handle: String) -> Result<String, ApiError> {
    if handle.split(['/', '_']).all(is_handle) {
        return Ok(handle);
    }
    Err(wrong(&handle, "words of a-z and 0-9 joined by hyphens, underscores or slashes"))
}

fn wrong(handle: &str, expected: &str) -> ApiError {
    let like = handle_of(handle);
    let remedy = if like.is_empty() { String::new() } else { format!(", such as '{like}'") };
    ApiError::invalid_data(format!("Invalid value for field 'handle': expected {expected}{remedy}, got: '{handle}'"))
}
