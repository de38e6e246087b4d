//! A paper is written: its number, its row, its file.

use db::Tx;
use entity::ids::{DocumentId, OrderId, PaymentRefundId};
use events::{Emit, EventName};
use money::Amount;
use paper::Sheet;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web::{ApiError, Kind as Failure};

use super::{
    Sold,
    basis::{Basis, Invoiced},
    sheet::{self, Credited},
};

const CREATED: EventName = EventName::new("document.created");

/// Which kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Invoice,
    CreditNote,
    PackingSlip,
    Quote,
}

impl Kind {
    /// As the column has it, and the series of its numbers.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::PackingSlip => "packing_slip",
            Self::Quote => "quote",
        }
    }
}

/// What a paper is of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Of {
    pub(crate) order: Option<Uuid>,
    pub(crate) quote: Option<Uuid>,
    pub(crate) fulfillment: Option<Uuid>,
    pub(crate) refund: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Number {
    number: Option<i64>,
}

#[derive(FromQueryResult)]
struct Refund {
    amount: String,
    status: String,
    reason: Option<String>,
}

#[derive(FromQueryResult)]
struct File {
    file: Option<Vec<u8>>,
    content: serde_json::Value,
}

/// The PDF of a document: as it was drawn; of one whose person was erased, drawn again without him.
pub(crate) async fn file(tx: &Tx, id: Uuid) -> Result<Option<Vec<u8>>, ApiError> {
    let sql = "select d.file, d.content from documents d where d.id = $1";
    let Some(File { file, content }) = db::fetch_optional(tx, sql, [id.into()]).await? else { return Ok(None) };
    match file {
        Some(file) => Ok(Some(file)),
        None => Ok(Some(draw(serde_json::from_value(content).map_err(ApiError::internal)?).await?)),
    }
}

/// The invoice of an order, if it has one.
pub(crate) async fn invoice_of(tx: &Tx, order: Uuid) -> Result<Option<Uuid>, ApiError> {
    let sql = "select d.id from documents d where d.order_id = $1 and d.kind = 'invoice'";
    let found: Option<Found> = db::fetch_optional(tx, sql, [order.into()]).await?;
    Ok(found.map(|found| found.id))
}

/// Writes the invoice of an order; one that is there is answered. None when there is no such order.
pub(crate) async fn issue(tx: &Tx, order: Uuid) -> Result<Option<Uuid>, ApiError> {
    if !hold(tx, order).await? {
        return Ok(None);
    }
    if let Some(there) = invoice_of(tx, order).await? {
        return Ok(Some(there));
    }
    let Some(sold) = Sold::order(tx, order).await? else { return Ok(None) };
    if sold.is_draft_order || sold.status == "canceled" {
        let what = if sold.is_draft_order { "a draft" } else { "canceled" };
        let order = OrderId(order);
        return Err(ApiError::not_allowed(format!("Order with id: {order} is {what} and gets no invoice")));
    }
    let number = number(tx, Kind::Invoice).await?;
    let (sheet, basis) = sheet::invoice(&sold, number, tx.now());
    let of = Of { order: Some(order), ..Of::default() };
    write(tx, Kind::Invoice, Some((number, basis)), of, sheet).await.map(Some)
}

/// Writes the credit note of a refund of an order; one that is there is answered. None when the order has no such refund.
pub(crate) async fn note_refund(tx: &Tx, order: Uuid, refund: Uuid) -> Result<Option<Uuid>, ApiError> {
    if !hold(tx, order).await? {
        return Ok(None);
    }
    let sql = "select d.id from documents d where d.refund_id = $1 and d.order_id = $2 and d.kind = 'credit_note'";
    let there: Option<Found> = db::fetch_optional(tx, sql, [refund.into(), order.into()]).await?;
    if let Some(there) = there {
        return Ok(Some(there.id));
    }
    // What somebody of the staff notes about a refund is not the customer's to read; why it was is.
    let sql = "select r.amount::text as amount, r.status,
          (select e.label from refund_reasons e where e.organization_id = r.organization_id and e.id = r.refund_reason_id) as reason
        from payment_refunds r
        join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
        join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
        where r.id = $1 and c.order_id = $2";
    let found: Option<Refund> = db::fetch_optional(tx, sql, [refund.into(), order.into()]).await?;
    let (Some(found), Some(sold)) = (found, Sold::order(tx, order).await?) else { return Ok(None) };
    if found.status != "succeeded" {
        let (refund, status) = (PaymentRefundId(refund), found.status);
        return Err(ApiError::not_allowed(format!(
            "Refund with id: {refund} is {status}: write its credit note when it has succeeded"
        )));
    }
    let invoiced = Invoiced::of(tx, order).await?;
    let amount: Amount = found.amount.parse().map_err(ApiError::internal)?;
    let left = invoiced.left();
    if amount > left {
        let (order, refund) = (OrderId(order), PaymentRefundId(refund));
        return Err(ApiError::not_allowed(format!(
            "Refund with id: {refund} is of {amount}, but only {left} is left of the invoice of order with id: {order}"
        )));
    }
    let of = Of { order: Some(order), refund: Some(refund), ..Of::default() };
    note(tx, &sold, &invoiced, amount, Credited::Refund(found.reason), of).await.map(Some)
}

