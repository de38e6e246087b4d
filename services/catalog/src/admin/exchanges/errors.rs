//! `GET /admin/data-exchanges/{id}/errors`

use auth::{May, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use db::Tx;
use resource::{
    Filter, Select,
    admin::{begin, key, missing},
};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, ListQuery,
    query::{FromParams, Params, Query},
};

use super::table::Exchange;

#[derive(Debug, Serialize, FromQueryResult)]
struct Problem {
    line: i64,
    message: String,
}

pub(super) struct Parameters(ListQuery);

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self(ListQuery::read(params, 100, &[]))
    }
}

/// List what was left out, with the lines of the file; of an export, the products that its format cannot carry.
#[utoipa::path(
    get,
    path = "/admin/data-exchanges/{id}/errors",
    tag = "Admin: imports and exports",
    operation_id = "admin_list_exchange_errors",
    params(
        ("id" = String, Path, description = "The id of the exchange.", example = "exch_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most.", example = 100),
        ("offset" = Option<i64>, Query, description = "How many to skip.", example = 0),
        ("q" = Option<String>, Query, description = "Words that must all be found."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "errors": [{"line": 17, "message": "Variant Price 'abc' is not a number: write it as 1299.90"}], "count": 1, "offset": 0, "limit": 100
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Parameters(list)): Query<Parameters>,
) -> Result<Json<Value>, ApiError> {
    let Path(id) = path?;
    let key = key::<Exchange>(&id)?;
    let tx = begin::<Exchange>(&app, &staff).await?;
    if !is_there(&tx, key).await? {
        return Err(missing::<Exchange>(&id));
    }
    let mut filter = Filter::new("x.organization_id = $1 and x.exchange_id = $2");
    filter.and_words(&["x.problem"], &list.words);
    let select = Select {
        columns: "x.line, x.problem as message",
        from: "public.exchange_errors x",
        order_by: "order by x.line, x.place",
    };
    let values = vec![tx.organization()?.into(), key.into()];
    let (found, count): (Vec<Problem>, i64) = resource::page(&tx, select, &filter, values, list.page).await?;
    tx.commit().await?;
    Ok(Json(json!({ "errors": found, "count": count, "offset": list.page.offset, "limit": list.page.limit })))
}

async fn is_there(tx: &Tx, id: Uuid) -> db::Result<bool> {
    #[derive(FromQueryResult)]
    struct Is {
        is: bool,
    }
    let sql = "select exists (select from public.exchanges where organization_id = $1 and id = $2) as is";
    Ok(db::fetch_one::<Is>(tx, sql, [tx.organization()?.into(), id.into()]).await?.is)
}
