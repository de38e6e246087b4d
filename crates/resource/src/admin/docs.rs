//! What the OpenAPI document says of an operation.

use auth::Needs;
use axum::routing::MethodRouter;
use serde_json::{Value as Json, json};
use utoipa::{
    IntoParams, PartialSchema,
    openapi::{
        ContentBuilder, HttpMethod, PathItem, Paths, Ref, RefOr, Required, ResponseBuilder, ResponsesBuilder, Schema,
        SecurityRequirement,
        extensions::ExtensionsBuilder,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{AnyOfBuilder, ArrayBuilder, ArrayItems, KnownFormat, Object, ObjectBuilder, SchemaFormat, Type},
    },
};
use utoipa_axum::router::UtoipaMethodRouter;
use web::{AdminErrors, App, ErrorBody, ListParams, SelectParams, body::Documented};

use super::Resource;
use crate::{Table, Trees, table::params};

/// What is said of an operation below `/admin`.
pub struct Doc {
    id: String,
    summary: &'static str,
    tag: &'static str,
    permission: &'static str,
    params: Vec<Parameter>,
    /// What may stand in its body, and an example.
    pub(super) body: Option<(Object, Json)>,
    answers: String,
    content: Vec<(&'static str, Json)>,
    refusals: Vec<(&'static str, &'static str)>,
}

impl std::fmt::Debug for Doc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Doc").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Doc {
    /// An operation; `id` goes without `admin_`.
    pub fn new<P: Needs>(id: String, tag: &'static str, summary: &'static str) -> Self {
        let permission = P::PERMISSION.text();
        let (params, content, refusals) = (Vec::new(), Vec::new(), Vec::new());
        Self { id, summary, tag, permission, params, body: None, answers: String::new(), content, refusals }
    }

    /// An operation of a resource, which it answers.
    pub(super) fn of<T: Resource, P: Needs>(id: String, summary: &'static str) -> Self {
        Self::new::<P>(id, T::TAG, summary).answers(format!("{}.", T::NAME), json!({ T::ONE: T::example() }))
    }

    /// It takes these.
    #[must_use]
    pub fn params(mut self, params: impl IntoIterator<Item = Parameter>) -> Self {
        self.params.extend(params);
        self
    }

    /// What its body takes.
    #[must_use]
    pub fn body<T: Documented>(self) -> Self {
        let object = T::object();
        let body = (!object.properties.is_empty()).then(|| (object, T::example()));
        Self { body, ..self }
    }

    /// What it answers, as JSON.
    #[must_use]
    pub fn answers(self, words: impl Into<String>, example: Json) -> Self {
        Self { answers: words.into(), content: vec![("application/json", example)], ..self }
    }

    /// What it answers as `text/event-stream`, until somebody hangs up.
    #[must_use]
    pub fn streams(self, words: impl Into<String>, example: &str) -> Self {
        Self { answers: words.into(), content: vec![("text/event-stream", example.into())], ..self }
    }

    /// It answers this too.
    #[must_use]
    pub fn or(mut self, content_type: &'static str, example: Json) -> Self {
        self.content.push((content_type, example));
        self
    }

    /// It refuses with this status besides those that all have.
    #[must_use]
    pub fn refuses(mut self, status: &'static str, words: &'static str) -> Self {
        self.refusals.push((status, words));
        self
    }

    /// The operation, served and documented.
    pub fn route(self, method: HttpMethod, path: &str, handler: MethodRouter<App>) -> UtoipaMethodRouter<App> {
        (schemas(), self.paths(method, path), handler)
    }

    fn paths(self, method: HttpMethod, path: &str) -> Paths {
        let Self { id, summary, tag, permission, params, body, answers, content, refusals } = self;
        let good = content.into_iter().fold(ResponseBuilder::new().description(answers), |good, (kind, example)| {
            let content = ContentBuilder::new().schema(Some(schema_of(&example))).example(Some(example)).build();
            good.content(kind, content)
        });
        let all = ResponsesBuilder::new().response("200", good).responses_from_into_responses::<AdminErrors>();
        let responses = refusals.into_iter().fold(all, |all, (status, words)| {
            let error = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
            all.response(status, ResponseBuilder::new().description(words).content("application/json", error))
        });
        let responses = responses.build();
        let body = body.map(|(object, example)| {
            let content = ContentBuilder::new().schema(Some(Schema::Object(object))).example(Some(example)).build();
            RequestBodyBuilder::new().content("application/json", content).build()
        });
        let nothing = Vec::<String>::new;
        let operation = OperationBuilder::new()
            .operation_id(Some(format!("admin_{id}")))
            .summary(Some(summary))
            .tag(tag)
            .parameters(Some(params))
            .request_body(body)
            .responses(responses)
            .securities(Some(["session", "bearer", "secret_key"].map(|name| SecurityRequirement::new(name, nothing()))))
            .extensions(Some(ExtensionsBuilder::new().add("x-permission", permission).build()))
            .build();
        let mut paths = Paths::new();
        paths.paths.insert(path.to_owned(), PathItem::new(method, operation));
        paths
    }
}

/// The types of an answer's parts, read off its example.
fn schema_of(example: &Json) -> Schema {
    match example {
        Json::Null => {
            Schema::Object(Object::builder().schema_type(utoipa::openapi::schema::SchemaType::AnyValue).build())
        }
        Json::Bool(_) => Object::with_type(Type::Boolean).into(),
        Json::Number(number) if number.is_f64() => Object::with_type(Type::Number).into(),
        Json::Number(_) => Object::with_type(Type::Integer).into(),
        Json::String(_) => Object::with_type(Type::String).into(),
        Json::Array(items) => list_of(schema_of(items.first().unwrap_or(&Json::Null))),
        Json::Object(fields) => {
            let object = fields.iter().fold(ObjectBuilder::new().schema_type(Type::Object), |object, (name, value)| {
                object.property(name, schema_of(value))
            });
            object.into()
        }
    }
}