#[derive(FromQueryResult)]
struct Rest {
    unnoted: String,
    last: Option<Uuid>,
}

/// Writes the credit note of what the invoice of an order says, the order does not hold any more, and no refund gives back: nobody had paid
/// it. Once: when there is nothing of the kind, the last one is answered. None when there is no such order.
pub(crate) async fn note_rest(tx: &Tx, order: Uuid) -> Result<Option<Uuid>, ApiError> {
    if !hold(tx, order).await? {
        return Ok(None);
    }
    let invoiced = Invoiced::of(tx, order).await?;
    let Some(sold) = Sold::order(tx, order).await? else { return Ok(None) };
    let sql = "select coalesce((select sum(r.amount) from payment_refunds r
            join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
            join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
            where c.order_id = $1 and r.status = 'succeeded' and not exists (select from documents d
              where d.organization_id = r.organization_id and d.refund_id = r.id and d.kind = 'credit_note')), 0)::text as unnoted,
          (select d.id from documents d where d.order_id = $1 and d.kind = 'credit_note' and d.refund_id is null
            order by d.number desc limit 1) as last";
    let Rest { unnoted, last } = db::fetch_one(tx, sql, [order.into()]).await?;
    let unnoted: Amount = unnoted.parse().map_err(ApiError::internal)?;
    let is_canceled = sold.status == "canceled";
    let holds = if is_canceled { Amount::zero() } else { sold.count().whole.sums.total };
    let wanted = (&holds - &sold.credit).at_least_zero();
    // What was paid and is too much goes back as a refund, which has a credit note of its own.
    let owed = (&(&sold.paid - &sold.refunded) - &wanted).at_least_zero();
    let rest = &(&(&invoiced.left() - &holds) - &owed) - &unnoted;
    if rest.is_positive() {
        let of = Of { order: Some(order), ..Of::default() };
        return note(tx, &sold, &invoiced, rest, Credited::Rest, of).await.map(Some);
    }
    match last {
        Some(last) => Ok(Some(last)),
        None => Err(ApiError::not_allowed(format!(
            "The invoice of order with id: {} says no more than the order holds, or was paid: give the refund_id of what is paid back",
            OrderId(order)
        ))),
    }
}

async fn note(
    tx: &Tx,
    sold: &Sold,
    invoiced: &Invoiced,
    amount: Amount,
    credited: Credited,
    of: Of,
) -> Result<Uuid, ApiError> {
    let number = number(tx, Kind::CreditNote).await?;
    let back = invoiced.share(amount, money::currency::digits(&sold.currency_code));
    let sheet = sheet::credit_note(sold, number, invoiced.number, &back, credited, tx.now());
    write(tx, Kind::CreditNote, Some((number, back)), of, sheet).await
}

/// Writes a paper that was put together: draws it, and tells. What has a number comes to something, and says so.
pub(crate) async fn write(
    tx: &Tx,
    kind: Kind,
    numbered: Option<(i64, Basis)>,
    of: Of,
    sheet: Sheet,
) -> Result<Uuid, ApiError> {
    let (number, amounts) = numbered.unzip();
    let amounts = amounts.map(serde_json::to_value).transpose().map_err(ApiError::internal)?;
    let id = DocumentId::new().0;
    let (content, locale) = (serde_json::to_value(&sheet).map_err(ApiError::internal)?, sheet.locale.clone());
    let file = draw(sheet).await?;
    let digest = Sha256::digest(&file).to_vec();
    let sql = "insert into documents (organization_id, id, kind, number, order_id, quote_id, fulfillment_id, refund_id, content, file, sha256,
          locale, amounts, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)";
    let values: [Value; 14] = [
        tx.organization()?.into(),
        id.into(),
        kind.name().into(),
        number.into(),
        of.order.into(),
        of.quote.into(),
        of.fulfillment.into(),
        of.refund.into(),
        content.into(),
        file.into(),
        digest.into(),
        locale.into(),
        amounts.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let after = json!({
        "kind": kind.name(), "number": number, "order_id": of.order, "quote_id": of.quote, "refund_id": of.refund,
    });
    events::emit(tx, Emit::new(CREATED, id).after(after)).await?;
    Ok(id)
}

/// Drawing takes a processor for milliseconds: not one of those that serve requests.
async fn draw(sheet: Sheet) -> Result<Vec<u8>, ApiError> {
    let drawn = tokio::task::spawn_blocking(move || paper::draw(&sheet)).await;
    drawn.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

/// Whoever writes a paper of an order holds it: two at once write one.
async fn hold(tx: &Tx, order: Uuid) -> Result<bool, ApiError> {
    let sql = "select from orders o where o.id = $1 and o.deleted_at is null for no key update";
    Ok(db::exec(tx, sql, [order.into()]).await? > 0)
}

async fn number(tx: &Tx, kind: Kind) -> Result<i64, ApiError> {
    let sql = "select private.take_numbers($1, 1) as number";
    let Number { number } = db::fetch_one(tx, sql, [kind.name().into()]).await?;
    number.ok_or_else(|| ApiError::new(Failure::Unknown, "There are no more numbers"))
}
