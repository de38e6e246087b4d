//! `/store/quotes`: whoever has the link of a quote has the quote.

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::OrderId;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web::{
    ApiError, App, ListParams, ListQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::own::OwnErrors;
use crate::{
    documents::{self, Sold},
    quotes::{self, Opened},
};

type Signed = Option<Extension<Customer>>;

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

fn example() -> Value {
    json!({
        "id": "quote_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 17, "status": "sent", "currency_code": "eur", "total": 1428, "tax_total": 228,
        "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200, "total": 1428}], "deposit": 714,
        "note": "The price holds for the whole set.", "expires_at": "2026-12-21T10:00:00.000Z", "order_id": null
    })
}

/// The quote of a token, held. What was never sent has none.
async fn open(tx: &Tx, token: &str) -> Result<Opened, ApiError> {
    // The token is not told again: it would stand in logs.
    let missing = || ApiError::not_found("There is no such quote: the link may have been replaced by a newer one");
    let digest = Sha256::digest(token.as_bytes()).to_vec();
    let sql = "select q.id from quotes q where q.token_sha256 = $1 and q.deleted_at is null";
    let found: Option<Key> = db::fetch_optional(tx, sql, [digest.into()]).await?;
    quotes::open(tx, found.ok_or_else(missing)?.id).await?.ok_or_else(missing)
}

async fn told(tx: &Tx, id: Uuid) -> Result<Value, ApiError> {
    let gone = || ApiError::internal("the quote is gone");
    let there = quotes::open(tx, id).await?.ok_or_else(gone)?;
    let sold = Sold::quote(tx, id).await?.ok_or_else(gone)?;
    Ok(quotes::told(&there, &sold, tx.now()))
}

fn answer(body: &Value) -> Response {
    respond(body.to_string().into_bytes())
}

/// Read a quote by the token of its link.
#[utoipa::path(
    get,
    path = "/store/quotes/{token}",
    tag = "Quotes",
    operation_id = "retrieve_quote",
    params(("token" = String, Path, description = "The token of the link.", example = "4Yj3cQ8w…")),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The quote.", body = Value, example = json!({"quote": example()})), StoreErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(token) = path?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let there = open(&tx, &token).await?;
    let quote = told(&tx, there.id).await?;
    tx.commit().await?;
    Ok(answer(&json!({ "quote": quote })))
}

/// Read a quote on paper, as it was sent.
#[utoipa::path(
    get,
    path = "/store/quotes/{token}/file",
    tag = "Quotes",
    operation_id = "retrieve_quote_file",
    params(("token" = String, Path, description = "The token of the link.", example = "4Yj3cQ8w…")),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The PDF.", body = Vec<u8>, content_type = "application/pdf", example = json!("%PDF-1.7 …")), StoreErrors)
)]
pub(super) async fn file(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(token) = path?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let there = open(&tx, &token).await?;
    let missing = || ApiError::not_found("The quote has no file");
    let sql = "select d.id from documents d where d.quote_id = $1 and d.kind = 'quote' order by d.created_at desc, d.id desc limit 1";
    let found: Option<Key> = db::fetch_optional(&tx, sql, [there.id.into()]).await?;
    let file = documents::file(&tx, found.ok_or_else(missing)?.id).await?.ok_or_else(missing)?;
    tx.commit().await?;
    documents::pdf(file, &format!("quote-{}", there.display_id))
}

/// Accept a quote: it becomes an order. Asked again, it answers the same order.
#[utoipa::path(
    post,
    path = "/store/quotes/{token}/accept",
    tag = "Quotes",
    operation_id = "accept_quote",
    params(("token" = String, Path, description = "The token of the link.", example = "4Yj3cQ8w…")),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The quote, and the order that it became.", body = Value, example = json!({
            "quote": example(), "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d"}
        })),
        StoreErrors,
    )
)]
pub(super) async fn accept(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(token) = path?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let there = open(&tx, &token).await?;
    let order: OrderId = quotes::accept(&tx, &there).await?;
    let quote = told(&tx, there.id).await?;
    tx.commit().await?;
    Ok(answer(&json!({ "quote": quote, "order": { "id": order } })))
}

/// Decline a quote.
#[utoipa::path(
    post,
    path = "/store/quotes/{token}/decline",
    tag = "Quotes",
    operation_id = "decline_quote",
    params(("token" = String, Path, description = "The token of the link.", example = "4Yj3cQ8w…")),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The quote.", body = Value, example = json!({"quote": example()})), StoreErrors)
)]
pub(super) async fn decline(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(token) = path?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let there = open(&tx, &token).await?;
    quotes::decline(&tx, &there).await?;
    let quote = told(&tx, there.id).await?;
    tx.commit().await?;
    Ok(answer(&json!({ "quote": quote })))
}

/// The page that is asked for.
pub(super) struct Listed(ListQuery);

impl FromParams for Listed {
    fn read(params: &mut Params) -> Self {
        Self(ListQuery::read(params, 20, &[]))
    }
}

/// List one's own quotes, the youngest first. Drafts are the shop's alone.
#[utoipa::path(
    get,
    path = "/store/quotes",
    tag = "Quotes",
    operation_id = "list_quotes",
    params(ListParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of them.", body = Value, example = json!({"quotes": [example()], "count": 1, "offset": 0, "limit": 20})),
        OwnErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Query(Listed(ListQuery { page, .. })): Query<Listed>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let of = "from quotes q where q.customer_id = $1 and q.status <> 'draft' and q.sent_at is not null and q.deleted_at is null";
    let Count { count } = db::fetch_one(&tx, &format!("select count(*) as count {of}"), [me.id.0.into()]).await?;
    let found = quotes::of_customer(&tx, me.id.0, page.limit.min(100), page.offset).await?;
    tx.commit().await?;
    Ok(answer(&json!({ "quotes": found, "count": count, "offset": page.offset, "limit": page.limit.min(100) })))
}
