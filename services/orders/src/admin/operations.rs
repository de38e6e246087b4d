//! Operations on changes of orders: each names its path, and gets the transaction of Kontor at work that it writes in.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{MethodRouter, delete, post},
};
use db::Tx;
use entity::ids::UserId;
use resource::{
    Table,
    admin::{Doc, respond, select},
};
use serde_json::Value;
use utoipa::openapi::{
    HttpMethod, Object, Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::Type,
};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, FromBody},
    fields::{JsonOut, Plan},
    query::Query,
};

/// What an operation works with.
pub(crate) struct Work {
    pub(crate) tx: Tx,
    /// The ids of the path, in their order.
    ids: Vec<String>,
    pub(crate) fields: Option<String>,
    staff: May<needs::OrderWrite>,
}

impl Work {
    /// An id of the path.
    pub(crate) fn id(&self, at: usize) -> &str {
        self.ids.get(at).map_or("", String::as_str)
    }

    /// Who does it.
    pub(crate) fn by(&self) -> Option<String> {
        self.staff.user().map(|user| UserId(user.0).to_string())
    }

    /// It is done: what was written stays, and this is answered.
    pub(crate) async fn done(self, parts: &[(&str, &JsonOut)]) -> Result<Response, ApiError> {
        self.tx.commit().await?;
        let mut body = b"{".to_vec();
        for (at, (name, part)) in parts.iter().enumerate() {
            if at > 0 {
                body.push(b',');
            }
            body.extend_from_slice(format!("\"{name}\":").as_bytes());
            body.extend_from_slice(part);
        }
        body.push(b'}');
        Ok(respond(body))
    }
}

/// A part of the answer: a row, with what was asked for of it.
pub(crate) async fn part<T: Table>(work: &Work, id: Uuid) -> Result<JsonOut, ApiError> {
    let selection = select::<T>(work.fields.as_deref())?;
    let found = resource::one::<T>(&work.tx, id, &selection).await?;
    let found = found.ok_or_else(|| ApiError::missing(T::NAME, work.id(0)))?;
    let mut out = JsonOut::new();
    Plan::<T>::new(&selection).write(&found, &mut out);
    Ok(out)
}

/// The operations below a path.
pub(crate) struct Operations {
    router: OpenApiRouter<App>,
    base: &'static str,
    tag: &'static str,
    /// What the id in the path is of.
    of: &'static str,
    example: fn() -> Value,
}

impl Operations {
    pub(crate) fn new(base: &'static str, tag: &'static str, of: &'static str, example: fn() -> Value) -> Self {
        Self { router: OpenApiRouter::default(), base, tag, of, example }
    }

    pub(crate) fn router(self) -> OpenApiRouter<App> {
        self.router
    }

    /// The same, answering something else from here on.
    pub(crate) fn answering(self, example: fn() -> Value) -> Self {
        Self { example, ..self }
    }

    /// `POST`
    pub(crate) fn post<T, F, Fut>(self, path: &str, name: &str, summary: &'static str, handler: F) -> Self
    where
        T: FromBody + Documented + Send + 'static,
        F: Fn(Work, T) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let served = post(
            move |app: State<App>, staff: May<needs::OrderWrite>, path: Ids, asked: Query<SelectQuery>, Body(input)| async move {
                handler(work(app, staff, path, asked).await?, input).await
            },
        );
        self.add(HttpMethod::Post, path, name, summary, Doc::body::<T>, served)
    }

    /// `DELETE`
    pub(crate) fn delete<F, Fut>(self, path: &str, name: &str, summary: &'static str, handler: F) -> Self
    where
        F: Fn(Work) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let served = delete(
            move |app: State<App>, staff: May<needs::OrderWrite>, path: Ids, asked: Query<SelectQuery>| async move {
                handler(work(app, staff, path, asked).await?).await
            },
        );
        self.add(HttpMethod::Delete, path, name, summary, |doc| doc, served)
    }

    /// `DELETE` with a body, which says what goes.
    pub(crate) fn delete_with<T, F, Fut>(self, path: &str, name: &str, summary: &'static str, handler: F) -> Self
    where
        T: FromBody + Documented + Send + 'static,
        F: Fn(Work, T) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let served = delete(
            move |app: State<App>, staff: May<needs::OrderWrite>, path: Ids, asked: Query<SelectQuery>, Body(input)| async move {
                handler(work(app, staff, path, asked).await?, input).await
            },
        );
        self.add(HttpMethod::Delete, path, name, summary, Doc::body::<T>, served)
    }

    fn add(
        mut self,
        method: HttpMethod,
        path: &str,
        name: &str,
        summary: &'static str,
        body: impl FnOnce(Doc) -> Doc,
        served: MethodRouter<App>,
    ) -> Self {
        let path = format!("{}{path}", self.base);
        let doc = Doc::new::<needs::OrderWrite>(name.to_owned(), self.tag, summary)
            .params(path_params(&path, self.of))
            .answers(summary, (self.example)());
        self.router = self.router.routes(body(doc).route(method, &path, served));
        self
    }
}

type Ids = Result<Path<Vec<String>>, PathRejection>;

async fn work(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Work, ApiError> {
    let Path(ids) = path?;
    let tx = app.db.begin_working(&staff).await?;
    Ok(Work { tx, ids, fields, staff })
}

fn path_params(path: &str, of: &str) -> Vec<Parameter> {
    let names = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let one = |name: &str| {
        let (words, example) = match name {
            "action_id" => ("The id of an action of the change.".to_owned(), "ordchact_01jd6nwvvgfa5sr38y5wx4pq3d"),
            "item_id" => ("The id of a line.".to_owned(), "ordli_01jd6nwvvgfa5sr38y5wx4pq3d"),
            "method_id" => ("The id of a shipping method.".to_owned(), "ordsm_01jd6nwvvgfa5sr38y5wx4pq3d"),
            _ => (format!("The id: {of}."), "order_01jd6nwvvgfa5sr38y5wx4pq3d"),
        };
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(words))
            .schema(Some(Object::with_type(Type::String)))
            .example(Some(example.into()))
            .build()
    };
    names.map(one).collect()
}
