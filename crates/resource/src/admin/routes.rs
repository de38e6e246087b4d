//! The operations of a resource, served and documented.

use std::marker::PhantomData;

use axum::routing::{MethodRouter, delete, get, post};
use serde_json::{Value as Json, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::App;

use super::{
    Action, Create, Delete, LinksTo, Resource, Update, action, change,
    docs::{self, Doc},
    links::SetLinks,
    list, retrieve,
};

/// The routes of a resource: each operation that it has is named here, with the words of the document.
pub struct Routes<T> {
    router: OpenApiRouter<App>,
    of: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for Routes<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Routes").finish_non_exhaustive()
    }
}

impl<T: Resource> Default for Routes<T> {
    fn default() -> Self {
        Self { router: OpenApiRouter::default(), of: PhantomData }
    }
}

impl<T: Resource> Routes<T> {
    /// Without operations.
    pub fn new() -> Self {
        Self::default()
    }

    /// All of them.
    pub fn router(self) -> OpenApiRouter<App> {
        self.router
    }

    fn one() -> String {
        format!("{}/{{id}}", T::PATH)
    }

    fn add(mut self, method: HttpMethod, path: &str, handler: MethodRouter<App>, doc: Doc) -> Self {
        self.router = self.router.routes(doc.route(method, path, handler));
        self
    }

    fn id() -> utoipa::openapi::path::Parameter {
        docs::id("id", T::NAME, &T::example())
    }

    /// `GET /admin/customers`
    #[must_use]
    pub fn list(self, summary: &'static str) -> Self {
        let page = json!({ T::MANY: [T::example()], "count": 1, "offset": 0, "limit": T::LIMIT });
        let doc = Doc::of::<T, T::Read>(format!("list_{}", T::MANY), summary)
            .params(docs::of_page::<T>())
            .answers("A page of them.", page);
        self.add(HttpMethod::Get, T::PATH, get(list::list::<T>), doc)
    }

    /// `GET /admin/customers/{id}`
    #[must_use]
    pub fn retrieve(self, summary: &'static str) -> Self {
        let doc = Doc::of::<T, T::Read>(format!("retrieve_{}", T::ONE), summary)
            .params([Self::id()])
            .params(docs::asked::<T>());
        self.add(HttpMethod::Get, &Self::one(), get(retrieve::retrieve::<T>), doc)
    }

    /// `POST /admin/customers`
    #[must_use]
    pub fn create(self, summary: &'static str) -> Self
    where
        T: Create,
    {
        let doc =
            Doc::of::<T, T::Write>(format!("create_{}", T::ONE), summary).params(docs::asked::<T>()).body::<T::New>();
        self.add(HttpMethod::Post, T::PATH, post(change::create::<T>), doc)
    }

    /// `POST /admin/customers/{id}`
    #[must_use]
    pub fn update(self, summary: &'static str) -> Self
    where
        T: Update,
    {
        let doc = Doc::of::<T, T::Write>(format!("update_{}", T::ONE), summary)
            .params([Self::id()])
            .params(docs::asked::<T>())
            .body::<T::Changes>();
        self.add(HttpMethod::Post, &Self::one(), post(action::act::<change::Updating<T>>), doc)
    }

    /// `DELETE /admin/customers/{id}`
    #[must_use]
    pub fn delete(self, summary: &'static str) -> Self
    where
        T: Delete,
    {
        let gone = json!({ "id": T::example()["id"], "object": T::OBJECT, "deleted": true });
        let doc = Doc::of::<T, T::Write>(format!("delete_{}", T::ONE), summary)
            .params([Self::id()])
            .answers("It is gone.", gone);
        self.add(HttpMethod::Delete, &Self::one(), delete(change::delete::<T>), doc)
    }

    /// `POST /admin/api-keys/{id}/revoke`
    #[must_use]
    pub fn action<A: Action<On = T>>(self, summary: &'static str) -> Self {
        self.act::<A>(summary, |body| body)
    }

    /// `POST /admin/customers/{id}/customer-groups`
    #[must_use]
    pub fn links<Other: Resource>(self, summary: &'static str) -> Self
    where
        T: LinksTo<Other>,
    {
        self.act::<SetLinks<T, Other>>(summary, |_| json!({ "add": [Other::example()["id"]], "remove": [] }))
    }

    fn act<A: Action<On = T>>(self, summary: &'static str, example: impl FnOnce(Json) -> Json) -> Self {
        let mut doc = Doc::of::<T, T::Write>(A::NAME.to_owned(), summary)
            .params([Self::id()])
            .params(docs::asked::<T>())
            .body::<A::Input>();
        doc.body = doc.body.map(|(object, body)| (object, example(body)));
        let path = format!("{}{}", Self::one(), A::PATH);
        self.add(HttpMethod::Post, &path, post(action::act::<A>), doc)
    }
}
