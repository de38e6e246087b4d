//! `/store/site`: how the shop presents itself.

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use entity::Timestamp;
use serde_json::{Value as Json, json};
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::answer::respond;
use crate::site::{self, Kept};

pub(super) struct Nothing;

impl FromParams for Nothing {
    fn read(params: &mut Params) -> Self {
        // It is the same in each language.
        params.take("locale");
        Self
    }
}

/// Read how the shop presents itself.
///
/// `name` is the shop's own, else that of its store, which `store_name` is in any case. `home_page_id` is null while the page that is named there is not published.
#[utoipa::path(
    get,
    path = "/store/site",
    tag = "Site",
    operation_id = "retrieve_site",
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The site.", body = Json, example = json!({ "site": {
            "name": "Quay & Tally", "store_name": "Quay & Tally", "tagline": "Provisions, wool and warm light from the end of the quay.", "logo_media_id": null, "icon_media_id": null,
            "theme": {"name": "harbour", "colors": {"background": "#ffffff", "text": "#1d2a30", "accent": "#1f4e5f", "accent_text": "#ffffff"}, "font": "serif"},
            "seo": {"title_pattern": "{title} · Quay & Tally", "description": "A shop by the harbour.", "image_media_id": null},
            "social": [{"network": "mastodon", "url": "https://social.example/@quay"}],
            "contact": {"email": "hello@quay.example", "phone": "+45 1234 5678", "address": "Quay 1, 1234 Harbour"},
            "home_page_id": null, "maintenance": {"is_on": false, "message": null}, "robots": null, "is_analytics_on": true,
            "updated_at": "2026-11-22T10:00:00.000Z"
        } })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    Query(Nothing): Query<Nothing>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin_read(&shopper).await?;
    let Kept { settings, updated_at, store, has_home, .. } = site::read(&tx).await?;
    tx.commit().await?;
    let mut shown = serde_json::to_value(&settings).map_err(ApiError::internal)?;
    shown["name"] = json!(settings.name.or_else(|| store.clone()));
    shown["store_name"] = json!(store);
    shown["home_page_id"] = json!(settings.home_page_id.filter(|_| has_home));
    shown["updated_at"] = json!(updated_at.map(Timestamp));
    // Its name may be that of the store, which is the catalogue's.
    Ok(respond(Topic::Content | Topic::Catalog, json!({ "site": shown }).to_string()))
}
