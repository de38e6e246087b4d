//! `POST /admin/uploads`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{FromRequest, Request, State},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use resource::admin::{begin, respond, select};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, FileForm, SelectParams, SelectQuery,
    body::{BodyUpTo, Required},
    is_form,
    query::Query,
};

use super::{say_base, table::Upload};
use crate::files::{Files, Incoming, Received};

web::body! {
    /// A file as text.
    pub(in crate::admin) struct TextFile {
        /// What it is called.
        pub(in crate::admin) name: Required = "notes.txt",
        /// What it says, or base64 of a picture.
        pub(in crate::admin) content: Content = "Two mugs are broken",
    }
}

web::body! {
    /// Files as JSON; `multipart/form-data` takes larger ones.
    pub(in crate::admin) struct TextFiles {
        /// Ten at most.
        pub(in crate::admin) files: Option<Vec<TextFile>> = [{"name": "notes.txt", "content": "Two mugs are broken"}],
    }
}

/// A text as long as a file may be.
#[derive(Debug)]
pub(in crate::admin) struct Content(String);

impl web::body::Field for Content {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut web::body::Fields, name: &'static str) -> Self {
        match fields.take(name) {
            Some(serde_json::Value::String(text)) => Self(text),
            None => {
                fields.complain(format!("Field '{}' is required", fields.at(name)));
                Self(String::new())
            }
            Some(_) => {
                fields.complain(format!("Expected type: 'string' for field '{}'", fields.at(name)));
                Self(String::new())
            }
        }
    }

    fn schema() -> utoipa::openapi::schema::Schema {
        utoipa::openapi::schema::Object::with_type(utoipa::openapi::schema::Type::String).into()
    }
}

/// Upload files: pictures, which everybody can see, and texts, which only the staff can.
///
/// As `multipart/form-data` with a part `files` for each, or as JSON. Ten at most, all of them or none. What a file is says its
/// content, not its name: PNG, JPEG, GIF, WebP, CSV and plain text are taken.
#[utoipa::path(
    post,
    path = "/admin/uploads",
    tag = "Admin: uploads",
    operation_id = "admin_create_uploads",
    params(SelectParams),
    request_body(
        content(
            (inline(TextFiles) = "application/json", example = json!({"files": [{"name": "notes.txt", "content": "Two mugs are broken"}]})),
            ("multipart/form-data"),
        ),
        description = "The files.",
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "The files.", body = serde_json::Value, example = json!({"files": [{
            "id": "file_01jd6nwvvgfa5sr38y5wx4pq3d",
            "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/3d/0193f5e8-0000-7000-8000-00000000003d.png"
        }]})),
        (status = 413, description = "A file is too large.", body = web::ErrorBody),
        (status = 415, description = "The body is neither JSON nor `multipart/form-data`.", body = web::ErrorBody),
        AdminErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Extension(files): Extension<Files>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    request: Request,
) -> Result<Response, ApiError> {
    let selection = select::<Upload>(fields.as_deref())?;
    let shop = staff.organization.0;
    let received = if is_form(&request) {
        receive(&files, shop, request, MultipartFiles { field: "files", most: MOST }).await?
    } else {
        receive_text(&files, shop, request).await?
    };
    let kept = async {
        let tx = begin::<Upload>(&app, &staff).await?;
        Received::keep(&tx, &received).await?;
        say_base(&tx, &files).await?;
        let ids: Vec<Uuid> = received.iter().map(|file| file.id.0).collect();
        let answer = crate::admin::products::answer::listed(&tx, |file: &Upload| file.id.0, &ids, &selection).await?;
        tx.commit().await?;
        Ok::<_, ApiError>(answer)
    };
    match kept.await {
        Ok(answer) => Ok(respond(answer)),
        Err(error) => {
            Received::forget(&files, shop, &received).await;
            Err(error)
        }
    }
}

/// Files at once.
const MOST: usize = 10;
/// JSON holds a file as text, or as base64.
const JSON: usize = 32 << 20;

/// Which parts of a form are files, and how many.
#[derive(Debug, Clone, Copy)]
pub(in crate::admin) struct MultipartFiles {
    pub(in crate::admin) field: &'static str,
    pub(in crate::admin) most: usize,
}

/// The files of a form. If one of them is refused, none is kept.
pub(in crate::admin) async fn receive(
    files: &Files,
    shop: Uuid,
    request: Request,
    MultipartFiles { field, most }: MultipartFiles,
) -> Result<Vec<Received>, ApiError> {
    let mut form = FileForm::open(request, field, most).await?;
    let mut received = Vec::new();
    match take_all(files, shop, field, &mut form, &mut received).await {
        Ok(()) => Ok(received),
        Err(error) => {
            form.drain().await;
            Received::forget(files, shop, &received).await;
            Err(error)
        }
    }
}

async fn take_all(
    files: &Files,
    shop: Uuid,
    field: &'static str,
    form: &mut FileForm,
    received: &mut Vec<Received>,
) -> Result<(), ApiError> {
    while let Some(mut part) = form.next().await? {
        let mut incoming = Incoming::new(files, shop, field, &part.file_name);
        while let Some(bytes) = part.chunk().await? {
            if let Err(error) = incoming.add(&bytes).await {
                part.drain().await;
                return Err(error);
            }
        }
        received.push(incoming.finish().await?);
    }
    Ok(())
}

async fn receive_text(files: &Files, shop: Uuid, request: Request) -> Result<Vec<Received>, ApiError> {
    let BodyUpTo(TextFiles { files: given }) = BodyUpTo::<TextFiles, JSON>::from_request(request, &()).await?;
    let given = given.unwrap_or_default();
    if given.is_empty() || given.len() > MOST {
        let message = format!("Invalid request: Field 'files' must have 1 to {MOST} files");
        return Err(ApiError::invalid_data(message));
    }
    let mut received = Vec::new();
    for file in given {
        let done = async {
            let mut incoming = Incoming::new(files, shop, "files", &file.name.0);
            incoming.add(&bytes_of(file.content.0)).await?;
            incoming.finish().await
        };
        match done.await {
            Ok(file) => received.push(file),
            Err(error) => {
                Received::forget(files, shop, &received).await;
                return Err(error);
            }
        }
    }
    Ok(received)
}

/// A picture comes as base64, everything else as it is.
fn bytes_of(content: String) -> Vec<u8> {
    let decoded = STANDARD.decode(content.trim()).ok();
    let is_picture = |bytes: &Vec<u8>| {
        crate::files::Kind::of(bytes, "", true).is_ok_and(|kind| kind.access() == crate::files::Access::Public)
    };
    decoded.filter(is_picture).unwrap_or_else(|| content.into_bytes())
}
