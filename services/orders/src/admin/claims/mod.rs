//! `/admin/claims`: something was wrong with what came. Money back, or the thing again.
//!
//! What is claimed is written off: the customer does not pay for it. What he sends back as well is not written off, but returned; and what
//! he is sent instead he pays for like anything else, so that the same thing again costs him nothing.

mod bodies;
mod items;
mod row;

use auth::needs;
use axum::response::Response;
use db::Tx;
use entity::ids::{OrderClaimId, OrderClaimItemId};
use events::EventName;
use resource::admin::{Resource, Routes};
use sea_orm::Value as Cell;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App, body::Required};

use super::{
    operations::{Operations, Work, part},
    swaps::{self, Kind, Swap, confirm::back_of},
};
use crate::{
    amend::{self, Begin, Confirmed, Parts},
    change::{Action, What},
};
use bodies::NewClaim;
use row::Claim;

impl Resource for Claim {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/claims";
    const TAG: &'static str = "Admin: claims";

    fn example() -> Value {
        json!({
            "id": "claim_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 2,
            "order_version": 1, "type": "replace", "refund_amount": null, "return_id": null,
            "claim_items": [{"id": "claitem_01jd6nwvvgfa5sr38y5wx4pq3d", "item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1, "reason": "wrong_item"}],
            "additional_items": []
        })
    }
}

/// Claims among what comes back and is replaced.
pub(super) struct Claims;

impl Kind for Claims {
    type Row = Claim;

    const WORD: &'static str = "claim";
    const TABLE: &'static str = "public.order_claims";
    const CREATED: EventName = EventName::new("claim.created");
    const CANCELED: EventName = EventName::new("claim.canceled");

    fn parts(id: Uuid, return_id: Option<Uuid>) -> Parts {
        Parts { claim_id: Some(id), return_id, exchange_id: None }
    }

    fn check(actions: &[Action]) -> Result<(), ApiError> {
        let is_something = actions.iter().any(|action| action.what.item().is_some());
        is_something
            .then_some(())
            .ok_or_else(|| ApiError::invalid_data("Order claim request should have at least 1 item"))
    }

    async fn write(tx: &Tx, swap: &Swap, done: &Confirmed) -> Result<(), ApiError> {
        let rows: Vec<Value> = (done.actions.iter())
            .filter_map(|action| {
                let id = OrderClaimItemId::new().0;
                match &action.what {
                    What::WriteOffItem { item, quantity, reason, note, metadata } => Some(json!({
                        "id": id, "item_id": item, "is_additional_item": false, "quantity": quantity, "reason": reason,
                        "note": note, "metadata": metadata
                    })),
                    What::ItemAdd { line, .. } if line.quantity > 0 => Some(json!({
                        "id": id, "item_id": line.id, "is_additional_item": true, "quantity": line.quantity
                    })),
                    _ => None,
                }
            })
            .collect();
        let is_refund = swap.kind.as_deref() == Some("refund");
        let refund = is_refund.then(|| refund(done).to_string());
        let sql = "with made as (
              insert into order_claim_items (organization_id, id, claim_id, item_id, is_additional_item, quantity, reason, note, metadata,
                created_at, updated_at)
              select $1, n.id, $2, n.item_id, n.is_additional_item, n.quantity, n.reason, n.note, n.metadata, $5, $5
              from jsonb_populate_recordset(null::order_claim_items, $3) n returning id)
            update order_claims c set refund_amount = $4::numeric, updated_at = $5 where c.id = $2 and (select count(*) from made) >= 0";
        let values: [Cell; 5] =
            [tx.organization()?.into(), swap.id.into(), Value::Array(rows).into(), refund.into(), tx.now().into()];
        db::exec(tx, sql, values).await?;
        Ok(())
    }
}

/// What is given back: of what was written off, and of what comes back.
fn refund(done: &Confirmed) -> money::Amount {
    let (mut pieces, ways) = back_of(done);
    for action in &done.actions {
        let What::WriteOffItem { item, quantity, .. } = &action.what else { continue };
        match pieces.iter_mut().find(|(id, _)| id == item) {
            Some((_, pieces)) => *pieces = (*pieces).max(*quantity),
            None => pieces.push((*item, *quantity)),
        }
    }
    amend::worth(&done.order, &pieces, &ways)
}

fn begun() -> Value {
    json!({ "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1}, "claim": Claim::example() })
}

async fn begin(work: Work, new: NewClaim) -> Result<Response, ApiError> {
    let NewClaim { r#type: kind, order_id: Required(order), description, internal_note, reason_id, metadata } = new;
    let mut held = amend::hold(&work.tx, &order, false).await?;
    // Why is said of each piece; Medusa takes a reason here as well.
    amend::reasons(&work.tx, reason_id.as_slice()).await?;
    let id = OrderClaimId::new().0;
    let sql = "insert into order_claims (organization_id, id, order_id, display_id, order_version, type, metadata, created_at, updated_at)
        values ($1, $2, $3, private.take_numbers('claim', 1), $4, $5, $6, $7, $7)";
    let values: [Cell; 7] = [
        work.tx.organization()?.into(),
        id.into(),
        held.order.id.into(),
        held.order.version.into(),
        kind.0.into(),
        metadata.given().map(Value::Object).into(),
        work.tx.now().into(),
    ];
    db::exec(&work.tx, sql, values).await?;
    let said = Begin { description, internal_note, ..Begin::default() };
    swaps::begun::<Claims>(&work.tx, &mut held, id, said).await?;
    let (order, claim) = (amend::order(&held.order)?, part::<Claim>(&work, id).await?);
    work.done(&[("order", &order), ("claim", &claim)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    let reads = Routes::<Claim>::new().list("List claims.").retrieve("Read a claim.").router();
    let begins = Operations::new(Claim::PATH, Claim::TAG, "of a claim", begun)
        .post("", "create_claim", "Begin a claim.", begin)
        .answering(swaps::preview::<Claims>)
        .post("/{id}/claim-items", "add_claim_items", "Say what is claimed.", items::add)
        .post("/{id}/claim-items/{action_id}", "update_claim_item", "Claim more or fewer.", items::change)
        .delete("/{id}/claim-items/{action_id}", "delete_claim_item", "Do not claim it after all.", items::undo)
        .router();
    reads.merge(begins).merge(swaps::operations::<Claims>("of a claim").router())
}
