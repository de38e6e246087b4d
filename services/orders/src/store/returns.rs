//! `POST /store/returns`

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use db::Tx;
use entity::ids::{OrderId, OrderLineItemId};
use events::EventName;
use resource::admin::{answer, select};
use sea_orm::FromQueryResult;
use serde_json::json;
use utoipa::openapi::schema::Schema;
use uuid::Uuid;
use web::{
    ApiError, App, ErrorBody, StoreErrors, body,
    body::{Body, Documented, Field, Fields, Required},
};

use crate::{
    admin::Return,
    amend::{self, Begin, Held, NewReturn, Parts, Way},
    change::What,
    order,
};

const REQUESTED: EventName = EventName::new("return.requested");

body! {
    /// So many of a line.
    pub(super) struct BackItem {
        /// The line.
        id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        quantity: crate::admin::Pieces<1> = 1,
        /// Why.
        reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What is said of it.
        note: Option<String> = "Too small",
    }
}

body! {
    /// How it comes back.
    pub(super) struct WayBack {
        /// One of the shipping options for what comes back.
        option_id: Required = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Medusa takes a price here; it costs what the shop says.
        price: crate::admin::Price = 4,
    }
}

/// How it comes back: that has to be said.
#[derive(Debug)]
pub(super) struct TheWayBack(Option<WayBack>);

impl Field for TheWayBack {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let way = fields.object(name);
        if way.is_none() {
            fields.complain(format!("Field '{at}' is required"));
        }
        Self(way)
    }

    fn schema() -> Schema {
        Schema::Object(WayBack::object())
    }
}

body! {
    /// What comes back.
    pub(super) struct NewBack {
        /// Of which order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Lines, and how many of each.
        items: Option<Vec<BackItem>> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// How.
        return_shipping: TheWayBack = {"option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d"},
        /// What is said of all of it.
        note: Option<String> = "Too small",
        /// Only the shop receives what comes back: `true` is refused.
        receive_now: Option<bool> = false,
        /// Medusa takes a place here; things come back to where the way leads.
        location_id: Option<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

/// Ask for something to be sent back. Whoever has an order's id has the order, as everywhere; it is taken back for as long as the shop
/// takes things back.
#[utoipa::path(
    post,
    path = "/store/returns",
    tag = "Orders",
    operation_id = "create_return",
    request_body(content = inline(NewBack), example = json!({
        "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "items": [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        "return_shipping": {"option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d"}
    })),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The return.", body = serde_json::Value, example = json!({"return": {
            "id": "return_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 3, "status": "requested",
            "refund_amount": 14, "items": [{"item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}]
        }})),
        (status = 409, description = "The order is being changed by somebody else.", body = ErrorBody),
        StoreErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    Body(new): Body<NewBack>,
) -> Result<Response, ApiError> {
    if new.receive_now == Some(true) {
        return Err(ApiError::not_allowed("Only the shop receives what comes back: leave receive_now out"));
    }
    let selection = select::<Return>(None)?;
    let Required(order) = &new.order_id;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let mut held = amend::hold(&tx, order, false).await.map_err(|error| missing(error, order))?;
    in_time(&tx, held.order.id).await?;
    let whats = asked(&tx, &held, new.items.unwrap_or_default()).await?;
    let id = amend::create_return(&tx, &held, NewReturn::default()).await?;
    let parts = Parts { return_id: Some(id), ..Parts::default() };
    let begin = Begin { kind: "return_request", parts, description: new.note, ..Begin::default() };
    amend::begin(&tx, &mut held, begin).await?;
    amend::push(&tx, &mut held, whats).await?;
    if let TheWayBack(Some(WayBack { option_id: Required(option), .. })) = new.return_shipping {
        let of = held.applied()?.order;
        let way =
            Way { option, custom_amount: None, description: None, metadata: None, is_return: true, is_of_staff: false };
        let (method, place) = amend::way(&tx, &held, &of, way).await?;
        let method = Box::new(method);
        let what = What::ShippingAdd {
            method,
            return_id: Some(id),
            claim_id: None,
            exchange_id: None,
            is_custom_amount: false,
        };
        amend::push(&tx, &mut held, vec![(what, None)]).await?;
        db::exec(&tx, "update order_returns set location_id = $2 where id = $1", [id.into(), place.into()]).await?;
    }
    let done = amend::confirm_return(&tx, &mut held, id, None).await?;
    let before = json!({ "status": "open", "total": done.total_before.to_string() });
    let after = json!({ "status": "requested", "order_id": done.order.id, "total": done.total.to_string() });
    amend::tell(&tx, REQUESTED, id, Some(before), Some(after)).await?;
    let shown = answer::<Return>(&tx, id, &id.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(shown)
}

/// A shopper is told the same of every order that he does not have.
fn missing(error: ApiError, text: &str) -> ApiError {
    if error.status() == http::StatusCode::NOT_FOUND { order::missing(text) } else { error }
}

#[derive(FromQueryResult)]
struct Window {
    days: i32,
    is_over: bool,
}

/// Things are taken back for so many days after they came, or were sent, or bought.
async fn in_time(tx: &Tx, order: Uuid) -> Result<(), ApiError> {
    let sql = "select s.return_days as days, coalesce((select max(coalesce(f.delivered_at, f.shipped_at)) from fulfillments f
            where f.organization_id = o.organization_id and f.order_id = o.id and f.canceled_at is null), o.placed_at, o.created_at)
          + s.return_days * interval '1 day' < $2 as is_over
        from orders o join stores s on s.organization_id = o.organization_id where o.id = $1";
    let window: Option<Window> = db::fetch_optional(tx, sql, [order.into(), tx.now().into()]).await?;
    match window {
        Some(Window { days, is_over: true }) => {
            let id = OrderId(order);
            Err(ApiError::not_allowed(format!(
                "Order with id {id} can no longer be returned: things are taken back for {days} days"
            )))
        }
        _ => Ok(()),
    }
}

async fn asked(tx: &Tx, held: &Held, items: Vec<BackItem>) -> Result<Vec<(What, Option<String>)>, ApiError> {
    if items.is_empty() {
        return Err(ApiError::invalid_data("Order return request should have at least 1 item"));
    }
    let texts: Vec<String> = items.iter().filter_map(|item| item.reason_id.clone()).collect();
    let reasons = amend::reasons(tx, &texts).await?;
    let (mut whats, mut unknown) = (Vec::new(), Vec::new());
    for item in items {
        let Required(text) = &item.id;
        let id = text.parse::<OrderLineItemId>().ok().map(|id| id.0);
        let Some(line) = id.filter(|id| held.order.items.iter().any(|line| line.line.id == *id)) else {
            unknown.push(text.chars().take(100).collect::<String>());
            continue;
        };
        let what = What::ReturnItem {
            item: line,
            quantity: item.quantity.0,
            reason_id: item.reason_id.and_then(|text| reasons.get(&text).copied()),
            note: item.note,
            metadata: None,
        };
        whats.push((what, None));
    }
    if unknown.is_empty() {
        return Ok(whats);
    }
    unknown.truncate(20);
    let (unknown, id) = (unknown.join(", "), OrderId(held.order.id));
    Err(ApiError::invalid_data(format!("Items with ids {unknown} does not exist in order with id {id}.")))
}
