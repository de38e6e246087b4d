//! Parameters as a type in a handler's signature.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::Params;
use crate::ApiError;

/// A type that reads itself from the parameters. It takes what it knows; the extractor refuses the rest.
pub trait FromParams: Sized {
    /// Reads the parameters, noting what is wrong with them in `params`.
    fn read(params: &mut Params) -> Self;
}

/// Extracts a [`FromParams`] from the query string.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Sync, T: FromParams> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut params = Params::parse(parts.uri.query().unwrap_or_default())?;
        let read = T::read(&mut params);
        // `?locale=` is Medusa's other way to say x-medusa-locale, on every route.
        params.take("locale");
        params.finish()?;
        Ok(Self(read))
    }
}
