//! Making, changing, sending, canceling and removing quotes.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::{CustomerId, QuoteId, RegionId, SalesChannelId};
use resource::admin::{Resource as _, answer, deleted, key, missing, respond, select};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    body::{Body, Change, Email, Filled, Required},
    query::Query,
};

use super::{
    bodies::{Changes, New, Sending, address, amount, shipping, wished},
    quote::Quote,
};
use crate::{
    cart, mails,
    quotes::{self, Asked, Opened, Rest},
};

fn example() -> Value {
    json!({ "quote": Quote::example() })
}

async fn shown(tx: Tx, id: Uuid, fields: Option<&str>) -> Result<Response, ApiError> {
    let answer = answer::<Quote>(&tx, id, &QuoteId(id).to_string(), &select::<Quote>(fields)?).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The quote of a path, held.
async fn open(tx: &Tx, id: &str) -> Result<Opened, ApiError> {
    quotes::open(tx, key::<Quote>(id)?).await?.ok_or_else(|| missing::<Quote>(id))
}

/// Make a quote, as a draft.
#[utoipa::path(
    post,
    path = "/admin/quotes",
    tag = "Admin: quotes",
    operation_id = "admin_create_quote",
    params(SelectParams),
    request_body(content = inline(New), example = json!({
        "email": "ann@example.com", "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "deposit_percent": 50,
        "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}]
    })),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The quote.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let parsed = |text: &str, what: &str| ApiError::missing(what, text);
    let Required(region) = &new.region_id;
    let region: RegionId = region.parse().map_err(|_| parsed(region, "Region"))?;
    let customer = new.customer_id.as_deref();
    let customer = customer.map(|text| text.parse::<CustomerId>().map_err(|_| parsed(text, "Customer"))).transpose()?;
    let channel = new.sales_channel_id.as_deref();
    let channel =
        channel.map(|text| text.parse::<SalesChannelId>().map_err(|_| parsed(text, "Sales channel"))).transpose()?;
    let tx = app.db.begin_working(&staff).await?;
    let email = new.email.map(|Email(email)| email);
    let found = match (customer, &email) {
        (Some(id), _) => cart::customer(&tx, id.0).await?,
        (None, Some(email)) => Some(cart::guest(&tx, email).await?),
        (None, None) => None,
    };
    if let (Some(id), None) = (customer, &found) {
        return Err(ApiError::missing("Customer", &id.to_string()));
    }
    let owner = found.as_ref().map(|found| found.id);
    let columns = json!({
        "id": QuoteId::new().0, "region_id": region.0, "sales_channel_id": channel.map(|id| id.0), "customer_id": owner,
        "email": email.or_else(|| found.and_then(|found| found.email)), "locale": new.locale.map(|locale| locale.0),
        "addresses": [], "items": [], "shipping_methods": [],
    });
    let mut cart = quotes::begun(&tx, &columns, tx.now()).await?;
    let asked = Asked {
        items: wished(new.items)?,
        shipping: shipping(new.shipping)?,
        shipping_address: address(&tx, owner, new.shipping_address).await?,
        billing_address: address(&tx, owner, new.billing_address).await?,
    };
    let counted = quotes::offer(&tx, &mut cart, asked).await?;
    let rest = Rest {
        deposit_percent: amount(new.deposit_percent)?.map_or(Change::Keep, Change::Set),
        note: new.note.map_or(Change::Keep, Change::Set),
        expires_at: new.expires_at.map_or(Change::Keep, Change::Set),
        metadata: new.metadata,
    };
    let id = quotes::create(&tx, &cart, &counted, rest).await?;
    shown(tx, id, fields.as_deref()).await
}

