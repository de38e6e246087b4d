//! What was done in a shop, for those who may know: `/admin/audit-logs`, `/admin/security-logs`, and their export.

mod audit_log;
mod export;
mod list;
mod page;
mod reader;
mod security_log;

use auth::needs;
use axum::routing::get;
use chrono::{DateTime, Utc};
use resource::{
    Filter, Param, Row,
    admin::{Doc, query},
};
use serde_json::{Value, json};
use utoipa::openapi::{HttpMethod, Object, path::Parameter, schema::Type};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{App, query::Params};

use self::{audit_log::AuditLog, security_log::SecurityLog};

/// One of the logs, whose table is called `l`.
trait Log: Row + Send + Sync {
    /// Its table.
    const TABLE: &'static str;
    /// Where its pages are.
    const PATH: &'static str;
    /// Its key in the answer, which names its files too.
    const MANY: &'static str;
    /// What it can be filtered by.
    const FILTERS: &'static [Param];

    /// Where a line stands, to go on behind it.
    fn place(&self) -> (DateTime<Utc>, Uuid);

    /// As it is answered; only the document shows it.
    fn example() -> Value;
}

/// What a query leaves of a log.
fn read_filter<L: Log>(params: &mut Params) -> Filter {
    let mut filter = Filter::new("l.organization_id = $1");
    resource::read(params, L::FILTERS, "l", &mut filter);
    filter
}

/// The routes.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(routes_of::<AuditLog>(
            "List the calls of people and programs that were known, the youngest first; `count` stops at 10,000. \
             Administrators of the installation read its log, and that of a shop that is gone, by naming it in the header \
             x-kontor-shop: `installation`, or the shop's id.",
            "Export the calls of people and programs that were known: the whole log, or what the filters leave of it.",
        ))
        .merge(routes_of::<SecurityLog>(
            "List what happened to ways in, roles and keys, the youngest first; `count` stops at 10,000. \
             Administrators of the installation read its log, and that of a shop that is gone, by naming it in the header \
             x-kontor-shop: `installation`, or the shop's id.",
            "Export what happened to ways in, roles and keys: the whole log, or what the filters leave of it.",
        ))
}

fn routes_of<L: Log>(list: &'static str, export: &'static str) -> OpenApiRouter<App> {
    let filters = || L::FILTERS.iter().map(Param::documented);
    let page = json!({ L::MANY: [L::example()], "count": 1, "offset": 0, "limit": 50 });
    let listed = Doc::new::<needs::AuditRead>(format!("list_{}", L::MANY), "Logs", list)
        .params([number("limit", "How many to answer, 1,000 at most.", 50), number("offset", "How many to skip.", 0)])
        .params(filters())
        .answers("A page of the log.", page);
    let format = query("format", "`csv` or `ndjson`.", Object::with_type(Type::String), json!("csv"));
    let exported = Doc::new::<needs::AuditRead>(format!("export_{}", L::MANY), "Logs", export)
        .params([format])
        .params(filters())
        .answers("A file: CSV (RFC 4180) with headings, or a JSON object per line.", L::example())
        .or("text/csv", json!("\"id\",\"created_at\",…\r\n"));
    OpenApiRouter::default()
        .routes(listed.route(HttpMethod::Get, L::PATH, get(list::list::<L>)))
        .routes(exported.route(HttpMethod::Get, &format!("{}/export", L::PATH), get(export::export::<L>)))
}

fn number(name: &str, words: &str, example: i64) -> Parameter {
    query(name, words, Object::with_type(Type::Integer), json!(example))
}
