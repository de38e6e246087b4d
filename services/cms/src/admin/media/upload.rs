//! `POST /admin/media`

use std::collections::HashMap;

use auth::{May, Staff, needs};
use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use db::Scope;
use resource::admin::{respond, select};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, FileForm, SelectParams, SelectQuery, fields::Plan, query::Query};

use super::begin;
use crate::media::{Incoming, Library, Media, Received, keep, known};

/// Files at once.
const MOST: usize = 10;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload))
}

/// Upload pictures and documents.
///
/// As `multipart/form-data` with a part `files` for each: ten at most, all of them or none. What a file is says its content, not its
/// name: JPEG, PNG, WebP and GIF (of one that moves the first frame) are pictures, PDF and SVG are downloads. Pictures are written anew: the
/// way up that they are meant, in the colours of the web, and without what else they had in them, such as where they were taken. What the
/// shop has already is answered as it is.
#[utoipa::path(
    post,
    path = "/admin/media",
    tag = "Admin: media",
    operation_id = "admin_create_media",
    params(SelectParams),
    request_body(content(("multipart/form-data"),), description = "The files."),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("content:write"))),
    responses(
        (status = 200, description = "What is in the library now, in the order of the files.", body = serde_json::Value, example = json!({"media": [{
            "id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "filename": "harbour.jpg", "mime_type": "image/jpeg", "width": 480, "height": 320,
            "placeholder": "#7a8b9c"
        }]})),
        (status = 413, description = "A file is too large.", body = web::ErrorBody),
        (status = 415, description = "The body is not `multipart/form-data`.", body = web::ErrorBody),
        AdminErrors,
    )
)]
pub(super) async fn upload(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    Extension(library): Extension<Library>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    request: Request,
) -> Result<Response, ApiError> {
    let selection = select::<Media>(fields.as_deref())?;
    let shop = staff.organization.0;
    let mut came = Came::default();
    let mut form = FileForm::open(request, "files", MOST).await?;
    if let Err(error) = came.take_all(&app, &staff, &library, &mut form).await {
        form.drain().await;
        came.forget(&library, shop, &[]).await;
        return Err(error);
    }
    let kept = async {
        let tx = app.db.begin_working(&staff).await?;
        let written = keep(&tx, &came.received).await?;
        let ids = known(&tx, &came.hashes).await?;
        tx.commit().await?;
        Ok::<_, ApiError>((written, ids))
    };
    let (written, ids) = match kept.await {
        Ok(kept) => kept,
        Err(error) => {
            came.forget(&library, shop, &[]).await;
            return Err(error);
        }
    };
    // Somebody else has sent the same meanwhile: his stays.
    came.forget(&library, shop, &written).await;
    let ids: Vec<Uuid> = came.hashes.iter().filter_map(|hash| ids.get(hash).copied()).collect();
    let tx = begin(&app, &staff, &library).await?;
    let sql = format!(
        "select {} from media m where m.organization_id = $1 and m.id = any($2) and m.deleted_at is null",
        Media::SELECT
    );
    let found: Vec<Media> = db::fetch_all(&tx, &sql, [shop.into(), ids.clone().into()]).await?;
    tx.commit().await?;
    let found: HashMap<Uuid, Media> = found.into_iter().map(|media| (media.id.0, media)).collect();
    let mut body = b"{\"media\":".to_vec();
    Plan::<Media>::new(&selection).write_all(ids.iter().filter_map(|id| found.get(id)), &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// What came with a form.
#[derive(Default)]
struct Came {
    /// What each file is, in their order.
    hashes: Vec<Vec<u8>>,
    /// Those that the shop did not have.
    received: Vec<Received>,
}

impl Came {
    async fn take_all(
        &mut self,
        app: &App,
        staff: &Staff,
        library: &Library,
        form: &mut FileForm,
    ) -> Result<(), ApiError> {
        while let Some(mut part) = form.next().await? {
            let mut incoming = Incoming::begin(library, staff.organization.0, &part.file_name).await?;
            while let Some(bytes) = part.chunk().await? {
                if let Err(error) = incoming.add(&bytes).await {
                    part.drain().await;
                    return Err(error);
                }
            }
            let arrived = incoming.finish().await?;
            let tx = app.db.begin(Scope::from(staff)).await?;
            let is_known = !known(&tx, std::slice::from_ref(&arrived.sha256)).await?.is_empty();
            tx.commit().await?;
            self.hashes.push(arrived.sha256.clone());
            if is_known {
                arrived.drop_it().await;
            } else {
                self.received.push(arrived.take().await?);
            }
        }
        Ok(())
    }

    /// Takes back what was received, but for what was written.
    async fn forget(&self, library: &Library, shop: Uuid, written: &[Uuid]) {
        for one in self.received.iter().filter(|one| !written.contains(&one.id.0)) {
            one.forget(library, shop).await;
        }
    }
}
