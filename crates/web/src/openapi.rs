//! The OpenAPI document and its page.

use axum::{Router, routing::get};
use bytes::Bytes;
use http::{HeaderValue, header::CONTENT_TYPE};
use utoipa::openapi::{
    ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_swagger_ui::{Config, SwaggerUi};

const PATH: &str = "/openapi.json";

/// An empty document with title, licence and the ways to authenticate; services' paths are merged into it.
pub fn base_document(version: &str) -> OpenApi {
    let mut components = utoipa::openapi::Components::new();
    components.add_security_scheme(
        "publishable_key",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "x-publishable-api-key",
            "Opens a shop's Store API; it begins with `pk_` and is no secret.",
        ))),
    );
    let bearer = "The token that `POST /auth/{actor_type}/emailpass` or `/api/auth/sign-in/email` answers.";
    let key = "A shop's secret key, which begins with `sk_`, as the name of HTTP Basic; the password stays empty.";
    let cookie = "The session that a browser keeps after signing in. Changes must come from a trusted origin.";
    for (name, scheme) in [
        ("bearer", Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(bearer)).build()),
        ("secret_key", Http::builder().scheme(HttpAuthScheme::Basic).description(Some(key)).build()),
    ] {
        components.add_security_scheme(name, SecurityScheme::Http(scheme));
    }
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("better-auth.session_token", cookie))),
    );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Kontor")
                .version(version)
                .description(Some(
                    "Commerce, content, marketing and automation. `/store` speaks Medusa's wire format: lists answer \
                     `{<plural>, count, offset, limit}`, errors `{code?, type, message}`.",
                ))
                .contact(Some(ContactBuilder::new().name(Some("Kontor")).build()))
                .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build()))
                .build(),
        )
        .components(Some(components))
        .build()
}

/// `/docs`, and the document at `/openapi.json`. All files come from this process.
pub fn docs(document: &OpenApi) -> Router {
    // As text it takes a megabyte; as types, ten times that.
    let text = Bytes::from(serde_json::to_vec(document).expect("a document is made of what JSON can say"));
    let page = SwaggerUi::new("/docs").config(Config::from(PATH));
    let answer = move || async move { ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text) };
    Router::from(page).route(PATH, get(answer))
}
