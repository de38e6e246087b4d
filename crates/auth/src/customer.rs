//! A customer who has signed in, in the shop that the publishable key opens.

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use cache::Partition;
use db::{Actor, Cause, Scope};
use entity::ids::{CustomerGroupId, CustomerId, OrganizationId, SessionId, UserId};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use web::ApiError;

use crate::{Doorkeeper, Shopper};

/// Says to who brought a token that nobody is known by it: where nobody has to be known, he is answered as a stranger.
const OVER: HeaderName = HeaderName::from_static("x-kontor-session-over");

/// Extracts the customer who calls; 401 when nobody has signed in.
#[derive(Debug, Clone)]
pub struct Customer {
    /// The shop.
    pub organization: OrganizationId,
    /// Which of its customers.
    pub id: CustomerId,
    /// The person behind him.
    pub user: UserId,
    /// His session.
    pub session: SessionId,
    /// The administrator who acts as him.
    pub impersonated_by: Option<UserId>,
    /// The groups he is in, in order: prices depend on them.
    pub groups: Vec<CustomerGroupId>,
}

impl From<&Customer> for Scope {
    fn from(customer: &Customer) -> Self {
        Self::authenticated(customer.organization.0, customer.user.0)
    }
}

impl Customer {
    fn actor(&self) -> Actor {
        Actor {
            organization: Some(self.organization.0),
            user: Some(self.user.0),
            session: Some(self.session.0),
            impersonated_by: self.impersonated_by.map(|id| id.0),
            ..Actor::default()
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Customer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(ApiError::unauthorized)
    }
}

/// Middleware of `/store`, below [`crate::require_publishable_key`]: recognises who has signed in. Customers in groups have
/// prices of their own, so answers are kept for them apart.
pub async fn recognise_customer(State(door): State<Doorkeeper>, request: Request, next: Next) -> Response {
    if !has_credentials(request.headers()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Some(shopper) = parts.extensions.get::<Shopper>().cloned() else {
        return ApiError::internal("customers are looked for without a shop").into_response();
    };
    match door.0.customer(shopper.organization, &parts).await {
        Ok(Some(customer)) => {
            Cause::note(customer.actor());
            if !customer.groups.is_empty() {
                let Partition { organization, variant } = shopper.partition();
                let variant = of_groups(&variant, &customer.groups).into();
                parts.extensions.insert(Partition { organization, variant });
            }
            parts.extensions.insert(customer);
        }
        Ok(None) => {
            let is_token = parts.headers.contains_key(header::AUTHORIZATION);
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if is_token {
                response.headers_mut().insert(OVER, HeaderValue::from_static("true"));
            }
            return response;
        }
        Err(error) => return error.into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

fn of_groups(variant: &str, groups: &[CustomerGroupId]) -> String {
    let mut variant = variant.to_owned();
    for group in groups {
        variant.push(' ');
        variant.push_str(&group.to_string());
    }
    variant
}

/// Most shoppers bring none, and cost nothing here.
fn has_credentials(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || headers.contains_key(header::COOKIE)
}
