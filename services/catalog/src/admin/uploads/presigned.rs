//! `POST /admin/uploads/presigned-urls`

use auth::{May, needs};
use axum::Json;
use serde_json::{Value, json};
use web::{
    AdminErrors, ApiError,
    body::{Body, Required, Within},
};

web::body! {
    /// A file that somebody is about to upload.
    pub(super) struct Announced {
        /// What it is called.
        pub(super) originalname: Required = "products.csv",
        /// What it is.
        pub(super) mime_type: Required = "text/csv",
        /// How many bytes it has.
        pub(super) size: Within<0, 1_000_000_000_000> = 48_213,
        /// `public` or `private`; what it becomes is decided by what it is.
        pub(super) access: Option<String> = "private",
    }
}

/// Ask where a file is to be sent: here, as a form. Medusa's client does so before it imports products.
#[utoipa::path(
    post,
    path = "/admin/uploads/presigned-urls",
    tag = "Admin: uploads",
    operation_id = "admin_create_presigned_url",
    request_body(content = inline(Announced), example = json!({"originalname": "products.csv", "mime_type": "text/csv", "size": 48_213})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "Where it is to be sent, as a form with a part `files`.", body = serde_json::Value, example = json!({
            "url": "/admin/uploads", "filename": "products.csv", "originalname": "products.csv",
            "mime_type": "text/csv", "extension": "csv", "size": 48_213
        })),
        AdminErrors,
    )
)]
pub(super) async fn presigned(
    _: May<needs::ProductWrite>,
    Body(Announced { originalname: Required(name), mime_type: Required(mime), size: Within(size), .. }): Body<
        Announced,
    >,
) -> Result<Json<Value>, ApiError> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    Ok(Json(json!({
        "url": "/admin/uploads", "filename": name, "originalname": name, "mime_type": mime, "extension": extension,
        "size": size
    })))
}
