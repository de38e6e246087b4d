//! `GET|POST /admin/pages/{id}/presence`: who else has it open, and where in it.

use auth::{May, Staff, Who as Caller, needs};
use axum::{
    Extension,
    body::Body as Stream,
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use db::{Db, Scope};
use http::{HeaderName, HeaderValue, header};
use resource::admin::{Doc, id, key, missing, query, respond};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use utoipa::openapi::{
    HttpMethod,
    schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type},
};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, Kind, body,
    body::{Body, FromText, Required},
    query::{FromParams, Params, Query},
};

use super::{Edited, bodies::Client};
use crate::presence::{Full, Place, Presence, Spot, Who, Window};

/// What a window may hear.
const EXAMPLE: &str = "\
retry: 2000
event: page
data: {\"window\":\"01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d\",\"revision\":7,\"published_revision\":5,\"status\":\"published\"}

event: people
data: {\"people\":[{\"window\":\"01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d\",\"user_id\":\"user_01jd6nwvvgfa5sr38y5wx4pq3d\",\"name\":\"Anna Strand\",\
\"color\":\"#1d7f4d\",\"block\":\"a1\",\"field\":\"a1.text\",\"is_dirty\":false,\"is_you\":true,\"since\":\"2026-11-22T10:00:00.000Z\"}]}

: still here

event: published
data: {\"revision\":7,\"at\":\"2026-11-22T10:05:00.000Z\",\"by\":{\"user_id\":\"user_01jd6nwvvgfa5sr38y5wx4pq3d\",\"name\":\"Anna Strand\"}}

event: end
data: {\"reason\":\"silent\"}

";

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    let one = || id("id", T::NAME, &T::example());
    let uuid =
        ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    let words = "The window, by a UUID that it gave itself; without one it is given one, which 'page' tells. A window that comes again takes its own place.";
    let heard = Doc::new::<needs::ContentRead>(
        format!("watch_{}", T::WORD),
        T::TAG,
        "Have it open: hear who else has, where in it, and what becomes of it. It ends a minute after the window has said nothing more.",
    )
    .params([one(), query("window", words, uuid.build(), json!("01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d"))])
    .streams(
        "Events: `page` at first, `people` whenever somebody comes, moves or goes, `saved`, `published`, `unpublished`, `scheduled`, `unscheduled`, \
         `schedule_failed` and `deleted`, and `end` with why. Whoever hears `end` comes again, with a window's name of its own after `replaced`.",
        EXAMPLE,
    );
    let said = Doc::new::<needs::ContentRead>(
        format!("say_presence_in_{}", T::WORD),
        T::TAG,
        "Say where in it a window is. Said every half a minute at least, it keeps the window here.",
    )
    .params([one()])
    .body::<Said>()
    .answers("What was said.", json!({ "presence": { "window": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "block": "a1", "field": "a1.text", "is_dirty": true } }))
    .refuses("409", "This window listens by another session: let it listen anew.");
    OpenApiRouter::new().routes(heard.route(HttpMethod::Get, &T::path("/presence"), get(hear::<T>))).routes(said.route(
        HttpMethod::Post,
        &T::path("/presence"),
        post(say::<T>),
    ))
}

/// A part of a page, by the names that blocks give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Part<const SIGNS: usize>(String);

impl<const SIGNS: usize> FromText for Part<SIGNS> {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte);
        if !text.is_empty() && text.len() <= SIGNS && text.bytes().all(is_sign) {
            return Ok(Self(text));
        }
        Err(format!(
            "Invalid value for field '{at}': expected 1 to {SIGNS} letters, digits, '-', '_', '.', '[' and ']', as pages name their parts"
        ))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(SIGNS)).pattern(Some(r"^[A-Za-z0-9_.\[\]-]+$"))
    }
}

body! {
    /// Where a window is.
    struct Said {
        /// The window, as it listens.
        window: Required<Client> = "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d",
        /// The block that is selected.
        block: Option<Part<64>> = "a1",
        /// What of it is written in.
        field: Option<Part<200>> = "a1.text",
        /// Whether there are edits that are not saved.
        is_dirty: Option<bool> = true,
    }
}

