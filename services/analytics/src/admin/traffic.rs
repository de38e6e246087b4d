//! `GET /admin/analytics/traffic`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use db::Scope;
use entity::{Timestamp, ids::ProductId};
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App,
    query::{FromParams, Params, Query},
};

use super::when::{Asked, Period, refreshed_at};

/// By what it can be told.
const BY: &[&str] =
    &["day", "path", "entry", "source", "campaign", "device", "browser", "os", "product", "event", "bot"];

pub(super) struct Parameters(Asked);

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self(Asked::read(params, BY))
    }
}

#[derive(Debug, FromQueryResult, Serialize)]
struct Line {
    value: String,
    views: i64,
    visitors: i64,
    visits: i64,
    bounces: i64,
    seconds: i64,
    carts: i64,
    checkouts: i64,
    orders: i64,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

const SUMS: &str = "coalesce(sum(s.views), 0)::bigint as views, coalesce(sum(s.visitors), 0)::bigint as visitors,
    coalesce(sum(s.visits), 0)::bigint as visits, coalesce(sum(s.bounces), 0)::bigint as bounces,
    coalesce(sum(s.seconds), 0)::bigint as seconds, coalesce(sum(s.carts), 0)::bigint as carts,
    coalesce(sum(s.checkouts), 0)::bigint as checkouts, coalesce(sum(s.orders), 0)::bigint as orders";

fn example() -> Value {
    json!({
        "value": "2026-11-22", "views": 812, "visitors": 240, "visits": 260, "bounces": 90, "seconds": 41200, "carts": 31,
        "checkouts": 14, "orders": 9
    })
}

/// Read who came: views, visitors and visits, how long they stayed, and what came of it, by day, page, source and more.
///
/// Visitors are told apart for a day only, so those of several days are added up: who came on two days counts twice. A visit ends after
/// half an hour without a view; a bounce is one of a single view; `seconds` are from the first view to the last. Bots count nowhere
/// but by `bot`. `refreshed_at` is when this was counted.
#[utoipa::path(
    get,
    path = "/admin/analytics/traffic",
    tag = super::TAG,
    operation_id = "admin_retrieve_traffic",
    params(
        ("from" = Option<String>, Query, description = "The first day (UTC); thirty days ago when nobody says.", example = "2026-11-01"),
        ("to" = Option<String>, Query, description = "The last day (UTC); today when nobody says.", example = "2026-11-23"),
        ("by" = Option<String>, Query, description = "`day`, `path`, `entry` (where visits began), `source` (empty: nobody's link), `campaign`, `device`, `browser`, `os`, `product`, `event` or `bot`.", example = "path"),
        ("limit" = Option<i64>, Query, description = "So many lines at most: 100 when nobody says, 1000 at most.", example = 100),
        ("offset" = Option<i64>, Query, description = "So many are left out.", example = 0),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("analytics:read"))),
    responses(
        (status = 200, description = "Days in their order, all else by its views.", body = Value, example = json!({
            "traffic": [example()], "totals": example(), "by": "day", "from": "2026-11-01", "to": "2026-11-23", "count": 1, "offset": 0,
            "limit": 100, "refreshed_at": "2026-11-23T10:05:00.000Z"
        })),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::AnalyticsRead>,
    Query(Parameters(asked)): Query<Parameters>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let Period { from, to } = asked.period(tx.now());
    let (dimension, value, order_by) = match asked.by {
        "day" => ("", "s.day::text", "1"),
        by => (by, "s.value", "views desc, visits desc, 1"),
    };
    let among = "from public.page_view_stats s where s.dimension = $1 and s.day between $2 and $3";
    let sql = format!("select {value} as value, {SUMS} {among} group by 1 order by {order_by} limit $4 offset $5");
    let values = [dimension.into(), from.into(), to.into(), asked.limit.into(), asked.offset.into()];
    let mut lines: Vec<Line> = db::fetch_all(&tx, &sql, values).await?;
    let sql = format!("select count(distinct {value}) as count {among}");
    let Count { count } = db::fetch_one(&tx, &sql, [dimension.into(), from.into(), to.into()]).await?;
    let sql = format!("select '' as value, {SUMS} {among}");
    let totals: Line = db::fetch_one(&tx, &sql, ["".into(), from.into(), to.into()]).await?;
    let refreshed_at = refreshed_at(&tx, "page_view_stats").await?.map(Timestamp);
    tx.commit().await?;
    if asked.by == "product" {
        for line in &mut lines {
            line.value = line.value.parse::<Uuid>().map_or_else(|_| line.value.clone(), |id| ProductId(id).to_string());
        }
    }
    let mut totals = json!(totals);
    totals["value"] = Value::Null;
    let body = json!({
        "traffic": lines, "totals": totals, "by": asked.by, "from": from, "to": to, "count": count, "offset": asked.offset,
        "limit": asked.limit, "refreshed_at": refreshed_at,
    });
    Ok(respond(body.to_string().into_bytes()))
}
