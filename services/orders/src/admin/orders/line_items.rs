//! `GET /admin/orders/{id}/line-items`

use std::{collections::HashSet, sync::LazyLock};

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use resource::admin::respond;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    fields::{FieldRules, Plan, Selection},
    query::{FromParams, Params, Query},
};

use crate::{
    admin::deed::key,
    cart::view::goods::Audience,
    order::{self, ItemView, OrderView},
};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| {
    let of_lines =
        ["*item", "*item.tax_lines", "*item.adjustments", "*item.variant", "*item.variant.product", "*item.detail"];
    FieldRules::open(["id", "order_id", "item_id", "version", "quantity", "*detail"].into_iter().chain(of_lines))
});

/// What they are asked for.
pub(super) struct Asked {
    fields: Option<String>,
    version: Option<i64>,
    ids: Option<Vec<String>>,
    items: Option<Vec<String>>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let version = params.integer("version", 1, i64::from(i32::MAX));
        let (ids, items) = (params.texts("id"), params.texts("item_id"));
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, version, ids, items }
    }
}

/// List the lines of an order, with how much of each is where; those too that it had before a change of it, unless a version is named.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/line-items",
    tag = "Admin: orders",
    operation_id = "admin_list_order_line_items",
    params(
        ("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("item_id" = Option<Vec<String>>, Query, description = "Ids of lines."),
        ("version" = Option<i64>, Query, description = "A version of the order; the last one when it is left out.", example = 1),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "All of them.", body = serde_json::Value, example = json!({"order_items": [{
            "id": "orditem_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d",
            "item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "quantity": 2,
            "item": {"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "unit_price": 19.9}
        }]})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { fields, version, ids, items }): Query<Asked>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = RULES.select(fields.as_deref())?;
    // What is loaded of the order is what is asked for of its lines.
    let whole = Selection::of(["items.variant.product", "items.product"]);
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let id = key(&text)?;
    let now = order::read_for(&tx, id, Audience::Staff, version, &whole).await?;
    // Of no version in particular: those too that went, each as it was last, for the dashboard tells what was done to them.
    let former = match version {
        None => order::with_former_lines(&tx, id, &whole).await?,
        Some(_) => Vec::new(),
    };
    tx.commit().await?;
    let mut known = HashSet::new();
    let named =
        |wanted: &Option<Vec<String>>, id: &str| wanted.as_ref().is_none_or(|all| all.iter().any(|one| one == id));
    let lines: Vec<ItemView> = (std::iter::once(now).chain(former))
        .flat_map(OrderView::into_items)
        .filter(|line| named(&ids, &line.id()) && named(&items, &line.item_id()) && known.insert(line.item_id()))
        .collect();
    let mut body = b"{\"order_items\":".to_vec();
    Plan::<ItemView>::new(&selection).write_all(&lines, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
