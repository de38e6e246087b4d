//! Promotion codes as they are entered.

use web::ApiError;

/// Most codes of a cart, and of a draft.
pub(crate) const MOST_CODES: usize = 20;

/// Codes as they are compared; not more of them than a cart has.
pub(crate) fn written_codes(codes: Vec<String>) -> Result<Vec<String>, ApiError> {
    if codes.len() > MOST_CODES {
        let words = format!("Invalid request: Value for field 'promo_codes' too big, expected at most: '{MOST_CODES}'");
        return Err(ApiError::invalid_data(words));
    }
    let mut written: Vec<String> = codes.into_iter().map(|code| code.trim().to_owned()).collect();
    written.retain(|code| !code.is_empty());
    written.dedup();
    Ok(written)
}
