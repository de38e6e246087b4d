//! Idempotency keys: the first answer is kept and given again, errors of the server included.

use bytes::Bytes;
use http::StatusCode;

use crate::error::Refused;

/// So long a key is known; behind that the same key does the same again, and charges again.
const KEPT: i64 = 24 * 3600;
const LONGEST: usize = 255;

/// What a key is known for.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) at: i64,
    /// Method, path and body of the first request.
    pub(crate) said: (String, Bytes),
    /// Nothing while the first request is under way.
    pub(crate) answer: Option<(StatusCode, Bytes)>,
    pub(crate) request: String,
}

/// What is to be done with a request that carries a key.
#[derive(Debug)]
pub(crate) enum Verdict {
    New,
    Again(Kept),
}

pub(crate) fn judge(kept: Option<&Kept>, key: &str, said: &(String, Bytes), now: i64) -> Result<Verdict, Refused> {
    if key.is_empty() || key.len() > LONGEST {
        return Err(Refused::invalid(format!("Idempotency keys have 1 to {LONGEST} characters"))
            .code("idempotency_key_invalid"));
    }
    let Some(kept) = kept.filter(|kept| now - kept.at < KEPT) else { return Ok(Verdict::New) };
    if kept.said != *said {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key \
             other than '{key}' if you meant to execute a different request."
        );
        return Err(Refused::new(StatusCode::BAD_REQUEST, "idempotency_error", message));
    }
    if kept.answer.is_none() {
        let message = format!(
            "There is currently another in-progress request using this Idempotent Key (that probably means you submitted \
             twice, and the other request is still going through): {key}. Please try again later."
        );
        let refused = Refused::new(StatusCode::CONFLICT, "idempotency_error", message);
        return Err(refused.code("idempotency_key_in_use"));
    }
    Ok(Verdict::Again(kept.clone()))
}
