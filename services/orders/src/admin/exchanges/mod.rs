//! `/admin/exchanges`: one thing for another.

mod row;

use auth::needs;
use axum::response::Response;
use db::Tx;
use entity::ids::{OrderExchangeId, OrderExchangeItemId};
use events::EventName;
use resource::admin::{Resource, Routes};
use sea_orm::Value as Cell;
use serde_json::{Map, Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Required},
};

use super::{
    operations::{Operations, Work, part},
    swaps::{self, Kind, Swap, confirm::back_of},
};
use crate::{
    amend::{self, Begin, Confirmed, Parts},
    change::{Action, What},
};
use row::Exchange;

impl Resource for Exchange {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/exchanges";
    const TAG: &'static str = "Admin: exchanges";

    fn example() -> Value {
        json!({
            "id": "oexc_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 2,
            "order_version": 1, "difference_due": 3.5, "allow_backorder": false, "return_id": "return_01jd6nwvvgfa5sr38y5wx4pq3d",
            "additional_items": [{"id": "oexcitem_01jd6nwvvgfa5sr38y5wx4pq3d", "item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}]
        })
    }
}

/// Exchanges among what comes back and is replaced.
pub(super) struct Exchanges;

impl Kind for Exchanges {
    type Row = Exchange;

    const WORD: &'static str = "exchange";
    const TABLE: &'static str = "public.order_exchanges";
    const CREATED: EventName = EventName::new("exchange.created");
    const CANCELED: EventName = EventName::new("exchange.canceled");

    fn parts(id: Uuid, return_id: Option<Uuid>) -> Parts {
        Parts { exchange_id: Some(id), return_id, claim_id: None }
    }

    fn check(actions: &[Action]) -> Result<(), ApiError> {
        let comes =
            actions.iter().any(|action| matches!(&action.what, What::ReturnItem { quantity, .. } if *quantity > 0));
        let goes = actions.iter().any(|action| matches!(&action.what, What::ItemAdd { line, .. } if line.quantity > 0));
        (comes && goes).then_some(()).ok_or_else(|| {
            ApiError::invalid_data("Order exchange request should have at least 1 item inbound and 1 item outbound")
        })
    }

    async fn write(tx: &Tx, swap: &Swap, done: &Confirmed) -> Result<(), ApiError> {
        let added = done.actions.iter().filter_map(|action| match &action.what {
            What::ItemAdd { line, allow_backorder, .. } if line.quantity > 0 => {
                Some((line, *allow_backorder, action.internal_note.clone()))
            }
            _ => None,
        });
        let mut anyway = false;
        let mut rows = Vec::new();
        for (line, allow_backorder, note) in added {
            anyway |= allow_backorder;
            rows.push(json!({
                "id": OrderExchangeItemId::new().0, "item_id": line.id, "quantity": line.quantity, "note": note
            }));
        }
        // What is to be paid for it, once what comes back has come back.
        let (pieces, _) = back_of(done);
        let difference = &(&done.total - &done.total_before) - &amend::worth(&done.order, &pieces, &[]);
        let sql = "with made as (
              insert into order_exchange_items (organization_id, id, exchange_id, item_id, quantity, note, created_at, updated_at)
              select $1, n.id, $2, n.item_id, n.quantity, n.note, $6, $6
              from jsonb_populate_recordset(null::order_exchange_items, $3) n returning id)
            update order_exchanges e set difference_due = $4::numeric, allow_backorder = $5, updated_at = $6
            where e.id = $2 and (select count(*) from made) >= 0";
        let values: [Cell; 6] = [
            tx.organization()?.into(),
            swap.id.into(),
            Value::Array(rows).into(),
            difference.to_string().into(),
            anyway.into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await?;
        Ok(())
    }
}

body! {
    /// An exchange.
    struct NewExchange {
        /// Of which order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is about.
        description: Option<String> = "Blue instead of white",
        /// For the staff.
        internal_note: Option<String> = "Ann is in a hurry",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

fn begun() -> Value {
    json!({ "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1}, "exchange": Exchange::example() })
}

async fn begin(work: Work, new: NewExchange) -> Result<Response, ApiError> {
    let NewExchange { order_id: Required(order), description, internal_note, metadata } = new;
    let mut held = amend::hold(&work.tx, &order, false).await?;
    let id = OrderExchangeId::new().0;
    let sql = "insert into order_exchanges (organization_id, id, order_id, display_id, order_version, metadata, created_at, updated_at)
        values ($1, $2, $3, private.take_numbers('exchange', 1), $4, $5, $6, $6)";
    let values: [Cell; 6] = [
        work.tx.organization()?.into(),
        id.into(),
        held.order.id.into(),
        held.order.version.into(),
        metadata.given().map(Value::Object).into(),
        work.tx.now().into(),
    ];
    db::exec(&work.tx, sql, values).await?;
    let said = Begin { description, internal_note, ..Begin::default() };
    swaps::begun::<Exchanges>(&work.tx, &mut held, id, said).await?;
    let (order, exchange) = (amend::order(&held.order)?, part::<Exchange>(&work, id).await?);
    work.done(&[("order", &order), ("exchange", &exchange)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    let reads = Routes::<Exchange>::new().list("List exchanges.").retrieve("Read an exchange.").router();
    let begins = Operations::new(Exchange::PATH, Exchange::TAG, "of an exchange", begun)
        .post("", "create_exchange", "Begin an exchange.", begin)
        .router();
    reads.merge(begins).merge(swaps::operations::<Exchanges>("of an exchange").router())
}
