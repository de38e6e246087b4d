//! The OpenAPI document and its page.

use utoipa::openapi::{
    ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    security::{ApiKey, ApiKeyValue, SecurityScheme},
};
use utoipa_swagger_ui::SwaggerUi;

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
pub fn docs(document: OpenApi) -> axum::Router {
    SwaggerUi::new("/docs").url("/openapi.json", document).into()
}