fn list_of(schema: Schema) -> Schema {
    ArrayBuilder::new().items(ArrayItems::RefOrSchema(Box::new(schema.into()))).into()
}

/// An id in a path.
pub fn id(name: &str, of: &str, example: &Json) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(format!("The id: {}.", of.to_lowercase())))
        .schema(Some(Object::with_type(Type::String)))
        .example(Some(example["id"].clone()))
        .build()
}

/// A parameter of a query.
pub fn query(name: &str, words: &str, schema: impl Into<RefOr<Schema>>, example: Json) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(words))
        .schema(Some(schema))
        .example(Some(example))
        .build()
}

/// The only parameter of an operation that answers one.
pub fn fields() -> Parameter {
    SelectParams::into_params(|| Some(ParameterIn::Query)).swap_remove(0)
}

/// The parameters of an operation that answers one of a resource.
pub(super) fn asked<T: Table>() -> impl Iterator<Item = Parameter> {
    std::iter::once(fields()).chain(Trees::documented(T::TREES))
}

/// The parameters of a page.
pub fn of_page<T: Table>() -> Vec<Parameter> {
    of_list(&params::<T>()).into_iter().chain(Trees::documented(T::TREES)).collect()
}

/// The parameters of a list that is filtered by these.
pub fn of_list(own: &[crate::Param]) -> Vec<Parameter> {
    let common = ListParams::into_params(|| Some(ParameterIn::Query));
    let with_deleted =
        query("with_deleted", "Those that were deleted too.", Object::with_type(Type::Boolean), json!(false));
    let groups = [
        ("$and", "Filters that must all hold: `$and[0][…]=…&$and[1][…]=…`. Each takes what the list is filtered by."),
        ("$or", "Filters of which one must hold: `$or[0][…]=…&$or[1][…]=…`. Each takes what the list is filtered by."),
    ];
    let groups = groups.map(|(name, words)| {
        let members = ArrayBuilder::new().items(Object::with_type(Type::Object));
        query(name, words, Schema::from(members), json!([{ "id": "…" }]))
    });
    let own = own.iter().map(crate::Param::documented);
    common.into_iter().chain([with_deleted]).chain(own).chain(groups).collect()
}

/// The schemas that the operations name.
fn schemas() -> Vec<(String, RefOr<Schema>)> {
    const SOME: [(&str, &str); 7] = [
        ("$eq", "It is this, or one of these."),
        ("$in", "It is one of these."),
        ("$ne", "It is not this."),
        ("$nin", "It is none of these."),
        ("$not", "It is none of these, or these operators do not hold."),
        ("$overlap", "It is one of these; of what there are several, one of them is."),
        ("$contains", "It is each of these; of what there are several, each of these is among them."),
    ];
    const ORDER: [(&str, &str); 4] = [
        ("$gt", "It is greater, or later."),
        ("$gte", "It is not less, or not earlier."),
        ("$lt", "It is less, or earlier."),
        ("$lte", "It is not greater, or not later."),
    ];
    const LIKE: [(&str, &str); 4] = [
        ("$like", "It is like this, where `%` stands for anything and `_` for one sign."),
        ("$ilike", "The same, whether upper or lower case."),
        (
            "$re",
            "It matches this regular expression, of 100 signs at most: `^ $ . | ( ) [ ]`, `* + ? {m,n}`, `\\d \\w \\s`, and `(?i)` in front.",
        ),
        ("$fulltext", "It has all of these words somewhere."),
    ];
    const EXISTS: [(&str, &str); 2] =
        [("$exists", "`true`: it is there; `false`: it is null."), ("$contained", "It is one of these.")];
    let filter = |name: &str, one: ObjectBuilder, operators: Vec<(&str, &str)>| {
        let one: Schema = one.into();
        let group = [("$and", "These hold, each a map of operators."), ("$or", "One of these holds.")];
        let map = operators.into_iter().chain(group).fold(ObjectBuilder::new(), |map, (operator, words)| {
            map.property(operator, ObjectBuilder::new().description(Some(words)))
        });
        let any = AnyOfBuilder::new()
            .description(Some("A value, several of which it is one, or operators: `name[$ilike]=a%`."))
            .item(one.clone())
            .item(list_of(one))
            .item(map.schema_type(Type::Object));
        (name.to_owned(), Schema::from(any.build()).into())
    };
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let time = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)));
    let (number, boolean) = (Type::Integer, Type::Boolean);
    let all = |parts: &[&[(&'static str, &'static str)]]| parts.concat();
    vec![
        ("ErrorBody".to_owned(), ErrorBody::schema()),
        filter("TextFilter", text(), all(&[&SOME, &ORDER, &LIKE, &EXISTS])),
        filter("KeyFilter", text(), all(&[&SOME])),
        filter("BooleanFilter", ObjectBuilder::new().schema_type(boolean), all(&[&SOME, &EXISTS])),
        filter("NumberFilter", ObjectBuilder::new().schema_type(number), all(&[&SOME, &ORDER, &EXISTS])),
        filter("TimeFilter", time, all(&[&SOME, &ORDER, &EXISTS])),
    ]
}
