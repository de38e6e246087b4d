//! What is said of a draft, and throwing it away.

use axum::response::Response;
use events::EventName;
use resource::{admin::deleted, fields::AtMost};
use serde_json::{Value, json};
use web::{ApiError, body::Email};

use super::{
    DraftOrder,
    bodies::DraftChanges,
    create::{address, channel, customer},
};
use crate::{
    admin::operations::{Work, part},
    amend,
};

const DELETED: EventName = EventName::new("draft_order.deleted");

pub(super) async fn update(work: Work, changes: DraftChanges) -> Result<Response, ApiError> {
    let tx = &work.tx;
    let mut held = amend::hold(tx, work.id(0), true).await?;
    if held.change.is_some() {
        return Err(ApiError::invalid_data("The draft is being edited: confirm or cancel its edit first"));
    }
    if let Some(id) = &changes.customer_id {
        let owner = customer(tx, id).await?;
        held.order.customer_id = Some(owner.id);
        held.order.email = owner.email.clone().or(held.order.email);
        held.customer = Some(owner);
    }
    if let Some(Email(email)) = changes.email {
        held.order.email = Some(email);
    }
    if changes.sales_channel_id.is_some() {
        held.order.sales_channel_id = channel(tx, changes.sales_channel_id.as_deref()).await?;
    }
    if let Some(AtMost(locale)) = changes.locale {
        held.order.locale = Some(locale);
    }
    for (kind, said) in [("shipping", changes.shipping_address), ("billing", changes.billing_address)] {
        if let Some(address) = address(tx, held.order.customer_id, kind, said).await? {
            held.order.addresses.retain(|old| old.kind != kind);
            held.order.addresses.push(address);
        }
    }
    held.order.metadata = match (held.order.metadata.take(), changes.metadata) {
        (_, web::body::Change::Clear) => None,
        (old, web::body::Change::Keep) => old,
        (old, web::body::Change::Set(said)) => {
            let mut all = old.and_then(|old| old.as_object().cloned()).unwrap_or_default();
            for (key, value) in said {
                match value.as_str() {
                    Some("") => drop(all.remove(&key)),
                    _ => drop(all.insert(key, value)),
                }
            }
            Some(Value::Object(all))
        }
    };
    let order = amend::settled(tx, &held, held.applied()?, &[]).await?;
    amend::write_draft(tx, &order).await?;
    let shown = part::<DraftOrder>(&work, order.id).await?;
    work.done(&[("draft_order", &shown)]).await
}

pub(super) async fn delete(work: Work) -> Result<Response, ApiError> {
    let held = amend::hold(&work.tx, work.id(0), true).await?;
    resource::retire(&work.tx, "public.orders", held.order.id).await?;
    let before = json!({ "display_id": held.order.display_id, "status": held.order.status });
    amend::tell(&work.tx, DELETED, held.order.id, Some(before), None).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(deleted(&id, "draft-order"))
}
