//! The rows of a change: begun, added to, taken from, asked for, taken back.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{OrderChangeActionId, OrderChangeId, OrderId};
use sea_orm::Value as Cell;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Held, Open, explain};
use crate::change::{Action, What};

/// Most actions of a change: each is applied again whenever the change is looked at.
const MOST_ACTIONS: usize = 1_000;

/// A new change.
#[derive(Debug, Default)]
pub(crate) struct Begin {
    pub(crate) kind: &'static str,
    pub(crate) parts: Parts,
    pub(crate) description: Option<String>,
    pub(crate) internal_note: Option<String>,
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// What a change is of, besides the order.
#[expect(clippy::struct_field_names, reason = "the names are those of the columns")]
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) return_id: Option<Uuid>,
    pub(crate) claim_id: Option<Uuid>,
    pub(crate) exchange_id: Option<Uuid>,
}

/// Begins a change of an order that is held. There is one that is open, and no second one.
pub(crate) async fn begin(tx: &Tx, held: &mut Held, new: Begin) -> Result<(), ApiError> {
    if held.change.is_some() {
        let id = OrderId(held.order.id);
        let words = format!("Order with id {id} already has an active order change: confirm or cancel it first");
        return Err(ApiError::invalid_data(words));
    }
    let Begin { kind, parts, description, internal_note, metadata } = new;
    let Parts { return_id, claim_id, exchange_id } = parts;
    let (id, at) = (OrderChangeId::new().0, tx.now());
    let sql = "insert into order_changes (organization_id, id, order_id, return_id, claim_id, exchange_id, version, change_type, description,
          internal_note, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
    let metadata = metadata.map(Value::Object);
    let values: [Cell; 12] = [
        tx.organization()?.into(),
        id.into(),
        held.order.id.into(),
        return_id.into(),
        claim_id.into(),
        exchange_id.into(),
        held.order.version.into(),
        kind.into(),
        description.clone().into(),
        internal_note.clone().into(),
        metadata.clone().into(),
        at.into(),
    ];
    db::exec(tx, sql, values).await.map_err(explain)?;
    held.change = Some(Open {
        id,
        order_id: held.order.id,
        return_id,
        claim_id,
        exchange_id,
        version: held.order.version,
        change_type: kind.to_owned(),
        status: "pending".to_owned(),
        description,
        internal_note,
        carry_over_promotions: None,
        metadata,
        requested_by: None,
        requested_at: None,
        confirmed_by: None,
        confirmed_at: None,
        declined_by: None,
        declined_reason: None,
        declined_at: None,
        canceled_by: None,
        canceled_at: None,
        created_by: tx.scope().user(),
        created_at: at,
        updated_at: at,
        actions: Vec::new(),
    });
    Ok(())
}

fn open(held: &mut Held) -> Result<&mut Open, ApiError> {
    held.change.as_mut().ok_or_else(|| ApiError::invalid_data("An active Order Change is required to proceed"))
}

fn action(what: What, internal_note: Option<String>, ordering: i64, at: DateTime<Utc>) -> Action {
    Action { id: OrderChangeActionId::new().0, ordering, internal_note, created_at: at, updated_at: at, what }
}

