//! `GET /admin/orders`

use auth::{May, needs};
use axum::{extract::State, response::Response, routing::get};
use db::Scope;
use entity::ids::{CustomerId, OrderId, RegionId, SalesChannelId};
use resource::{
    Filter, Param, Select,
    admin::{Doc, of_list, respond},
    order_by, page, read,
};
use sea_orm::FromQueryResult;
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery,
    query::{FromParams, Params, Query},
};

use crate::{
    admin::deed::{TAG, example},
    cart::view::goods::Audience,
    order,
};

/// How many a page has when nobody says, as in Medusa.
const LIMIT: i64 = 20;
/// The most that words are looked for among: the youngest.
const MOST_FOUND: i32 = 10_000;

const SORTABLE: &[&str] =
    &["id", "display_id", "status", "email", "currency_code", "version", "created_at", "updated_at", "canceled_at"];

const PARAMS: &[Param] = &[
    Param::ids::<OrderId>("id", "Ids."),
    Param::text("status", "`pending`, `completed`, `archived`, `canceled`, `requires_action`."),
    Param::ids::<CustomerId>("customer_id", "Ids of customers."),
    Param::ids::<SalesChannelId>("sales_channel_id", "Ids of sales channels."),
    Param::ids::<RegionId>("region_id", "Ids of regions."),
    Param::text("currency_code", "Currencies, in lower case."),
    Param::text("email", "Exact addresses."),
    Param::number("display_id", "The number that people read."),
    Param::keys("payment_status", |texts| texts.to_vec().into(), "How far it is paid: `captured`, `authorized`, …")
        .when("(select s.payment_status from private.order_states(array[o.id]) s) = any(?)"),
    Param::keys(
        "fulfillment_status",
        |texts| texts.to_vec().into(),
        "How far it is sent: `shipped`, `not_fulfilled`, …",
    )
    .when("(select s.fulfillment_status from private.order_states(array[o.id]) s) = any(?)"),
    Param::time("created_at", "When it was placed."),
    Param::time("updated_at", "When it was last changed."),
    Param::time("canceled_at", "When it was canceled."),
];

/// What a page is asked for.
struct Asked {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, LIMIT, SORTABLE);
        let mut filter = Filter::new("not o.is_draft_order");
        // Nobody deletes an order: it is there, or it was canceled.
        if params.boolean("with_deleted") != Some(true) {
            filter.also("o.deleted_at is null");
        }
        read(params, PARAMS, "o", &mut filter);
        if !list.words.is_empty() {
            filter.and(format!("o.id in (select private.search_orders(?, {MOST_FOUND}))"), list.words.clone());
        }
        Self { list, filter }
    }
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    Query(Asked { list, filter }): Query<Asked>,
) -> Result<Response, ApiError> {
    let selection = order::staff_list_rules().select(list.fields.as_deref())?;
    let order_by = order_by("o", &list.order, "o.created_at desc, o.id desc");
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let select = Select { columns: "o.id", from: "orders o", order_by: &order_by };
    let (keys, count): (Vec<Key>, i64) = page(&tx, select, &filter, Vec::new(), list.page).await?;
    let ids: Vec<Uuid> = keys.into_iter().map(|key| key.id).collect();
    let found = order::read_all(&tx, &ids, Audience::Staff, &selection).await?;
    tx.commit().await?;
    let mut body = b"{\"orders\":".to_vec();
    order::write_all(&found, &selection, &mut body);
    let (offset, limit) = (list.page.offset, list.page.limit);
    body.extend_from_slice(format!(",\"count\":{count},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    Ok(respond(body))
}

pub(super) fn router() -> OpenApiRouter<App> {
    let page = json!({ "orders": [example()], "count": 1, "offset": 0, "limit": LIMIT });
    let doc = Doc::new::<needs::OrderRead>("list_orders".to_owned(), TAG, "List orders.")
        .params(of_list(PARAMS))
        .answers("A page of them.", page);
    OpenApiRouter::new().routes(doc.route(HttpMethod::Get, "/admin/orders", get(list)))
}
