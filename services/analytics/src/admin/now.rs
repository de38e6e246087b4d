//! `GET /admin/analytics/now`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use chrono::TimeDelta;
use db::Scope;
use entity::Timestamp;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;
use web::{AdminErrors, ApiError, App};

/// So long somebody is here who looked at a page.
const HERE: TimeDelta = TimeDelta::minutes(5);

#[derive(Debug, FromQueryResult, Serialize)]
struct Here {
    path: Option<String>,
    visitors: i64,
}

/// Read who is here: how many visitors looked at something in the last five minutes, and at which twenty pages most of them.
#[utoipa::path(
    get,
    path = "/admin/analytics/now",
    tag = super::TAG,
    operation_id = "admin_retrieve_visitors_now",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("analytics:read"))),
    responses(
        (status = 200, description = "Visitors, without bots.", body = serde_json::Value, example = json!({"now": {
            "visitors": 3, "since": "2026-11-23T10:00:00.000Z", "pages": [{"path": "/products/mug", "visitors": 2}]
        }})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(State(app): State<App>, staff: May<needs::AnalyticsRead>) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let since = tx.now() - HERE;
    // The whole shop is the line without a path.
    let sql = "select v.path, count(distinct v.visitor) as visitors from public.page_views v
        where v.organization_id = $1 and v.created_at > $2 and v.bot is null
        group by grouping sets ((), (v.path)) order by grouping(v.path) desc, 2 desc, 1 limit 21";
    let mut lines: Vec<Here> = db::fetch_all(&tx, sql, [tx.organization()?.into(), since.into()]).await?;
    tx.commit().await?;
    let all = if lines.is_empty() { 0 } else { lines.remove(0).visitors };
    let body = json!({"now": {"visitors": all, "since": Timestamp(since), "pages": lines}});
    Ok(respond(body.to_string().into_bytes()))
}
