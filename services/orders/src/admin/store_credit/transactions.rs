//! `GET /admin/store-credit-accounts/{id}/transactions`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use bigdecimal::BigDecimal;
use entity::{
    Timestamp,
    ids::{StoreCreditAccountId, StoreCreditTransactionId},
};
use resource::{
    Param, Table,
    admin::{Listing, begin, key, missing, respond_page, select},
    one, row,
};
use serde_json::Value as Json;
use web::{
    AdminErrors, ApiError, App, ListParams,
    fields::{Column, View, json as write},
    query::Query,
};

use super::account::Account;
use crate::admin::promotions::number;

row! {
    /// A change of an account.
    pub struct Transaction from "t" {
        id: StoreCreditTransactionId,
        account_id: StoreCreditAccountId,
        r#type: String = "t.type",
        amount: BigDecimal,
        balance_after: BigDecimal,
        reference: String,
        reference_id: Option<String> = "private.wire_id(case t.reference when 'gift_card' then 'gcard' when 'refund' then 'ref' else 'order' end, t.reference_id)",
        note: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Transaction {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |line, out| write(&line.id, out)),
        ("account_id", |line, out| write(&line.account_id, out)),
        ("type", |line, out| write(&line.r#type, out)),
        ("amount", |line, out| write(&number(&line.amount), out)),
        ("balance_after", |line, out| write(&number(&line.balance_after), out)),
        ("reference", |line, out| write(&line.reference, out)),
        ("reference_id", |line, out| write(&line.reference_id, out)),
        ("note", |line, out| write(&line.note, out)),
        ("metadata", |_, out| write(&Json::Null, out)),
        ("created_at", |line, out| write(&line.created_at, out)),
        ("updated_at", |line, out| write(&line.updated_at, out)),
    ];
}

impl Table for Transaction {
    type Id = StoreCreditTransactionId;

    const ONE: &'static str = "transaction";
    const MANY: &'static str = "transactions";
    const NAME: &'static str = "Transaction";
    const SORTABLE: &'static [&'static str] = &["id", "amount", "created_at"];
    const WORDS: &'static [&'static str] = &["t.note"];
    const FROM: &'static str = "(select s.*, s.created_at as updated_at, null::timestamptz as deleted_at from public.store_credit_transactions s) t";
    const ALIAS: &'static str = "t";
    const FILTERS: &'static [Param] =
        &[Param::text("type", "`credit` or `debit`."), Param::text("reference", "What it was for.")];
}

/// List what was given to an account and taken of it.
#[utoipa::path(
    get,
    path = "/admin/store-credit-accounts/{id}/transactions",
    tag = "Admin: store credit",
    operation_id = "admin_list_store_credit_transactions",
    params(
        ("id" = String, Path, description = "The account's id.", example = "sca_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("type" = Option<String>, Query, description = "`credit` or `debit`.", example = "credit"),
        ("reference" = Option<String>, Query, description = "`order`, `gift_card`, `refund`, `manual`, `cancel` or `claim`.", example = "order"),
        ListParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "transactions": [{
                "id": "scatrx_01jd6nwvvgfa5sr38y5wx4pq3d", "account_id": "sca_01jd6nwvvgfa5sr38y5wx4pq3d", "type": "debit", "amount": 23,
                "balance_after": 7, "reference": "order", "reference_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "note": null,
                "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
            }], "count": 1, "offset": 0, "limit": 50
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Transaction>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let account = key::<Account>(&id)?;
    let tx = begin::<Account>(&app, &staff).await?;
    one::<Account>(&tx, account, &select::<Account>(Some("id"))?).await?.ok_or_else(|| missing::<Account>(&id))?;
    let answer = respond_page(&tx, listing.only("t.account_id = ?", account)).await?;
    tx.commit().await?;
    Ok(answer)
}
