//! What goes wrong between a page and the API.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

use super::transport::Answered;

/// Why a page cannot be made.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Trouble {
    /// There is no such thing.
    #[error("there is no such thing")]
    Missing,
    /// A link that showed something does so no more.
    #[error("the preview is over")]
    Over,
    /// Nobody has signed in, or his session is over.
    #[error("nobody has signed in")]
    SignIn,
    /// It came from a page of another site.
    #[error("it came from another site")]
    Foreign,
    /// The API refuses what was asked; it says why.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// Later it may work.
    #[error("the shop is away for a moment")]
    Away {
        /// In so many seconds.
        after: u64,
    },
    /// A bug: what is in the log.
    #[error("{0}")]
    Broken(String),
}

/// What the API refuses, in its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Refusal {
    #[serde(skip)]
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
}

impl Refusal {
    /// The field that it is about, without what it stands in: `shipping_address, city` is `city`.
    pub(crate) fn field(&self) -> Option<&str> {
        let (_, rest) = self.message.split_once("field '")?;
        let (path, _) = rest.split_once('\'')?;
        path.rsplit([',', '.', ' ']).find(|piece| !piece.is_empty())
    }
}

impl Trouble {
    /// Of an answer that is no success.
    pub(super) fn of(target: &str, answer: &Answered) -> Self {
        let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap_or_default();
        match answer.status {
            StatusCode::NOT_FOUND => Self::Missing,
            StatusCode::UNAUTHORIZED if refusal.message == "Unauthorized" => Self::SignIn,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                Self::Away { after: answer.retry_after.unwrap_or(5) }
            }
            status if status.is_client_error() => Self::Refused(Refusal { status: status.as_u16(), ..refusal }),
            status => Self::Broken(format!("{}: {status}: {}", path_of(target), refusal.message)),
        }
    }

    /// Of an answer that is not understood.
    pub(super) fn broken(target: &str, error: &dyn std::error::Error) -> Self {
        Self::Broken(format!("{}: {error}", path_of(target)))
    }

    /// What was refused, if it was; else the trouble that it is.
    pub(crate) fn refusal(self) -> Result<Refusal, Self> {
        match self {
            Self::Refused(refusal) => Ok(refusal),
            other => Err(other),
        }
    }

    /// The status of the page that tells it.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Missing | Self::Over => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Refused(refusal) => StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST),
            Self::Away { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Without the query, which may say something about people.
fn path_of(target: &str) -> &str {
    target.split_once('?').map_or(target, |(path, _)| path)
}

/// A bare status, of which `page::explain` makes a page.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn the_field_of_a_refusal() {
        for (message, field) in [
            ("Invalid request: Field 'email' is required", None),
            ("Invalid request: Invalid email for field 'email': expected name@host", Some("email")),
            ("Value for field 'shipping_address, city' must be one line", Some("city")),
            ("Some variant does not have the required inventory", None),
        ] {
            let refusal = Refusal { message: message.to_owned(), ..Refusal::default() };
            assert_eq!(refusal.field(), field, "{message}");
        }
    }
}