struct Asked {
    window: Option<Uuid>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let window = params.text("window").and_then(|text| {
            let window = Uuid::parse_str(&text).ok();
            if window.is_none() {
                params.complain("Invalid value for field 'window': expected a UUID".to_owned());
            }
            window
        });
        Self { window }
    }
}

/// Who calls, and by what: only people are anywhere.
fn person(staff: &Staff) -> Result<(Uuid, Option<Uuid>), ApiError> {
    match &staff.who {
        Caller::Person { user, session, personal_key, .. } => Ok((user.0, session.map(|id| id.0).or(*personal_key))),
        Caller::Program(_) => {
            Err(ApiError::not_allowed("Programs are not shown where people edit: sign in as a person"))
        }
    }
}

#[derive(FromQueryResult)]
struct Stands {
    revision: i64,
    published_revision: Option<i64>,
    status: String,
}

/// How it stands now, as whoever asks may see it.
async fn stands<T: Edited>(db: &Db, staff: &Staff, page: Uuid, id: &str) -> Result<Stands, ApiError> {
    let tx = db.begin(Scope::from(staff)).await?;
    let sql = "select c.revision, p.published_revision, p.status
        from pages p join page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'draft'
        where p.organization_id = $1 and p.id = $2 and p.kind = $3 and p.deleted_at is null";
    let values: [Cell; 3] = [tx.organization()?.into(), page.into(), T::KIND.text().into()];
    let found: Option<Stands> = db::fetch_optional(&tx, sql, values).await?;
    tx.commit().await?;
    found.ok_or_else(|| missing::<T>(id))
}

/// No room: in whose words, and when there may be some.
fn full(full: Full) -> ApiError {
    let (kind, message) = match full {
        Full::Person => (Kind::TooManyRequests, "You have pages open in too many windows: close some, and try again"),
        Full::Page => (
            Kind::TooManyRequests,
            "It is open in too many windows: nobody sees who else is there until some are closed",
        ),
        Full::Process => (Kind::Unavailable, "Too many windows listen to this server: try again"),
    };
    ApiError::new(kind, message).with_retry_after(30)
}

async fn hear<T: Edited>(
    State(app): State<App>,
    Extension(presence): Extension<Presence>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { window }): Query<Asked>,
) -> Result<Response, ApiError> {
    const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
    const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");
    // nginx would keep events until there are enough of them.
    const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
    let Path(id) = path?;
    let page = key::<T>(&id)?;
    let (user, way) = person(&staff)?;
    let shop = staff.organization.0;
    let name = presence.name(shop, user).await?;
    let window = Window { user, id: window.unwrap_or_else(Uuid::now_v7) };
    let guest = presence.join(Place { shop, page }, Who { window, way, name }).map_err(full)?;
    // From here on nothing is missed: what became of it before stands in what is read now.
    let Stands { revision, published_revision, status } = stands::<T>(&app.db, &staff, page, &id).await?;
    let page = json!({ "window": window.id, "revision": revision, "published_revision": published_revision, "status": status });
    let headers = [
        (header::CONTENT_TYPE, EVENTS),
        (header::CACHE_CONTROL, NO_STORE),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    Ok((headers, Stream::from_stream(guest.events(&page))).into_response())
}

async fn say<T: Edited>(
    Extension(presence): Extension<Presence>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
    Body(said): Body<Said>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let page = key::<T>(&id)?;
    let (user, way) = person(&staff)?;
    let Said { window: Required(Client(window)), block, field, is_dirty } = said;
    let spot = Spot {
        block: block.map(|part| part.0),
        field: field.map(|part| part.0),
        is_dirty: is_dirty.unwrap_or_default(),
    };
    let told = told(window, &spot);
    let place = Place { shop: staff.organization.0, page };
    if !presence.say(place, Window { user, id: window }, way, spot) {
        let message = "This window listens by another session: let it listen anew, with GET on this path";
        return Err(ApiError::new(Kind::Conflict, message).with_code("other_session"));
    }
    Ok(respond(json!({ "presence": told }).to_string().into_bytes()))
}

fn told(window: Uuid, spot: &Spot) -> Value {
    let Spot { block, field, is_dirty } = spot;
    json!({ "window": window, "block": block, "field": field, "is_dirty": is_dirty })
}