/// Change a draft. What was sent stays as it was sent: cancel it, and make another one.
#[utoipa::path(
    post,
    path = "/admin/quotes/{id}",
    tag = "Admin: quotes",
    operation_id = "admin_update_quote",
    params(("id" = String, Path, description = "The quote's id.", example = "quote_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Changes), example = json!({"note": "The price holds for the whole set."})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The quote.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn update(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(changes): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = app.db.begin_working(&staff).await?;
    let there = open(&tx, &id).await?;
    if there.status != "draft" {
        return Err(there.refused(tx.now(), "changed"));
    }
    let mut columns = there.columns.clone();
    if let Filled(Some(Email(email))) = changes.email {
        columns["email"] = json!(email);
    }
    let locale = columns["locale"].as_str().map(str::to_owned);
    columns["locale"] = json!(changes.locale.map(|locale| locale.0).apply(locale));
    let mut cart = quotes::begun(&tx, &columns, tx.now()).await?;
    let asked = Asked {
        items: wished(changes.items)?,
        shipping: shipping(changes.shipping)?,
        shipping_address: address(&tx, there.customer_id, changes.shipping_address).await?,
        billing_address: address(&tx, there.customer_id, changes.billing_address).await?,
    };
    let counted = quotes::offer(&tx, &mut cart, asked).await?;
    let rest = Rest {
        deposit_percent: amount(changes.deposit_percent)?.map_or(Change::Keep, Change::Set),
        note: changes.note,
        expires_at: changes.expires_at,
        metadata: changes.metadata,
    };
    quotes::update(&tx, &there, &cart, &counted, rest).await?;
    shown(tx, there.id, fields.as_deref()).await
}

/// Remove a draft.
#[utoipa::path(
    delete,
    path = "/admin/quotes/{id}",
    tag = "Admin: quotes",
    operation_id = "admin_delete_quote",
    params(("id" = String, Path, description = "The quote's id.", example = "quote_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "It is gone.", body = Value, example = json!({"id": "quote_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "quote", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = app.db.begin_working(&staff).await?;
    let there = open(&tx, &id).await?;
    quotes::remove(&tx, &there).await?;
    tx.commit().await?;
    Ok(deleted(&id, "quote"))
}

/// Send a quote to its customer: with a paper, and a link by which he answers. Sent anew, only the new link leads anywhere.
#[utoipa::path(
    post,
    path = "/admin/quotes/{id}/send",
    tag = "Admin: quotes",
    operation_id = "admin_send_quote",
    params(("id" = String, Path, description = "The quote's id.", example = "quote_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Sending), example = json!({"url": "https://shop.example.com/quotes"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The quote, and the link, which is told this once.", body = Value, example = json!({
            "quote": Quote::example(), "link": "https://shop.example.com/quotes/9c1d…"
        })),
        AdminErrors,
    )
)]
pub(super) async fn send(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Sending { url }): Body<Sending>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Quote>(fields.as_deref())?;
    let tx = app.db.begin_working(&staff).await?;
    let there = open(&tx, &id).await?;
    let base = if let Some(url) = url {
        url
    } else {
        let site = mails::storefront(&tx).await?;
        let site = site.unwrap_or_else(|| app.config.server.public_url().trim_end_matches('/').to_owned());
        format!("{site}/quotes")
    };
    let link = quotes::send(&tx, &there, &base).await?;
    let quote = resource::one::<Quote>(&tx, there.id, &selection).await?.ok_or_else(|| missing::<Quote>(&id))?;
    tx.commit().await?;
    let mut body = b"{\"quote\":".to_vec();
    web::fields::Plan::<Quote>::new(&selection).write(&quote, &mut body);
    body.extend_from_slice(format!(",\"link\":{}}}", json!(link)).as_bytes());
    Ok(respond(body))
}

/// Take a quote back.
#[utoipa::path(
    post,
    path = "/admin/quotes/{id}/cancel",
    tag = "Admin: quotes",
    operation_id = "admin_cancel_quote",
    params(("id" = String, Path, description = "The quote's id.", example = "quote_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The quote.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn cancel(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = app.db.begin_working(&staff).await?;
    let there = open(&tx, &id).await?;
    quotes::cancel(&tx, &there).await?;
    shown(tx, there.id, fields.as_deref()).await
}
