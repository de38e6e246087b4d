//! The two operations that every resource but the products has alike: a page of them, and one by its id.

use auth::Shopper;
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use web::{
    ApiError, App, ListQuery, SelectQuery,
    fields::{FieldRules, Selection, View},
    query::{FromParams, Params},
};

use super::answer;
use crate::data::Reach;

/// What is particular to one of them.
pub(super) trait Resource: Send + Sync {
    /// What is answered.
    type Item: View + Send + Sync;
    /// What it can be filtered by.
    type Filter: Send + Sync;

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

    /// What may be asked for with `fields`.
    fn rules() -> &'static FieldRules;

    /// Reads the filter of a page.
    fn filter(params: &mut Params) -> Self::Filter;

    /// The filter that one of them passes.
    fn only(id: String) -> Self::Filter;

    /// A page with what was selected, and how many there are in all.
    fn find(
        tx: &Tx,
        filter: &Self::Filter,
        list: &ListQuery,
        selection: &Selection,
        reach: &Reach,
    ) -> impl Future<Output = db::Result<(Vec<Self::Item>, i64)>> + Send;

    /// The answer when nothing has that id.
    fn missing(id: &str) -> Result<Response, ApiError> {
        Err(ApiError::missing(Self::NAME, id))
    }
}

/// What the page of a resource takes.
pub(super) struct Parameters<R: Resource> {
    list: ListQuery,
    filter: R::Filter,
}

impl<R: Resource> FromParams for Parameters<R> {
    fn read(params: &mut Params) -> Self {
        Self { list: ListQuery::read(params, R::LIMIT, R::SORTABLE), filter: R::filter(params) }
    }
}

/// A page.
pub(super) async fn list<R: Resource>(
    app: &App,
    shopper: &Shopper,
    parameters: Parameters<R>,
) -> Result<Response, ApiError> {
    let Parameters { list, filter } = parameters;
    let selection = R::rules().select(list.fields.as_deref())?;
    let tx = app.db.begin_read(shopper).await?;
    let (found, count) = R::find(&tx, &filter, &list, &selection, &Reach::of(shopper)).await?;
    tx.commit().await?;
    Ok(answer::list(R::MANY, &found, &selection, count, list.page, Topic::Catalog))
}

/// One.
pub(super) async fn retrieve<R: Resource>(
    app: &App,
    shopper: &Shopper,
    path: Result<Path<String>, PathRejection>,
    SelectQuery { fields }: SelectQuery,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = R::rules().select(fields.as_deref())?;
    let filter = R::only(id.clone());
    let tx = app.db.begin_read(shopper).await?;
    let (found, _) = R::find(&tx, &filter, &ListQuery::one(), &selection, &Reach::of(shopper)).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one(R::ONE, found, &selection, Topic::Catalog)),
        None => R::missing(&id),
    }
}
