//! Asking for an order.

use chrono::TimeDelta;
use db::{OnConstraint, Tx};
use entity::ids::{CustomerId, OrderChangeId, OrderTransferId};
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::json;
use uuid::Uuid;
use web::{ApiError, Kind};

use super::mail;
use crate::order::Held;

const REQUESTED: EventName = EventName::new("order.transfer_requested");

/// So long a request stays open.
const OPEN_FOR: TimeDelta = TimeDelta::days(7);
/// So often a day an order is asked for: whoever has it is mailed each time.
const A_DAY: i64 = 5;
/// Signs of a token: more than 256 bits.
const TOKEN: usize = 43;

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Who is to have it.
    pub(crate) customer: Uuid,
    /// Whether the order's address becomes his.
    pub(crate) update_email: bool,
    pub(crate) description: Option<String>,
    pub(crate) internal_note: Option<String>,
    /// Who asks.
    pub(crate) by: String,
}

#[derive(FromQueryResult)]
struct Receiver {
    email: Option<String>,
    has_account: bool,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// Asks whoever has an order that is held.
pub(crate) async fn request(tx: &Tx, order: &Held, wanted: Wanted) -> Result<(), ApiError> {
    order.must_stand()?;
    let customer = CustomerId(wanted.customer);
    let sql = "select c.email, c.has_account from customers c where c.id = $1 and c.deleted_at is null for share";
    let found: Option<Receiver> = db::fetch_optional(tx, sql, [wanted.customer.into()]).await?;
    let Receiver { email, has_account } = found.ok_or_else(|| ApiError::missing("Customer", &customer.to_string()))?;
    if !has_account {
        return Err(ApiError::invalid_data(format!(
            "Cannot transfer order: {} to a guest customer account: {}",
            order.id(),
            email.unwrap_or_default()
        )));
    }
    if order.customer_id == Some(wanted.customer) {
        let words = format!("Order: {} already belongs to customer: {customer}", order.id());
        return Err(ApiError::invalid_data(words));
    }
    let Some(owner) = order.email.clone() else {
        let words = format!("Order with id {} has no email: there is nobody to ask. Set its email first", order.id());
        return Err(ApiError::invalid_data(words));
    };
    not_too_often(tx, order).await?;
    let change = write_change(tx, order, &wanted, email.as_deref()).await?;
    let token = vault::random::url_safe(TOKEN);
    let sql = "insert into order_transfers (organization_id, id, order_id, customer_id, token_sha256, original_email, update_order_email,
          expires_at, created_at, updated_at)
        values ($1, $2, $3, $4, sha256(convert_to($5, 'UTF8')), $6, $7, $8, $9, $9)";
    let values: [Cell; 9] = [
        tx.organization()?.into(),
        OrderTransferId::new().0.into(),
        order.id.into(),
        wanted.customer.into(),
        token.as_str().into(),
        owner.as_str().into(),
        wanted.update_email.into(),
        (tx.now() + OPEN_FOR).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let event = Emit::new(REQUESTED, order.id)
        .before(json!({ "customer_id": order.customer_id }))
        .after(json!({ "customer_id": wanted.customer, "order_change_id": change.0 }));
    events::emit(tx, event).await?;
    mail::tell(tx, order, change.0, &token, wanted.description.as_deref()).await
}

async fn not_too_often(tx: &Tx, order: &Held) -> Result<(), ApiError> {
    let sql = "select count(*) as n from order_transfers t where t.order_id = $1 and t.created_at > $2";
    let since = tx.now() - TimeDelta::days(1);
    let Count { n } = db::fetch_one(tx, sql, [order.id.into(), since.into()]).await?;
    if n >= A_DAY {
        let words = format!("Order with id {} was asked for too often: try again tomorrow", order.id());
        return Err(ApiError::new(Kind::TooManyRequests, words).with_retry_after(86_400));
    }
    Ok(())
}

async fn write_change(tx: &Tx, order: &Held, wanted: &Wanted, email: Option<&str>) -> Result<OrderChangeId, ApiError> {
    let id = OrderChangeId::new();
    let sql = "insert into order_changes (organization_id, id, order_id, version, change_type, status, description, internal_note, requested_by,
          requested_at, created_at, updated_at)
        values ($1, $2, $3, $4, 'transfer', 'requested', $5, $6, $7, $8, $8, $8)";
    let values: [Cell; 8] = [
        tx.organization()?.into(),
        id.0.into(),
        order.id.into(),
        order.version.into(),
        wanted.description.clone().into(),
        wanted.internal_note.clone().into(),
        wanted.by.as_str().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.on_constraint("order_changes_one_open", |_| {
        ApiError::invalid_data(format!(
            "Order with id {} already has an existing active order change: confirm or cancel it first",
            order.id()
        ))
    })?;
    let sql = "insert into order_change_actions (organization_id, order_change_id, ordering, action, reference, reference_id, details,
          created_at, updated_at)
        values ($1, $2, 1, 'TRANSFER_CUSTOMER', 'customer', $3, $4, $5, $5)";
    // `to` and `email` are what the change does, when it is shown before it is done.
    let details = json!({
        "original_email": order.email, "update_order_email": wanted.update_email, "to": wanted.customer,
        "email": email.filter(|_| wanted.update_email),
    });
    let values: [Cell; 5] =
        [tx.organization()?.into(), id.0.into(), wanted.customer.into(), details.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(id)
}
