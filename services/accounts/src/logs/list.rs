//! `GET /admin/audit-logs`, `GET /admin/security-logs`

use std::marker::PhantomData;

use axum::{extract::State, response::Response};
use resource::{Filter, admin::respond};
use sea_orm::{FromQueryResult, Value};
use web::{
    ApiError, App, Page,
    query::{FromParams, Params, Query},
};

use super::{Log, page::page_of, read_filter, reader::Reader};

/// Counting goes on no longer than this: a log of millions would be read whole for a number that nobody reads.
const COUNTED: i64 = 10_000;

/// The parameters of a page.
pub(super) struct Listing<L> {
    page: Page,
    filter: Filter,
    log: PhantomData<fn() -> L>,
}

impl<L: Log> FromParams for Listing<L> {
    fn read(params: &mut Params) -> Self {
        let limit = params.integer("limit", 0, 1_000).unwrap_or(50);
        let offset = params.integer("offset", 0, COUNTED).unwrap_or(0);
        Self { page: Page { limit, offset }, filter: read_filter::<L>(params), log: PhantomData }
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

pub(super) async fn list<L: Log>(
    State(app): State<App>,
    reader: Reader,
    Query(Listing { page, filter, .. }): Query<Listing<L>>,
) -> Result<Response, ApiError> {
    let Reader { scope, shop } = reader;
    let tx = app.db.begin(scope).await?;
    let lines: Vec<L> = page_of(&tx, shop, &filter, page).await?;
    let mut values: Vec<Value> = vec![shop.into()];
    let sql = format!(
        "select count(*) as n from (select from {} l where {} limit {COUNTED}) counted",
        L::TABLE,
        filter.sql(&mut values)
    );
    let Count { n } = db::fetch_one(&tx, &sql, values).await?;
    tx.commit().await?;
    let mut body = format!("{{\"{}\":[", L::MANY).into_bytes();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            body.push(b',');
        }
        write(line, &mut body);
    }
    let Page { limit, offset } = page;
    body.extend_from_slice(format!("],\"count\":{n},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    Ok(respond(body))
}

/// A line as a JSON object.
pub(super) fn write<L: Log>(line: &L, out: &mut Vec<u8>) {
    for (at, (name, write)) in L::FIELDS.iter().enumerate() {
        out.extend_from_slice(format!("{}\"{name}\":", if at > 0 { "," } else { "{" }).as_bytes());
        write(line, out);
    }
    out.push(b'}');
}
