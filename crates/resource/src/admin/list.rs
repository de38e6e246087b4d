//! `GET /admin/customers`

use std::marker::PhantomData;

use auth::May;
use axum::{extract::State, response::Response};
use db::Tx;
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery, Page,
    fields::Selection,
    query::{FromParams, Params, Query},
};

use super::{Nested, Resource, answer, begin, select};
use crate::{Filter, Table, Trees, table};

/// What the page of a resource takes.
#[derive(Debug)]
pub struct Listing<T> {
    list: ListQuery,
    filter: Filter,
    trees: Trees,
    of: PhantomData<fn() -> T>,
}

impl<T: Table> FromParams for Listing<T> {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, T::LIMIT, T::SORTABLE);
        let trees = Trees::read(params, T::TREES);
        Self { list, filter: table::read_filter::<T>(params), trees, of: PhantomData }
    }
}

impl<T> Listing<T> {
    /// The same, under one condition more; `?` stands for the value.
    #[must_use]
    pub fn only(mut self, condition: &'static str, value: impl Into<sea_orm::Value>) -> Self {
        self.filter.and(condition, value);
        self
    }
}

/// A page.
pub async fn respond_page<T: Table>(tx: &Tx, listing: Listing<T>) -> Result<Response, ApiError> {
    let (page, selection, count, place) = read(tx, listing).await?;
    Ok(answer::page(&page, &selection, count, place))
}

/// A page of what belongs to one.
pub(super) async fn respond_nested<T: Nested>(tx: &Tx, listing: Listing<T>, of: Uuid) -> Result<Response, ApiError> {
    let (mut page, selection, count, place) = read(tx, listing.only(T::OF, of)).await?;
    T::narrow(tx, of, &mut page).await?;
    Ok(answer::page(&page, &selection, count, place))
}

async fn read<T: Table>(tx: &Tx, listing: Listing<T>) -> Result<(Vec<T>, Selection, i64, Page), ApiError> {
    let Listing { list, filter, trees, .. } = listing;
    let mut selection = select::<T>(list.fields.as_deref())?;
    trees.deepen(&mut selection);
    let (page, count) = table::page::<T>(tx, filter, &list, &selection).await?;
    Ok((page, selection, count, list.page))
}

pub(super) async fn list<T: Resource>(
    State(app): State<App>,
    staff: May<T::Read>,
    Query(listing): Query<Listing<T>>,
) -> Result<Response, ApiError> {
    let tx = begin::<T>(&app, &staff).await?;
    let answer = respond_page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
