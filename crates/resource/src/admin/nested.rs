//! `/admin/customers/{id}/addresses`: what belongs to one of a resource. Changes answer the one that it belongs to, as Medusa does.

use std::marker::PhantomData;

use auth::{May, Staff};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{MethodRouter, delete, get, post},
};
use db::Tx;
use serde_json::{Value as Json, json};
use utoipa::openapi::{HttpMethod, path::Parameter};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, FromBody},
    fields::Selection,
    query::Query,
};

use super::{
    Listing, Resource, answer, begin,
    docs::{self, Doc},
    key, list, missing, select,
};
use crate::{Table, lock, one};

/// Rows that belong to one of a resource.
pub trait Nested: Table {
    /// What they belong to.
    type Parent: Resource;
    /// What comes behind its id: `/addresses`.
    const PATH: &'static str;
    /// How the path calls their id: `address_id`.
    const PARAM: &'static str;
    /// The condition that a row belongs to `?`.
    const OF: &'static str;
    /// Its name in the answer of a deletion.
    const OBJECT: &'static str = Self::ONE;
    /// What is said of a new one.
    type New: FromBody + Documented + Send + 'static;
    /// What changes; what is not named stays.
    type Changes: FromBody + Documented + Send + 'static;

    /// As it is answered; only the document shows it.
    fn example() -> Json;

    /// To whom it belongs.
    fn parent(&self) -> Uuid;

    /// Takes from rows, as they are in themselves, what they do not have where they belong to this one.
    fn narrow(tx: &Tx, parent: Uuid, rows: &mut [Self]) -> impl Future<Output = db::Result<()>> + Send {
        let _ = (tx, parent, rows);
        async { Ok(()) }
    }

    /// Makes one. What it belongs to is there, and locked.
    fn create(
        tx: &Tx,
        staff: &Staff,
        parent: Uuid,
        new: Self::New,
    ) -> impl Future<Output = Result<(), ApiError>> + Send;

    /// Changes one; false when the parent, which is locked, has no such row.
    fn update(
        tx: &Tx,
        staff: &Staff,
        parent: Uuid,
        id: Uuid,
        changes: Self::Changes,
    ) -> impl Future<Output = Result<bool, ApiError>> + Send;

    /// Deletes one; false when the parent has no such row.
    fn delete(tx: &Tx, staff: &Staff, parent: Uuid, id: Uuid) -> impl Future<Output = Result<bool, ApiError>> + Send;
}

type Read<T> = May<<<T as Nested>::Parent as Resource>::Read>;
type Write<T> = May<<<T as Nested>::Parent as Resource>::Write>;
type Ids = Result<Path<(String, String)>, PathRejection>;

/// 404 when there is none of this key, or none any more; `id` is how it was called.
async fn must_be<P: Resource>(tx: &Tx, key: Uuid, id: &str) -> Result<(), ApiError> {
    let found = one::<P>(tx, key, &select::<P>(Some("id"))?).await?;
    found.map(drop).ok_or_else(|| missing::<P>(id))
}

