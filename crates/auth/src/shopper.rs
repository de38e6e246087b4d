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
use http::{HeaderName, HeaderValue, header, request::Parts};
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
    /// The languages that the shop speaks, in its order; BCP 47.
    pub locales: Vec<Arc<str>>,
    partition: Partition,
}

impl ShopperKey {
    pub(crate) fn new(
        organization: OrganizationId,
        id: ApiKeyId,
        sales_channels: Vec<SalesChannelId>,
        is_only_channel: bool,
        default_region: Option<RegionId>,
        locales: Vec<Arc<str>>,
    ) -> Self {
        let partition = Partition { organization: organization.0, variant: id.to_string().into() };
        Self { organization, id, sales_channels, is_only_channel, default_region, locales, partition }
    }

    /// Which of the shop's languages answers somebody who asks for `wanted`: that one, else the same language of elsewhere.
    fn locale(&self, wanted: &str) -> Option<&Arc<str>> {
        let language = |locale: &str| locale.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let asked = language(wanted);
        let mut locales = self.locales.iter();
        locales.find(|known| known.eq_ignore_ascii_case(wanted)).or_else(|| {
            let alike = || self.locales.iter().filter(|known| language(known) == asked);
            alike().find(|known| !known.contains('-')).or_else(|| alike().next())
        })
    }
}

/// Extracts the shopper. Only routes below [`require_publishable_key`] have one.
#[derive(Debug, Clone)]
pub struct Shopper {
    key: Arc<ShopperKey>,
    locale: Option<Arc<str>>,
}

impl std::ops::Deref for Shopper {
    type Target = ShopperKey;

    fn deref(&self) -> &ShopperKey {
        &self.key
    }
}

impl Shopper {
    /// Whoever comes with a key by another way than a header, and may want a language.
    pub fn new(key: Arc<ShopperKey>, wanted: Option<&str>) -> Self {
        let locale = wanted.and_then(|wanted| key.locale(wanted).cloned());
        Self { key, locale }
    }

    /// The language in which he wants texts: one of the shop's, or none when he asked for none that the shop has.
    pub fn locale(&self) -> Option<&str> {
        self.locale.as_deref()
    }

    /// For whom answers are kept apart. Only a language that the shop has makes a difference: a stranger would fill the cache
    /// with one copy for each text that he invents.
    pub(crate) fn partition(&self) -> Partition {
        match self.locale() {
            None => self.partition.clone(),
            Some(locale) => Partition {
                organization: self.organization.0,
                variant: format!("{} {locale}", self.partition.variant).into(),
            },
        }
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
const LOCALE: HeaderName = HeaderName::from_static("x-medusa-locale");
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
            let shopper = Shopper::new(key, wanted_locale(&request).as_deref());
            let language = shopper.locale().and_then(|locale| HeaderValue::from_str(locale).ok());
            request.extensions_mut().insert(shopper.partition());
            request.extensions_mut().insert(shopper);
            let mut response = next.run(request).await;
            if let Some(language) = language {
                response.headers_mut().entry(header::CONTENT_LANGUAGE).or_insert(language);
            }
            response
        }
        Ok(None) => ApiError::not_allowed(UNKNOWN).into_response(),
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// The language that a request names: `?locale=`, else `x-medusa-locale`.
fn wanted_locale(request: &Request) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let named = query.split('&').find_map(|pair| pair.strip_prefix("locale=")).filter(|text| !text.is_empty());
    let header = || request.headers().get(LOCALE)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty());
    named.or_else(header).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_of_the_shop_is_found() {
        let locales = ["en", "de-DE", "de", "pt-BR"].map(Arc::from).to_vec();
        let key = ShopperKey::new(OrganizationId::new(), ApiKeyId::new(), Vec::new(), true, None, locales);
        for (wanted, found) in [
            ("en", Some("en")),
            ("EN-us", Some("en")),
            ("de-AT", Some("de")),
            ("de-de", Some("de-DE")),
            ("pt", Some("pt-BR")),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(key.locale(wanted).map(AsRef::as_ref), found, "{wanted}");
        }
    }

    #[test]
    fn the_query_comes_before_the_header() {
        let request = |uri: &str, header: Option<&str>| {
            let mut request = Request::builder().uri(uri);
            if let Some(text) = header {
                request = request.header(LOCALE, text);
            }
            wanted_locale(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert_eq!(request("/store/products?limit=1&locale=de-AT", Some("fr")).as_deref(), Some("de-AT"));
        assert_eq!(request("/store/products?locale=", Some("fr ")).as_deref(), Some("fr"));
        assert_eq!(request("/store/products", None), None);
    }
}
