//! The two operations that every resource but the products and their variants has alike: a page of them, and one by its id.

use std::{marker::PhantomData, str::FromStr};

use auth::Shopper;
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use resource::{Filter, Param, Row, Select, TreeNames, Trees, order_by, read_few};
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery, SelectParams, SelectQuery,
    fields::{FieldRules, Selection, View},
    query::{FromParams, Params},
};

use super::answer;
use crate::{
    data::Reach,
    locale::{self, Translate},
};

/// What is particular to one of them.
pub(super) trait Resource: Send + Sync + 'static {
    /// What is answered.
    type Item: View + Row + Translate + Send + Sync;
    /// Its id on the wire.
    type Id: FromStr + Into<Uuid>;

    /// Its key in the answer of one, such as `product_tag`.
    const ONE: &'static str;
    /// Its key in the answer of a page.
    const MANY: &'static str;
    /// Its name in messages.
    const NAME: &'static str;
    /// How many a page has when nobody says.
    const LIMIT: i64;
    /// What it can be sorted by.
    const SORTABLE: &'static [&'static str];
    /// The table and its alias.
    const FROM: &'static str;
    /// The alias alone.
    const ALIAS: &'static str;
    /// The condition under which shoppers see one.
    const VISIBLE: &'static str;
    /// How a page is sorted when nobody says.
    const ORDER: &'static str;
    /// The columns in which `q` looks for words.
    const WORDS: &'static [&'static str];
    /// What it can be filtered by, besides its id and its times.
    const FILTERS: &'static [Param];
    /// Parameters that select a relation to its own kind as deep as it goes, and the relation.
    const TREES: TreeNames = &[];

    /// What shoppers see of it with such a key.
    fn visible(reach: &Reach) -> Filter {
        let _ = reach;
        Filter::new(Self::VISIBLE)
    }

    /// What may be asked for with `fields`.
    fn rules() -> &'static FieldRules;

    /// Loads the relations that are selected.
    fn fill(
        tx: &Tx,
        page: &mut [Self::Item],
        selection: &Selection,
        reach: &Reach,
    ) -> impl Future<Output = Result<(), ApiError>> + Send;

    /// The answer when nothing has that id.
    fn missing(id: &str) -> Result<Response, ApiError> {
        Err(ApiError::missing(Self::NAME, id))
    }
}

/// All that it can be filtered by.
fn filters<R: Resource>() -> Vec<Param> {
    let id = [Param::ids::<R::Id>("id", "Ids.")];
    id.into_iter().chain(R::FILTERS.iter().copied()).chain(TIMES.iter().copied()).collect()
}

/// The times that everything has.
pub(super) const TIMES: &[Param] = &[
    Param::time("created_at", "When it was made."),
    Param::time("updated_at", "When it was last changed."),
    Param::time("deleted_at", "Taken as Medusa takes it: shoppers see nothing that was deleted."),
];

/// What the page of a resource takes.
pub(super) struct Parameters<R> {
    list: ListQuery,
    filter: Filter,
    trees: Trees,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> FromParams for Parameters<R> {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, R::LIMIT, R::SORTABLE);
        let trees = Trees::read(params, R::TREES);
        Self { list, filter: read_filter(params, filters::<R>(), R::ALIAS, R::WORDS), trees, of: PhantomData }
    }
}

/// The filter of a page for shoppers.
pub(super) fn read_filter(params: &mut Params, own: Vec<Param>, alias: &str, words: &[&str]) -> Filter {
    // Taken as Medusa takes it; what was deleted nobody sees.
    params.boolean("with_deleted");
    let mut filter = Filter::default();
    read_few(params, own, alias, words, &mut filter);
    filter
}

impl<R: Resource> IntoParams for Parameters<R> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        documented(&filters::<R>()).into_iter().chain(Trees::documented(R::TREES)).collect()
    }
}

/// The parameters of a list, for the OpenAPI document.
pub(super) fn documented(filters: &[Param]) -> Vec<Parameter> {
    ::resource::admin::of_list(filters).into_iter().chain([language()]).collect()
}

/// Medusa's other way to say `x-medusa-locale`.
pub(super) fn language() -> Parameter {
    use utoipa::openapi::schema::{Object, Type};
    let words = "The language of the texts, one of the shop's; the same as the header `x-medusa-locale`.";
    ::resource::admin::query("locale", words, Object::with_type(Type::String), serde_json::json!("de-AT"))
}

/// What reading one takes.
pub(super) struct One<R> {
    select: SelectQuery,
    trees: Trees,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> FromParams for One<R> {
    fn read(params: &mut Params) -> Self {
        Self { select: SelectQuery::read(params), trees: Trees::read(params, R::TREES), of: PhantomData }
    }
}

impl<R: Resource> IntoParams for One<R> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let fields = SelectParams::into_params(|| Some(ParameterIn::Query));
        fields.into_iter().chain(Trees::documented(R::TREES)).chain([language()]).collect()
    }
}

async fn find<R: Resource>(
    app: &App,
    shopper: &Shopper,
    filter: Filter,
    list: &ListQuery,
    selection: &Selection,
) -> Result<(Vec<R::Item>, i64), ApiError> {
    let reach = Reach::of(shopper);
    let mut conditions = R::visible(&reach);
    conditions.all(filter);
    conditions.and_words(R::WORDS, &list.words);
    let order_by = order_by(R::ALIAS, &list.order, R::ORDER);
    let select = Select { columns: R::Item::SELECT, from: R::FROM, order_by: &order_by };
    let tx = app.db.begin_read(shopper).await?;
    let (mut found, count): (Vec<R::Item>, i64) =
        ::resource::page(&tx, select, &conditions, Vec::new(), list.page).await?;
    if !found.is_empty() {
        R::fill(&tx, &mut found, selection, &reach).await?;
        locale::translate(&tx, shopper.locale(), &mut found).await?;
    }
    tx.commit().await?;
    Ok((found, count))
}

/// A page.
pub(super) async fn list<R: Resource>(
    app: &App,
    shopper: &Shopper,
    parameters: Parameters<R>,
) -> Result<Response, ApiError> {
    let Parameters { list, filter, trees, .. } = parameters;
    let mut selection = R::rules().select(list.fields.as_deref())?;
    trees.deepen(&mut selection);
    let (found, count) = find::<R>(app, shopper, filter, &list, &selection).await?;
    Ok(answer::list(R::MANY, &found, &selection, count, list.page, Topic::Catalog))
}

/// One.
pub(super) async fn retrieve<R: Resource>(
    app: &App,
    shopper: &Shopper,
    path: Result<Path<String>, PathRejection>,
    One { select, trees, .. }: One<R>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut selection = R::rules().select(select.fields.as_deref())?;
    trees.deepen(&mut selection);
    let mut filter = Filter::default();
    filter.and(format!("{}.id = any(?)", R::ALIAS), ::resource::ids::<R::Id>(std::slice::from_ref(&id)));
    let (found, _) = find::<R>(app, shopper, filter, &ListQuery::one(), &selection).await?;
    match found.first() {
        Some(found) => Ok(answer::one(R::ONE, found, &selection, Topic::Catalog)),
        None => R::missing(&id),
    }
}
