//! A page of a log, the youngest lines first.

use axum::{Json, response::IntoResponse, response::Response};
use db::{Scope, Tx};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use web::{
    ApiError, Page,
    query::{FromParams, Params},
};

use super::filter::Filter;
use crate::Accounts;

/// One of the logs.
pub(super) trait Log: Sized + Send + Sync + Serialize + FromQueryResult + 'static {
    /// Its table.
    const TABLE: &'static str;
    /// Its key in the answer, which names its files too.
    const MANY: &'static str;
    /// What is read of a table that is called `l`.
    const COLUMNS: &'static str;

    /// Reads what it can be filtered by.
    fn filter(params: &mut Params) -> Filter;

    /// Where a line stands, to go on behind it.
    fn place(&self) -> (chrono::DateTime<chrono::Utc>, Uuid);

    /// The names of its columns in a CSV file.
    const HEADINGS: &'static [&'static str];

    /// The cells of a line.
    fn cells(&self) -> Vec<String>;
}

/// Counting goes on no longer than this: a log of millions would be read whole for a number that nobody reads.
const COUNTED: i64 = 10_000;

/// The parameters of a page.
pub(super) struct Query<L> {
    page: Page,
    filter: Filter,
    log: std::marker::PhantomData<L>,
}

impl<L: Log> FromParams for Query<L> {
    fn read(params: &mut Params) -> Self {
        let limit = params.integer("limit", 0, 1_000).unwrap_or(50);
        let offset = params.integer("offset", 0, COUNTED).unwrap_or(0);
        Self { page: Page { limit, offset }, filter: L::filter(params), log: std::marker::PhantomData }
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

pub(super) async fn list<L: Log>(
    accounts: &Accounts,
    scope: Scope,
    shop: Uuid,
    query: Query<L>,
) -> Result<Response, ApiError> {
    let Query { page, filter, .. } = query;
    let tx = accounts.app.db.begin(scope).await?;
    let lines: Vec<L> = page_of(&tx, shop, &filter, page).await?;
    let sql = format!(
        "select count(*) as n from (select from {} l where l.organization_id = $1{} limit {COUNTED}) counted",
        L::TABLE,
        filter.sql()
    );
    let Count { n } = db::fetch_one(&tx, &sql, filter.values(shop)).await?;
    tx.commit().await?;
    let body = json!({ L::MANY: lines, "count": n, "offset": page.offset, "limit": page.limit });
    Ok(Json(body).into_response())
}

/// A page. Beneath an index of the shop's times, so that its price does not grow with the log.
pub(super) async fn page_of<L: Log>(tx: &Tx, shop: Uuid, filter: &Filter, page: Page) -> db::Result<Vec<L>> {
    let mut values = filter.values(shop);
    let (limit, offset) = (values.len() + 1, values.len() + 2);
    values.extend([Value::from(page.limit), page.offset.into()]);
    let sql = format!(
        "select {} from {} l where l.organization_id = $1{}
         order by l.created_at desc, l.id desc limit ${limit} offset ${offset}",
        L::COLUMNS,
        L::TABLE,
        filter.sql()
    );
    db::fetch_all(tx, &sql, values).await
}
