//! `/admin/menus`: trees of labels and links. A menu has an `ETag`, its revision; who writes one anew says with `If-Match` which one he saw.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{delete, get, post, put},
};
use db::{Scope, Tx};
use entity::{
    Timestamp,
    ids::{MenuId, UserId},
};
use http::HeaderMap;
use resource::{
    Param, Row, Table,
    admin::{Doc, Resource, Routes, deleted, id, key, missing, select},
    fields::AtMost,
    one, row,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Body, Filled, Required},
    fields::{Column, Plan, View},
};

use super::{
    etag::{changed, if_match, seen, tagged},
    handle::Handle,
    locale::{Locale, language},
};
use crate::menus::{self, Items, Replaced};

row! {
    /// A menu.
    pub(super) struct Menu from "m" {
        id: MenuId,
        handle: String,
        locale: String,
        title: String,
        items: Json,
        revision: i64,
        updated_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Menu {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Menu {
    type Id = MenuId;

    const ONE: &'static str = "menu";
    const MANY: &'static str = "menus";
    const NAME: &'static str = "Menu";
    const SORTABLE: &'static [&'static str] = &["id", "handle", "locale", "title", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["m.title", "m.handle"];
    const FROM: &'static str = "(select *, null::timestamptz as deleted_at from public.menus) m";
    const ALIAS: &'static str = "m";
    const FILTERS: &'static [Param] = &[
        Param::text("handle", "Where they stand, such as `main` and `footer`."),
        Param::text("locale", "Languages."),
        Param::text("title", "Exact titles."),
    ];
}

impl Resource for Menu {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/menus";
    const TAG: &'static str = "Admin: menus";

    fn example() -> Json {
        json!({
            "id": "menu_01jd6nwvvgfa5sr38y5wx4pq3d", "handle": "main", "locale": "en", "title": "Header",
            "items": [{"label": "Shop", "link": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "items": [{"label": "Mugs", "link": "/collections/mugs", "items": []}]}],
            "revision": 3, "updated_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d",
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-22T10:00:00.000Z"
        })
    }
}

body! {
    /// A new menu.
    struct New {
        /// Where it stands: `main` is in the header, `footer` in the footer. Once in each language.
        handle: Required<Handle> = "main",
        /// Its language; the shop's first one when nobody says.
        locale: Filled<Locale> = "en",
        /// Its name for people.
        title: Required<AtMost<200>> = "Header",
        /// Its entries: three levels at the most, 200 in all. A link is a path, an address, or the id of a page, product, collection or category.
        items: Items = [{"label": "Shop", "link": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d"}, {"label": "About us", "link": "/about"}],
    }
}

body! {
    /// A menu, whole.
    struct Whole {
        /// Its name for people.
        title: Required<AtMost<200>> = "Header",
        /// Its entries: three levels at the most, 200 in all. A link is a path, an address, or the id of a page, product, collection or category.
        items: Items = [{"label": "Shop", "link": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "items": [{"label": "Mugs", "link": "/collections/mugs"}]}],
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let one = || id("id", Menu::NAME, &Menu::example());
    let of_one = format!("{}/{{id}}", Menu::PATH);
    let shown = || json!({ "menu": Menu::example() });
    let read = Doc::new::<needs::ContentRead>(
        "retrieve_menu".to_owned(),
        Menu::TAG,
        "Read a menu. Its `ETag` is its revision.",
    )
    .params([one()])
    .answers("Menu.", shown());
    let made = Doc::new::<needs::ContentWrite>("create_menu".to_owned(), Menu::TAG, "Make a menu.")
        .body::<New>()
        .answers("Menu.", shown());
    let written = Doc::new::<needs::ContentWrite>("replace_menu".to_owned(), Menu::TAG, "Write a menu anew.")
        .params([one(), if_match()])
        .body::<Whole>()
        .answers("Menu.", shown())
        .refuses("412", "Somebody else was quicker: with `menu` as it is.")
        .refuses("428", "`If-Match` is missing.");
    let removed = Doc::new::<needs::ContentWrite>("delete_menu".to_owned(), Menu::TAG, "Remove a menu.")
        .params([one()])
        .answers("It is gone.", json!({ "id": Menu::example()["id"], "object": Menu::ONE, "deleted": true }));
    Routes::<Menu>::new()
        .list("List menus.")
        .router()
        .routes(read.route(HttpMethod::Get, &of_one, get(retrieve)))
        .routes(made.route(HttpMethod::Post, Menu::PATH, post(create)))
        .routes(written.route(HttpMethod::Put, &of_one, put(replace)))
        .routes(removed.route(HttpMethod::Delete, &of_one, delete(remove)))
}

/// A menu as it is, and its revision.
async fn shown(tx: &Tx, menu: Uuid, id: &str) -> Result<(Json, i64), ApiError> {
    let selection = select::<Menu>(None)?;
    let found = one::<Menu>(tx, menu, &selection).await?.ok_or_else(|| missing::<Menu>(id))?;
    let mut text = Vec::new();
    Plan::<Menu>::new(&selection).write(&found, &mut text);
    Ok((serde_json::from_slice(&text).map_err(ApiError::internal)?, found.revision))
}

async fn retrieve(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Menu>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let (menu, revision) = shown(&tx, key, &id).await?;
    tx.commit().await?;
    tagged(Menu::ONE, &menu, revision)
}

async fn create(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let New { handle: Required(Handle(handle)), locale, title: Required(AtMost(title)), items: Items(items) } = new;
    let tx = app.db.begin_working(&staff).await?;
    let locale = match locale.0 {
        Some(locale) => locale.0,
        None => language(&tx).await?,
    };
    let made = menus::create(&tx, menus::New { handle, locale, title, items }).await?;
    let (menu, revision) = shown(&tx, made, &made.to_string()).await?;
    tx.commit().await?;
    tagged(Menu::ONE, &menu, revision)
}

async fn replace(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    Body(whole): Body<Whole>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let (key, seen) = (key::<Menu>(&id)?, seen(&headers)?);
    let Whole { title: Required(AtMost(title)), items: Items(items) } = whole;
    let tx = app.db.begin_working(&staff).await?;
    let done = menus::replace(&tx, key, seen, &title, &items).await?;
    if done == Replaced::Missing {
        return Err(missing::<Menu>(&id));
    }
    let (menu, revision) = shown(&tx, key, &id).await?;
    tx.commit().await?;
    if done == Replaced::Changed {
        return changed(Menu::ONE, menu, revision, seen);
    }
    tagged(Menu::ONE, &menu, revision)
}

async fn remove(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Menu>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    if !menus::remove(&tx, key).await? {
        return Err(missing::<Menu>(&id));
    }
    tx.commit().await?;
    Ok(deleted(&id, Menu::ONE))
}