/// Adds actions to the open change. What cannot be done is refused now, not when it is confirmed.
pub(crate) async fn push(tx: &Tx, held: &mut Held, whats: Vec<(What, Option<String>)>) -> Result<(), ApiError> {
    let at = tx.now();
    let change = open(held)?;
    let change_id = change.id;
    let first = change.actions.last().map_or(1, |last| last.ordering + 1);
    let from = change.actions.len();
    if from + whats.len() > MOST_ACTIONS {
        return Err(ApiError::invalid_data(format!("A change consists of at most {MOST_ACTIONS} actions")));
    }
    change.actions.extend((first..).zip(whats).map(|(ordering, (what, note))| action(what, note, ordering, at)));
    held.applied()?;
    let rows: Vec<Value> = open(held)?.actions[from..].iter().map(row).collect::<Result<_, _>>()?;
    let sql = "insert into order_change_actions (organization_id, id, order_change_id, ordering, action, details, internal_note, created_at, updated_at)
        select $1, n.id, $2, n.ordering, n.action, coalesce(n.details, '{}'), n.internal_note, $4, $4
        from jsonb_populate_recordset(null::order_change_actions, $3) n";
    let values: [Cell; 4] = [tx.organization()?.into(), change_id.into(), Value::Array(rows).into(), at.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

fn row(action: &Action) -> Result<Value, ApiError> {
    let mut row = serde_json::to_value(&action.what).map_err(ApiError::internal)?;
    row["id"] = json!(action.id);
    row["ordering"] = json!(action.ordering);
    row["internal_note"] = json!(action.internal_note);
    Ok(row)
}

/// Puts something else in the place of an action.
pub(crate) async fn replace(
    tx: &Tx,
    held: &mut Held,
    id: Uuid,
    what: What,
    note: Option<String>,
) -> Result<(), ApiError> {
    let at = tx.now();
    let Some(old) = open(held)?.actions.iter_mut().find(|action| action.id == id) else { return Ok(()) };
    old.what = what;
    old.updated_at = at;
    if note.is_some() {
        old.internal_note = note;
    }
    let row = row(old)?;
    held.applied()?;
    let sql = "update order_change_actions a set action = n.action, details = n.details, internal_note = n.internal_note, updated_at = $3
        from jsonb_populate_record(null::order_change_actions, $2) n where a.id = $1 and not a.applied";
    db::exec(tx, sql, [id.into(), row.into(), at.into()]).await?;
    Ok(())
}

/// Takes an action away, if what follows it can be done without it.
pub(crate) async fn drop_action(tx: &Tx, held: &mut Held, id: Uuid) -> Result<(), ApiError> {
    drop_actions(tx, held, &[id]).await
}

/// The same of several.
pub(crate) async fn drop_actions(tx: &Tx, held: &mut Held, ids: &[Uuid]) -> Result<(), ApiError> {
    if ids.is_empty() {
        return Ok(());
    }
    open(held)?.actions.retain(|action| !ids.contains(&action.id));
    held.applied()?;
    let sql = "delete from order_change_actions a where a.id = any($1) and not a.applied";
    db::exec(tx, sql, [ids.to_vec().into()]).await?;
    Ok(())
}

/// The change is of this return as well.
pub(crate) async fn link_return(tx: &Tx, held: &mut Held, return_id: Uuid) -> Result<(), ApiError> {
    let change = open(held)?;
    change.return_id = Some(return_id);
    let values: [Cell; 3] = [change.id.into(), return_id.into(), tx.now().into()];
    db::exec(tx, "update order_changes set return_id = $2, updated_at = $3 where id = $1", values).await?;
    Ok(())
}

/// The change waits for somebody to confirm it.
pub(crate) async fn request(tx: &Tx, held: &mut Held, by: Option<String>) -> Result<(), ApiError> {
    let at = tx.now();
    let change = open(held)?;
    "requested".clone_into(&mut change.status);
    change.requested_at = Some(at);
    change.requested_by.clone_from(&by);
    change.updated_at = at;
    let sql = "update order_changes set status = 'requested', requested_by = $2, requested_at = $3, updated_at = $3 where id = $1";
    db::exec(tx, sql, [change.id.into(), by.into(), at.into()]).await?;
    Ok(())
}

/// The change is taken back.
pub(crate) async fn cancel(tx: &Tx, held: &mut Held, by: Option<String>) -> Result<(), ApiError> {
    let id = open(held)?.id;
    let sql = "update order_changes set status = 'canceled', canceled_by = $2, canceled_at = $3, updated_at = $3 where id = $1";
    db::exec(tx, sql, [id.into(), by.into(), tx.now().into()]).await?;
    held.change = None;
    Ok(())
}
