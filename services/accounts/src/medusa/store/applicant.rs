//! Who wants to be a customer: somebody who has just registered, or somebody who has signed in and is none here yet.

use auth::{Customer, Shopper};
use axum::extract::FromRequestParts;
use http::request::Parts;
use uuid::Uuid;
use web::ApiError;

use crate::{
    Accounts, door,
    medusa::{
        person::Person,
        token::{ActorType, Purpose},
    },
    store::users::User,
};

/// Extracts him; 400 for who is a customer, 401 for nobody.
#[derive(Debug)]
pub(super) enum Applicant {
    /// With the token of `register`.
    Registered(Uuid),
    /// With a session.
    Known(Box<User>),
}

/// Medusa's words.
pub(super) fn is_customer() -> ApiError {
    ApiError::invalid_data("Request already authenticated as a customer.")
}

impl<S: Sync> FromRequestParts<S> for Applicant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        if parts.extensions.get::<Customer>().is_some() {
            return Err(is_customer());
        }
        let accounts = Accounts::from_request_parts(parts, state).await?;
        if let Some(claims) = door::bearer(&parts.headers).and_then(|token| accounts.bearer_claims(token))
            && claims.purpose == Some(Purpose::Registration)
        {
            let is_for_customers = claims.actor_type == ActorType::Customer;
            return if is_for_customers { Ok(Self::Registered(claims.sid)) } else { Err(ApiError::unauthorized()) };
        }
        let person = Person::from_request_parts(parts, state).await?.himself()?;
        let shop = Shopper::from_request_parts(parts, state).await?.organization;
        // A token is for the shop that it names, and for who came as a customer.
        if person.actor != ActorType::Customer || person.organization.is_some_and(|of_token| of_token != shop) {
            return Err(ApiError::unauthorized());
        }
        Ok(Self::Known(Box::new(person.signed_in.user)))
    }
}
