//! `POST /admin/media/{id}`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::post,
};
use events::{Emit, EventName};
use resource::{
    Set,
    admin::{Doc, Resource as _, answer, fields, id, key, missing, select},
    fields::AtMost,
};
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::{
    HttpMethod,
    schema::{ObjectBuilder, Schema, SchemaType, Type},
};
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App, SelectQuery, body,
    body::{Body, Change, Field, Fields},
    query::Query,
};

use super::begin;
use crate::media::{Library, Media, hold};

const UPDATED: EventName = EventName::new("media.updated");

body! {
    /// What changes of a picture or a document.
    pub(super) struct Changes {
        /// What people call it.
        pub(super) title: Change<AtMost<200>> = "The harbour",
        /// What is to be seen, for those who do not see it; an empty text says that it is decoration, `null` that nobody has said.
        pub(super) alt: Change<AtMost<500>> = "Boats at the quay",
        /// The same in other languages, by language; `null` or an empty text takes one away.
        pub(super) alt_translations: Translations = {"de": "Boote am Kai"},
        /// What must stay in view when it is cut: parts of its width and height from the upper left corner, 0 to 1. `null`: the middle.
        pub(super) focal: Point = {"x": 0.5, "y": 0.33},
    }
}

/// Texts by language, of those that change.
#[derive(Debug, Default)]
pub(super) struct Translations(Map<String, Json>);

/// Languages that one may have.
const MOST_LANGUAGES: usize = 50;
const MOST_TEXT: usize = 500;

impl Field for Translations {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let given = Change::<Map<String, Json>>::read(fields, name).given().unwrap_or_default();
        for (locale, text) in &given {
            let is_part =
                |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if locale.len() > 35 || !locale.split('-').all(is_part) {
                fields.complain(format!("Invalid language for field '{at}': expected such as en or de-AT"));
            }
            match text {
                Json::String(text) if text.chars().count() > MOST_TEXT => {
                    fields
                        .complain(format!("Value for field '{at}, {locale}' too big, expected at most: '{MOST_TEXT}'"));
                }
                Json::String(text) if text.contains('\0') => {
                    fields.complain(format!("Value for field '{at}, {locale}' must not contain NUL characters"));
                }
                Json::Null | Json::String(_) => {}
                _ => fields.complain(format!("Expected type: 'string' for field '{at}, {locale}'")),
            }
        }
        if given.len() > MOST_LANGUAGES {
            fields.complain(format!("Field '{at}' has more than {MOST_LANGUAGES} languages"));
        }
        Self(given)
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::Object, Type::Null])).into()
    }
}

/// A point of a picture, in hundredths.
#[derive(Debug, Default)]
pub(super) struct Point(Change<(i32, i32)>);

impl Field for Point {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let given = match fields.take(name) {
            None => return Self(Change::Keep),
            Some(Json::Null) => return Self(Change::Clear),
            Some(Json::Object(given)) => given,
            Some(_) => {
                fields.complain(format!("Expected type: 'object' for field '{at}'"));
                return Self::default();
            }
        };
        let part = |name: &str| given.get(name).and_then(Json::as_f64).filter(|part| (0.0..=1.0).contains(part));
        if let (Some(x), Some(y), 2) = (part("x"), part("y"), given.len()) {
            return Self(Change::Set((hundredths(x), hundredths(y))));
        }
        fields.complain(format!("Invalid value for field '{at}': expected x and y, each from 0 to 1"));
        Self::default()
    }

    fn schema() -> Schema {
        let part = || ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).maximum(Some(1));
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
            .property("x", part())
            .property("y", part())
            .into()
    }
}

/// Of a part from 0 to 1.
fn hundredths(part: f64) -> i32 {
    (0..=100).find(|hundredth| f64::from(*hundredth) + 0.5 > part * 100.0).unwrap_or(100)
}

pub(super) fn router() -> OpenApiRouter<App> {
    let doc = Doc::new::<needs::ContentWrite>(
        "update_media".to_owned(),
        Media::TAG,
        "Say what is to be seen on a picture, what it is called, and what must stay in view.",
    )
    .params([id("id", "Media", &Media::example()), fields()])
    .body::<Changes>()
    .answers("Media.", json!({ "media": Media::example() }));
    OpenApiRouter::new().routes(doc.route(HttpMethod::Post, "/admin/media/{id}", post(change)))
}

async fn change(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    Extension(library): Extension<Library>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(changes): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Media>(fields.as_deref())?;
    let key = key::<Media>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let before = hold(&tx, key).await?.ok_or_else(|| missing::<Media>(&id))?;
    let Changes { title, alt, alt_translations: Translations(given), focal: Point(focal) } = changes;
    let mut set = Set::new(&tx, key)?;
    set.change("title", filled(title));
    set.change("alt", text(alt));
    if !given.is_empty() {
        let mut texts = before.alt_translations.as_object().cloned().unwrap_or_default();
        for (locale, text) in given {
            match text.as_str().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => texts.insert(locale, json!(text)),
                None => texts.remove(&locale),
            };
        }
        if texts.len() > MOST_LANGUAGES {
            let message = format!("Invalid request: Field 'alt_translations' has more than {MOST_LANGUAGES} languages");
            return Err(ApiError::invalid_data(message));
        }
        set.to("alt_translations", Json::Object(texts));
    }
    match focal {
        Change::Keep => {}
        _ if before.width.is_none() => {
            return Err(ApiError::invalid_data("Invalid request: Field 'focal' is for pictures, and this is none"));
        }
        focal => {
            let (x, y) = focal.given().unwrap_or((50, 50));
            set.to("focal_x", x);
            set.to("focal_y", y);
        }
    }
    set.run(&tx, "public.media").await?;
    if let Some(after) = hold(&tx, key).await? {
        events::emit(&tx, Emit::new(UPDATED, key).before(said(&before)).after(said(&after))).await?;
    }
    tx.commit().await?;
    let tx = begin(&app, &staff, &library).await?;
    let answer = answer::<Media>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

fn text<const SIGNS: usize>(change: Change<AtMost<SIGNS>>) -> Change<String> {
    match change {
        Change::Keep => Change::Keep,
        Change::Clear => Change::Clear,
        Change::Set(AtMost(text)) => Change::Set(text.trim().to_owned()),
    }
}

/// A title that says nothing is none.
fn filled<const SIGNS: usize>(change: Change<AtMost<SIGNS>>) -> Change<String> {
    match text(change) {
        Change::Set(text) if text.is_empty() => Change::Clear,
        other => other,
    }
}

/// What events say of it.
fn said(media: &Media) -> Json {
    json!({ "title": media.title, "alt": media.alt, "alt_translations": media.alt_translations, "focal": media.focal() })
}
