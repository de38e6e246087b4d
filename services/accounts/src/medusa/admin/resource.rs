//! What the operations of all resources share: a page, one by its id, what is answered of a deletion.

use std::marker::PhantomData;

use auth::{May, Needs, Staff};
use axum::response::{IntoResponse, Response};
use db::Tx;
use http::{HeaderValue, header};
use serde_json::json;
use uuid::Uuid;
use web::{
    ApiError, Kind, ListQuery,
    body::{Fields, FromBody},
    fields::{FieldRules, Plan, Selection},
    query::{FromParams, Params},
};

use crate::{
    Accounts,
    store::admin::{self, Filter, Table, Unknown, names},
};

/// What the page of a resource takes.
pub(super) struct Listing<T> {
    list: ListQuery,
    filter: Filter,
    of: PhantomData<T>,
}

impl<T: Table> FromParams for Listing<T> {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, T::LIMIT, T::SORTABLE);
        let mut filter = Filter::default();
        T::filter(params, &mut filter);
        Self { list, filter, of: PhantomData }
    }
}

impl<T> Listing<T> {
    /// The same, under one condition more; `?` stands for the value.
    pub(super) fn only(mut self, condition: &str, value: Uuid) -> Self {
        self.filter.and(condition, value);
        self
    }
}

/// What is to be answered of a resource. Anything of the finite graph may be asked for; what is not in it is left out.
pub(super) fn select<T: Table>(fields: Option<&str>) -> Result<Selection, ApiError> {
    let columns = names::<T>();
    let defaults = columns.iter().chain(T::DEFAULT_RELATIONS).copied();
    let further = T::related().into_iter().flat_map(|(relation, columns)| {
        let columns = columns.into_iter().map(move |column| format!("{relation}.{column}"));
        std::iter::once(relation.to_owned()).chain(columns)
    });
    FieldRules::new(defaults, further).select(fields)
}

/// A transaction of Kontor itself in the shop of who calls, for tables that no person has rights on.
pub(super) async fn as_kontor<P: Needs>(
    accounts: &Accounts,
    staff: &May<P>,
    reason: &'static str,
) -> Result<Tx, ApiError> {
    let mut tx = accounts.app.db.begin_system(reason).await?;
    tx.work_in(staff.organization.0).await?;
    Ok(tx)
}

/// A page.
pub(super) async fn page<T: Table>(tx: &Tx, listing: Listing<T>) -> Result<Response, ApiError> {
    let Listing { list, filter, .. } = listing;
    let selection = select::<T>(list.fields.as_deref())?;
    let (page, count) = admin::page::<T>(tx, filter, &list, &selection).await?;
    let mut body = format!("{{\"{}\":", T::MANY).into_bytes();
    Plan::<T>::new(&selection).write_all(&page, &mut body);
    let (offset, limit) = (list.page.offset, list.page.limit);
    body.extend_from_slice(format!(",\"count\":{count},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    Ok(json_body(body))
}

/// One by its key.
pub(super) async fn one<T: Table>(tx: &Tx, id: Uuid, selection: &Selection) -> Result<Response, ApiError> {
    let found = admin::one::<T>(tx, id, selection).await?;
    let found = found.ok_or_else(|| ApiError::not_found(format!("{} was not found", T::NAME)))?;
    Ok(shown(&found, selection))
}

/// The answer of one that was read already.
pub(super) fn shown<T: Table>(found: &T, selection: &Selection) -> Response {
    let mut body = format!("{{\"{}\":", T::ONE).into_bytes();
    Plan::<T>::new(selection).write(found, &mut body);
    body.push(b'}');
    json_body(body)
}

fn json_body(body: Vec<u8>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, NO_STORE)], body).into_response()
}

const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");

/// What is answered of a deletion.
pub(super) fn deleted(id: &str, object: &str) -> Response {
    axum::Json(json!({ "id": id, "object": object, "deleted": true })).into_response()
}

/// The key that a path names; a text that is no id names nothing.
pub(super) fn key<T: Table>(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<T::Id>().map(Into::into).map_err(|_| missing::<T>(id))
}

/// 404
pub(super) fn missing<T: Table>(id: &str) -> ApiError {
    ApiError::missing(T::NAME, id)
}

/// 404 for an id in a body.
pub(super) fn unknown<T: Table>(Unknown(id): Unknown) -> ApiError {
    missing::<T>(&id)
}

/// 422: a value is taken.
pub(super) fn duplicate(message: String) -> ApiError {
    ApiError::new(Kind::Duplicate, message)
}

/// Who made something, if it was a person.
pub(super) fn author(staff: &Staff) -> Option<Uuid> {
    staff.user().map(|user| user.0)
}

/// What is added and what is removed.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) add: Vec<String>,
    pub(super) remove: Vec<String>,
}

impl FromBody for Links {
    fn read(fields: &mut Fields) -> Self {
        Self { add: fields.texts("add").unwrap_or_default(), remove: fields.texts("remove").unwrap_or_default() }
    }
}

/// A name that must say something when it is given.
pub(super) fn name(fields: &mut Fields) -> Option<String> {
    fields.has("name").then(|| fields.required_text("name"))
}

/// The only parameter of an operation that answers one.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) struct SelectParams {
    /// What to answer: `+metadata` adds, `-metadata` removes, `*addresses` adds a relation, a bare list replaces.
    #[param(example = "id,*addresses")]
    fields: Option<String>,
}
