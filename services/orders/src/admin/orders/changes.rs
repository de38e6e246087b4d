//! `GET /admin/orders/{id}/changes`

use std::sync::LazyLock;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use entity::ids::OrderChangeId;
use resource::{Filter, Param, admin::respond, read};
use sea_orm::Value;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    fields::{FieldRules, Plan},
    query::{FromParams, Params, Query},
};

use crate::{
    admin::deed::key,
    order::{self, OrderChange, with_actions},
};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| {
    let columns = <OrderChange as web::fields::View>::COLUMNS.iter().map(|(name, _)| *name);
    FieldRules::open(columns.chain(["*actions"]))
});

const PARAMS: &[Param] = &[
    Param::ids::<OrderChangeId>("id", "Ids."),
    Param::text("status", "`pending`, `requested`, `confirmed`, `declined`, `canceled`."),
    Param::text("change_type", "`edit`, `return_request`, `update_order`, `transfer`, …"),
    Param::time("created_at", "When it was made."),
    Param::time("updated_at", "When it was last changed."),
    Param::time("deleted_at", "When it was deleted."),
];

/// What they are asked for.
pub(super) struct Asked {
    fields: Option<String>,
    filter: Filter,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let mut filter = Filter::new("c.order_id = $1");
        read(params, PARAMS, "c", &mut filter);
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, filter }
    }
}

/// List what was changed of an order, and what is about to be.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/changes",
    tag = "Admin: orders",
    operation_id = "admin_list_order_changes",
    params(
        ("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("status" = Option<String>, Query, description = "How far they are."),
        ("change_type" = Option<String>, Query, description = "What they are about."),
        ("created_at" = Option<Object>, Query, description = "When they were made."),
        ("updated_at" = Option<Object>, Query, description = "When they were last changed."),
        ("deleted_at" = Option<Object>, Query, description = "When they were deleted."),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "All of them.", body = serde_json::Value, example = json!({"order_changes": [{
            "id": "ordch_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1,
            "change_type": "update_order", "status": "confirmed", "actions": [{"action": "UPDATE_ORDER_PROPERTIES"}]
        }]})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { fields, filter }): Query<Asked>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = RULES.select(fields.as_deref())?;
    let id = key(&text)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    order::must_be(&tx, id).await?;
    let mut values: Vec<Value> = vec![id.0.into()];
    let conditions = filter.sql(&mut values);
    let sql = format!(
        "select {} from order_changes c where c.deleted_at is null and {conditions} order by c.created_at, c.id",
        OrderChange::SELECT
    );
    let mut found: Vec<OrderChange> = db::fetch_all(&tx, &sql, values).await?;
    if selection.has("actions") {
        with_actions(&tx, &mut found).await?;
    }
    tx.commit().await?;
    let mut body = b"{\"order_changes\":".to_vec();
    Plan::<OrderChange>::new(&selection).write_all(&found, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
