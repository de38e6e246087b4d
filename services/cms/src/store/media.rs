//! `/store/media`: pictures and documents of what is published.

use auth::Shopper;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use cache::{Cacheable, Topic};
use entity::ids::MediaId;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use crate::media::{Library, Media};

/// So many are told of at once.
const MOST: usize = 100;

pub(super) struct Parameters {
    ids: Vec<String>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let ids = params.texts("id").unwrap_or_default();
        if ids.is_empty() {
            params.required("id");
        } else if ids.len() > MOST {
            params.complain(format!("Value for field 'id' too big, expected at most: '{MOST}' ids"));
        }
        Self { ids }
    }
}

/// Read what is known of pictures and documents, by their ids.
///
/// Those that something published uses; of others nothing is told. `variants` are the widths of the whole picture, for `srcset`, and `crops`
/// those of it cut around its focal point. `alt` is in the language that is asked for (`locale`), `null` when nobody has said what is to be
/// seen, and empty when it is decoration.
#[utoipa::path(
    get,
    path = "/store/media",
    tag = "Pages",
    operation_id = "list_media",
    params(("id" = Vec<String>, Query, description = "Ids, 100 at most.", example = json!(["med_01jd6nwvvgfa5sr38y5wx4pq3d"]))),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "What is known of them, in the order of the ids.", body = Json, example = json!({"media": [{
            "id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "mime_type": "image/jpeg", "title": "The harbour", "alt": "Boats at the quay",
            "width": 480, "height": 320, "focal": {"x": 0.5, "y": 0.33}, "placeholder": "#7a8b9c",
            "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/library/9f86d081884c7d659a2feaa0c55ad015-3ab4d86d/480.jpg",
            "variants": [{"width": 480, "height": 320, "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/library/9f86d081884c7d659a2feaa0c55ad015-3ab4d86d/480"}],
            "crops": {"square": [{"width": 320, "height": 320, "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/library/9f86d081884c7d659a2feaa0c55ad015-3ab4d86d/320-square-50-33"}]}
        }]})),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    Query(Parameters { ids: wanted }): Query<Parameters>,
) -> Result<Response, ApiError> {
    // A text that is no id names nothing.
    let wanted: Vec<Uuid> = wanted.iter().filter_map(|id| id.parse::<MediaId>().ok()).map(|id| id.0).collect();
    let tx = app.db.begin_read(&shopper).await?;
    let sql = format!(
        "select {} from media m where m.organization_id = $1 and m.id = any($2) and m.deleted_at is null
        order by array_position($2, m.id)",
        Media::SELECT
    );
    let found: Vec<Media> = db::fetch_all(&tx, &sql, [tx.organization()?.into(), wanted.into()]).await?;
    tx.commit().await?;
    let base = library.base();
    let told: Vec<Json> = found.iter().map(|media| media.told(&base, shopper.locale())).collect();
    Ok((Cacheable::on(Topic::Content), axum::Json(json!({ "media": told }))).into_response())
}
