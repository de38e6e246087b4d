//! What Kontor offers every shop and no shop has to keep: ISO's currencies, the languages of BCP 47. They are listed as tables are.

use std::{marker::PhantomData, sync::LazyLock};

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::{Scope, Tx};
use entity::Timestamp;
use resource::{
    Filter, Param, Select,
    admin::{of_list, respond},
    order_by, read_few,
};
use sea_orm::FromQueryResult;
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, Page, SelectQuery,
    fields::{FieldRules, Plan, View},
    query::{FromParams, Params, Query},
};

/// One of the lists that are offered.
pub(super) trait Offered: View + Send + Sync {
    /// Its key in the answer of one.
    const ONE: &'static str;
    /// Its key in the answer of a page.
    const MANY: &'static str;
    /// Its name in messages.
    const NAME: &'static str;
    /// How many a page has when nobody says.
    const LIMIT: i64;

    /// All codes with their names, as a query.
    fn all() -> &'static LazyLock<String>;

    /// The one with this code, which the shop knows since then.
    fn of(code: &str, since: Timestamp) -> Option<Self>;

    fn rules() -> FieldRules {
        FieldRules::new(Self::COLUMNS.iter().map(|(name, _)| *name), Vec::<&str>::new())
    }
}

/// Pairs of codes and names as a query that is read like a table.
pub(super) fn values(pairs: impl Iterator<Item = (String, String)>) -> String {
    let quoted = |text: String| format!("'{}'", text.replace('\'', "''"));
    let rows: Vec<String> = pairs.map(|(code, name)| format!("({}, {})", quoted(code), quoted(name))).collect();
    format!(
        "(select v.code, v.name, v.code as id from (values {}) v (code, name)) c
         cross join (select coalesce(min(s.created_at), 'epoch') as since from public.stores s where s.organization_id = $1) s",
        rows.join(", ")
    )
}

const FILTERS: &[Param] = &[Param::text("code", "Codes."), Param::text("name", "Exact names.")];
const WORDS: &[&str] = &["c.code", "c.name"];

/// What the list takes.
pub(super) struct Listing<T> {
    list: ListQuery,
    filter: Filter,
    of: PhantomData<fn() -> T>,
}

impl<T: Offered> FromParams for Listing<T> {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, T::LIMIT, &["code", "name"]);
        params.boolean("with_deleted");
        let mut filter = Filter::default();
        read_few(params, FILTERS.to_vec(), "c", WORDS, &mut filter);
        Self { list, filter, of: PhantomData }
    }
}

impl<T: Offered> utoipa::IntoParams for Listing<T> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        of_list(FILTERS)
    }
}

#[derive(FromQueryResult)]
struct Row {
    code: String,
    since: Timestamp,
}

async fn find<T: Offered>(tx: &Tx, filter: Filter, list: &ListQuery) -> db::Result<(Vec<T>, i64)> {
    let mut conditions = Filter::new("true");
    conditions.all(filter);
    conditions.and_words(WORDS, &list.words);
    let order_by = order_by("c", &list.order, "c.code");
    let select = Select { columns: "c.code, s.since", from: T::all(), order_by: &order_by };
    let shop = vec![tx.organization()?.into()];
    let (rows, count): (Vec<Row>, i64) = resource::page(tx, select, &conditions, shop, list.page).await?;
    Ok((rows.iter().filter_map(|row| T::of(&row.code, row.since)).collect(), count))
}

/// A page.
pub(super) async fn list<T: Offered>(
    State(app): State<App>,
    staff: May<needs::ShopRead>,
    Query(Listing { list, filter, .. }): Query<Listing<T>>,
) -> Result<Response, ApiError> {
    let selection = T::rules().select(list.fields.as_deref())?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let (page, count) = find::<T>(&tx, filter, &list).await?;
    tx.commit().await?;
    let Page { limit, offset } = list.page;
    let mut body = format!("{{\"{}\":", T::MANY).into_bytes();
    Plan::<T>::new(&selection).write_all(&page, &mut body);
    body.extend_from_slice(format!(",\"count\":{count},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    Ok(respond(body))
}

/// One.
pub(super) async fn retrieve<T: Offered>(
    State(app): State<App>,
    staff: May<needs::ShopRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(code) = path?;
    let selection = T::rules().select(fields.as_deref())?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let mut filter = Filter::default();
    filter.and("c.code = ?", code.replace('\0', ""));
    let (found, _) = find::<T>(&tx, filter, &ListQuery::one()).await?;
    tx.commit().await?;
    let Some(found) = found.first() else {
        let code: String = code.chars().take(100).collect();
        return Err(ApiError::not_found(format!("{} with code: {code} was not found", T::NAME)));
    };
    let mut body = format!("{{\"{}\":", T::ONE).into_bytes();
    Plan::<T>::new(&selection).write(found, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
