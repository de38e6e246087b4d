//! What becomes of a request: accepted, declined, or taken back.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::CustomerId;
use events::{Emit, EventName};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::order::{self, Held};

const ACCEPTED: EventName = EventName::new("order.transfer_accepted");
const DECLINED: EventName = EventName::new("order.transfer_declined");
const CANCELED: EventName = EventName::new("order.transfer_canceled");

/// A request that is open.
#[derive(FromQueryResult)]
struct Open {
    change: Uuid,
    /// Nobody, if he is gone.
    customer_id: Option<Uuid>,
    email: Option<String>,
    update_order_email: bool,
    expires_at: Option<DateTime<Utc>>,
    is_token: bool,
}

/// With the token the order goes to whoever asked for it.
pub(crate) async fn accept(tx: &Tx, order: &Held, token: &str) -> Result<(), ApiError> {
    let open = with_token(tx, order, token).await?;
    let Some(customer) = open.customer_id else {
        let words = format!("Whoever asked for order {} is no customer any more: decline it", order.id());
        return Err(ApiError::not_allowed(words));
    };
    let was = order::document(tx, order.id()).await?.ok_or_else(|| order::missing(&order.id().to_string()))?;
    let by = CustomerId(customer).to_string();
    if !order::confirm(tx, open.change, &by, was).await? {
        let words = "The request conflicted with another one that came at the same time. Please try again.";
        return Err(ApiError::new(Kind::Conflict, words));
    }
    let email = open.email.filter(|_| open.update_order_email);
    let sql = "update orders o set customer_id = $2, email = coalesce($3, o.email) where o.id = $1";
    db::exec(tx, sql, [order.id.into(), customer.into(), email.clone().into()]).await?;
    if email.is_some() {
        order::find_again(tx, order.id()).await?;
    }
    end(tx, order, "accepted").await?;
    let event = Emit::new(ACCEPTED, order.id)
        .before(json!({ "customer_id": order.customer_id, "email": order.email }))
        .after(json!({ "customer_id": customer, "email": email.or_else(|| order.email.clone()) }));
    events::emit(tx, event).await?;
    Ok(())
}

/// With the token the order stays where it is.
pub(crate) async fn decline(tx: &Tx, order: &Held, token: &str) -> Result<(), ApiError> {
    let open = with_token(tx, order, token).await?;
    let sql = "update order_changes set status = 'declined', declined_at = $2, declined_by = $3 where id = $1";
    let by = order.customer_id.map(|id| CustomerId(id).to_string());
    db::exec(tx, sql, [open.change.into(), tx.now().into(), by.into()]).await?;
    end(tx, order, "declined").await?;
    tell(tx, order, &open, DECLINED).await
}

/// Whoever asked takes it back; `only` is he, where not everybody may.
pub(crate) async fn cancel(tx: &Tx, order: &Held, by: &str, only: Option<Uuid>) -> Result<(), ApiError> {
    let open = open(tx, order, "").await?;
    if only.is_some() && only != open.customer_id {
        return Err(ApiError::not_allowed("This customer does not have permission to cancel this transfer"));
    }
    let sql = "update order_changes set status = 'canceled', canceled_at = $2, canceled_by = $3 where id = $1";
    db::exec(tx, sql, [open.change.into(), tx.now().into(), by.into()]).await?;
    end(tx, order, "canceled").await?;
    tell(tx, order, &open, CANCELED).await
}

async fn with_token(tx: &Tx, order: &Held, token: &str) -> Result<Open, ApiError> {
    order.must_stand()?;
    let open = open(tx, order, token).await?;
    if !open.is_token {
        return Err(ApiError::not_allowed("Invalid token."));
    }
    if open.expires_at.is_none_or(|until| until <= tx.now()) {
        return Err(ApiError::not_allowed(
            "The transfer request has expired: it has to be canceled and asked for again.",
        ));
    }
    Ok(open)
}

async fn open(tx: &Tx, order: &Held, token: &str) -> Result<Open, ApiError> {
    let sql = "select k.id as change, c.id as customer_id, c.email, coalesce(t.update_order_email, false) as update_order_email, t.expires_at,
          coalesce(t.token_sha256 = sha256(convert_to($2, 'UTF8')), false) as is_token
        from order_changes k
        left join order_transfers t on t.organization_id = k.organization_id and t.order_id = k.order_id and t.status = 'requested'
        left join customers c on c.organization_id = t.organization_id and c.id = t.customer_id and c.deleted_at is null
        where k.order_id = $1 and k.change_type = 'transfer' and k.status = 'requested' and k.deleted_at is null";
    let found: Option<Open> = db::fetch_optional(tx, sql, [order.id.into(), token.into()]).await?;
    found
        .ok_or_else(|| ApiError::invalid_data(format!("Order {} does not have an order transfer request.", order.id())))
}

/// The token opens nothing from here on.
async fn end(tx: &Tx, order: &Held, status: &str) -> Result<(), ApiError> {
    let sql = "update order_transfers set status = $2 where order_id = $1 and status = 'requested'";
    db::exec(tx, sql, [order.id.into(), status.into()]).await?;
    Ok(())
}

async fn tell(tx: &Tx, order: &Held, open: &Open, name: EventName) -> Result<(), ApiError> {
    let event = Emit::new(name, order.id)
        .before(json!({ "status": "requested" }))
        .after(json!({ "customer_id": open.customer_id, "order_change_id": open.change }));
    events::emit(tx, event).await?;
    Ok(())
}