async fn list<T: Nested>(
    State(app): State<App>,
    staff: Read<T>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<T>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let parent = key::<T::Parent>(&id)?;
    let tx = begin::<T::Parent>(&app, &staff).await?;
    must_be::<T::Parent>(&tx, parent, &id).await?;
    let answer = list::respond_nested(&tx, listing, parent).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn retrieve<T: Nested>(
    State(app): State<App>,
    staff: Read<T>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((of, id)) = path?;
    let selection = select::<T>(fields.as_deref())?;
    let parent = key::<T::Parent>(&of)?;
    let key = key::<T>(&id)?;
    let tx = begin::<T::Parent>(&app, &staff).await?;
    must_be::<T::Parent>(&tx, parent, &of).await?;
    let found = one::<T>(&tx, key, &selection).await?;
    tx.commit().await?;
    let found = found.filter(|found| found.parent() == parent).ok_or_else(|| missing::<T>(&id))?;
    Ok(answer::shown(&found, &selection))
}

async fn create<T: Nested>(
    State(app): State<App>,
    staff: Write<T>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<T::New>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let Change { tx, parent, selection } = Change::of::<T>(&app, &staff, &id, fields.as_deref()).await?;
    T::create(&tx, &staff, parent, new).await?;
    let answer = answer::<T::Parent>(&tx, parent, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn update<T: Nested>(
    State(app): State<App>,
    staff: Write<T>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(changes): Body<T::Changes>,
) -> Result<Response, ApiError> {
    let Path((of, id)) = path?;
    let key = key::<T>(&id)?;
    let Change { tx, parent, selection } = Change::of::<T>(&app, &staff, &of, fields.as_deref()).await?;
    if !T::update(&tx, &staff, parent, key, changes).await? {
        return Err(missing::<T>(&id));
    }
    let answer = answer::<T::Parent>(&tx, parent, &of, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn remove<T: Nested>(
    State(app): State<App>,
    staff: Write<T>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((of, id)) = path?;
    let key = key::<T>(&id)?;
    let Change { tx, parent, selection } = Change::of::<T>(&app, &staff, &of, fields.as_deref()).await?;
    if !T::delete(&tx, &staff, parent, key).await? {
        return Err(missing::<T>(&id));
    }
    let parent = one::<T::Parent>(&tx, parent, &selection).await?.ok_or_else(|| missing::<T::Parent>(&of))?;
    tx.commit().await?;
    let parent = answer::value(&parent, &selection)?;
    let body = json!({ "id": id, "object": T::OBJECT, "deleted": true, "parent": parent });
    Ok(answer::respond(body.to_string().into_bytes()))
}

/// A change below a parent, which is locked.
struct Change {
    tx: Tx,
    parent: Uuid,
    selection: Selection,
}

impl Change {
    async fn of<T: Nested>(app: &App, staff: &Staff, id: &str, fields: Option<&str>) -> Result<Self, ApiError> {
        let selection = select::<T::Parent>(fields)?;
        let parent = key::<T::Parent>(id)?;
        let tx = begin::<T::Parent>(app, staff).await?;
        let is_there = lock::<T::Parent>(&tx, parent).await?;
        if is_there { Ok(Self { tx, parent, selection }) } else { Err(missing::<T::Parent>(id)) }
    }
}

/// The routes of what belongs to one of a resource.
pub struct NestedRoutes<T> {
    router: OpenApiRouter<App>,
    of: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for NestedRoutes<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NestedRoutes").finish_non_exhaustive()
    }
}

impl<T: Nested> Default for NestedRoutes<T> {
    fn default() -> Self {
        Self { router: OpenApiRouter::default(), of: PhantomData }
    }
}

impl<T: Nested> NestedRoutes<T> {
    /// Without operations.
    pub fn new() -> Self {
        Self::default()
    }

    /// All of them.
    pub fn router(self) -> OpenApiRouter<App> {
        self.router
    }

    /// `GET /admin/customers/{id}/addresses`
    #[must_use]
    pub fn list(self, summary: &'static str) -> Self {
        let page = json!({ T::MANY: [T::example()], "count": 1, "offset": 0, "limit": T::LIMIT });
        let id = format!("list_{}_{}", T::Parent::ONE, T::MANY);
        let doc = Doc::of::<T::Parent, <T::Parent as Resource>::Read>(id, summary)
            .params([Self::parent()])
            .params(docs::of_page::<T>())
            .answers("A page of them.", page);
        self.add(HttpMethod::Get, "", get(list::<T>), doc)
    }

    /// `GET /admin/customers/{id}/addresses/{address_id}`
    #[must_use]
    pub fn retrieve(self, summary: &'static str) -> Self {
        let doc = Doc::of::<T::Parent, <T::Parent as Resource>::Read>(Self::name("retrieve"), summary)
            .params(Self::ids())
            .answers(format!("{}.", T::NAME), json!({ T::ONE: T::example() }));
        self.add(HttpMethod::Get, &Self::one(), get(retrieve::<T>), doc)
    }

    /// `POST /admin/customers/{id}/addresses`
    #[must_use]
    pub fn create(self, summary: &'static str) -> Self {
        let doc = Doc::of::<T::Parent, <T::Parent as Resource>::Write>(Self::name("create"), summary)
            .params([Self::parent(), docs::fields()])
            .body::<T::New>();
        self.add(HttpMethod::Post, "", post(create::<T>), doc)
    }

    /// `POST /admin/customers/{id}/addresses/{address_id}`
    #[must_use]
    pub fn update(self, summary: &'static str) -> Self {
        let doc = Doc::of::<T::Parent, <T::Parent as Resource>::Write>(Self::name("update"), summary)
            .params(Self::ids())
            .body::<T::Changes>();
        self.add(HttpMethod::Post, &Self::one(), post(update::<T>), doc)
    }

    /// `DELETE /admin/customers/{id}/addresses/{address_id}`
    #[must_use]
    pub fn delete(self, summary: &'static str) -> Self {
        let id = &T::example()["id"];
        let gone = json!({ "id": id, "object": T::OBJECT, "deleted": true, "parent": T::Parent::example() });
        let doc = Doc::of::<T::Parent, <T::Parent as Resource>::Write>(Self::name("delete"), summary)
            .params(Self::ids())
            .answers("It is gone.", gone);
        self.add(HttpMethod::Delete, &Self::one(), delete(remove::<T>), doc)
    }

    fn name(verb: &str) -> String {
        format!("{verb}_{}_{}", T::Parent::ONE, T::ONE)
    }

    fn one() -> String {
        format!("/{{{}}}", T::PARAM)
    }

    fn parent() -> Parameter {
        docs::id("id", T::Parent::NAME, &T::Parent::example())
    }

    fn ids() -> [Parameter; 3] {
        [Self::parent(), docs::id(T::PARAM, T::NAME, &T::example()), docs::fields()]
    }

    fn add(mut self, method: HttpMethod, rest: &str, handler: MethodRouter<App>, doc: Doc) -> Self {
        let path = format!("{}/{{id}}{}{rest}", T::Parent::PATH, T::PATH);
        self.router = self.router.routes(doc.route(method, &path, handler));
        self
    }
}
