//! A shopper whom nobody knows, in the shop that his publishable key opens.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use cache::Partition;
use db::Scope;
use entity::ids::{ApiKeyId, OrganizationId, RegionId, SalesChannelId};
use http::{HeaderName, request::Parts};
use web::ApiError;

use crate::Keys;

/// What a publishable key says.
#[derive(Debug, Clone)]
pub struct ShopperKey {
    /// The shop.
    pub organization: OrganizationId,
    /// The key's row.
    pub id: ApiKeyId,
    /// The channels that the key shows.
    pub sales_channels: Vec<SalesChannelId>,
    /// The shop has a single channel, so its products need not be filtered by channel.
    pub is_only_channel: bool,
    /// The region in which prices are quoted when a request names none.
    pub default_region: Option<RegionId>,
    partition: Partition,
}

impl ShopperKey {
    pub(crate) fn new(
        organization: OrganizationId,
        id: ApiKeyId,
        sales_channels: Vec<SalesChannelId>,
        is_only_channel: bool,
        default_region: Option<RegionId>,
    ) -> Self {
        let partition = Partition { organization: organization.0, variant: id.to_string().into() };
        Self { organization, id, sales_channels, is_only_channel, default_region, partition }
    }
}

/// Extracts the shopper. Only routes below [`require_publishable_key`] have one.
#[derive(Debug, Clone)]
pub struct Shopper(Arc<ShopperKey>);

impl std::ops::Deref for Shopper {
    type Target = ShopperKey;

    fn deref(&self) -> &ShopperKey {
        &self.0
    }
}

impl From<&Shopper> for Scope {
    fn from(shopper: &Shopper) -> Self {
        Self::anon(shopper.organization.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Shopper {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Shopper>()
            .cloned()
            .ok_or_else(|| ApiError::internal("a route for shoppers is served without its key layer"))
    }
}

const HEADER: HeaderName = HeaderName::from_static("x-publishable-api-key");
const MISSING: &str = "Publishable API key required in the request header: x-publishable-api-key. You can manage your \
    keys in settings in the dashboard.";
const UNKNOWN: &str = "A valid publishable key is required to proceed with the request";

/// Middleware of all `/store` routes: without a key nothing else is looked at, not even whether the route exists.
pub async fn require_publishable_key(State(keys): State<Keys>, mut request: Request, next: Next) -> Response {
    let Some(given) = request.headers().get(HEADER).filter(|value| !value.is_empty()) else {
        return ApiError::not_allowed(MISSING).into_response();
    };
    let found = match given.to_str() {
        Ok(text) => keys.find(text).await,
        Err(_) => Ok(None),
    };
    match found {
        Ok(Some(key)) => {
            request.extensions_mut().insert(key.partition.clone());
            request.extensions_mut().insert(Shopper(key));
            next.run(request).await
        }
        Ok(None) => ApiError::not_allowed(UNKNOWN).into_response(),
        Err(error) => ApiError::from(error).into_response(),
    }
}
