//! What claims and exchanges share: things that come back (inbound), and others that are sent (outbound), in one change of the order.

mod cancel;
pub(crate) mod confirm;
mod hold;
mod inbound;
mod outbound;

use db::Tx;
use events::EventName;
use resource::admin::Resource;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, fields::JsonOut};

use super::{
    operations::{Operations, Work, part},
    returns::Return,
};
use crate::{
    amend::{self, Confirmed, Held, Parts},
    change::Action,
};
pub(crate) use hold::{Swap, begun, hold, open};

/// A claim, or an exchange.
pub(crate) trait Kind: Send + Sync + 'static {
    /// Its row, as it is answered.
    type Row: Resource;
    /// Its name among the kinds of changes, in the answers and among the columns.
    const WORD: &'static str;
    /// Its table.
    const TABLE: &'static str;
    /// What is told when it is confirmed, and when it is canceled.
    const CREATED: EventName;
    const CANCELED: EventName;

    /// What a change of it is of.
    fn parts(id: Uuid, return_id: Option<Uuid>) -> Parts;

    /// Refuses what is not worth being confirmed.
    fn check(actions: &[Action]) -> Result<(), ApiError>;

    /// Its pieces are written when it is confirmed.
    fn write(tx: &Tx, swap: &Swap, done: &Confirmed) -> impl Future<Output = Result<(), ApiError>> + Send;
}

pub(crate) fn preview<K: Kind>() -> Value {
    json!({
        "order_preview": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "return_requested_total": 18},
        K::WORD: K::Row::example()
    })
}

fn with_return() -> Value {
    json!({
        "order_preview": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "return_requested_total": 18},
        "return": Return::example()
    })
}

fn confirmed<K: Kind>() -> Value {
    json!({
        "order_preview": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "return_requested_total": 18},
        "return": Return::example(), K::WORD: K::Row::example()
    })
}

fn alone<K: Kind>() -> Value {
    json!({ K::WORD: K::Row::example() })
}

fn gone<K: Kind>() -> Value {
    json!({ "id": K::Row::example()["id"], "object": K::WORD, "deleted": true })
}

/// The order as it would be, and the claim or the exchange.
pub(crate) async fn answer<K: Kind>(
    work: Work,
    held: &Held,
    swap: &Swap,
) -> Result<axum::response::Response, ApiError> {
    let preview = amend::preview(held)?;
    let shown = part::<K::Row>(&work, swap.id).await?;
    work.done(&[("order_preview", &preview), (K::WORD, &shown)]).await
}

/// The return of a claim or an exchange, if something comes back.
async fn return_of(work: &Work, id: Option<Uuid>) -> Result<JsonOut, ApiError> {
    match id {
        Some(id) => part::<Return>(work, id).await,
        None => Ok(b"null".to_vec()),
    }
}

/// What both have.
pub(crate) fn operations<K: Kind>(of: &'static str) -> Operations {
    let name = |what: &str| what.replace("{}", K::WORD);
    Operations::new(K::Row::PATH, K::Row::TAG, of, preview::<K>)
        .post("/{id}/outbound/items", &name("add_{}_outbound_items"), "Send other things.", outbound::add::<K>)
        .post(
            "/{id}/outbound/items/{action_id}",
            &name("update_{}_outbound_item"),
            "Send more or fewer.",
            outbound::change::<K>,
        )
        .delete(
            "/{id}/outbound/items/{action_id}",
            &name("delete_{}_outbound_item"),
            "Do not send it after all.",
            outbound::undo::<K>,
        )
        .post(
            "/{id}/outbound/shipping-method",
            &name("add_{}_outbound_shipping"),
            "Say how other things are sent.",
            outbound::add_way::<K>,
        )
        .post(
            "/{id}/outbound/shipping-method/{action_id}",
            &name("update_{}_outbound_shipping"),
            "Say what sending them costs.",
            outbound::change_way::<K>,
        )
        .delete(
            "/{id}/outbound/shipping-method/{action_id}",
            &name("delete_{}_outbound_shipping"),
            "Do not send them that way.",
            outbound::undo_way::<K>,
        )
        .post(
            "/{id}/inbound/shipping-method/{action_id}",
            &name("update_{}_inbound_shipping"),
            "Say what the way back costs.",
            inbound::change_way::<K>,
        )
        .answering(with_return)
        .post("/{id}/inbound/items", &name("add_{}_inbound_items"), "Ask for things to come back.", inbound::add::<K>)
        .post(
            "/{id}/inbound/items/{action_id}",
            &name("update_{}_inbound_item"),
            "Ask for more or fewer to come back.",
            inbound::change::<K>,
        )
        .delete(
            "/{id}/inbound/items/{action_id}",
            &name("delete_{}_inbound_item"),
            "Do not ask for it to come back after all.",
            inbound::undo::<K>,
        )
        .post(
            "/{id}/inbound/shipping-method",
            &name("add_{}_inbound_shipping"),
            "Say how things come back.",
            inbound::add_way::<K>,
        )
        .delete(
            "/{id}/inbound/shipping-method/{action_id}",
            &name("delete_{}_inbound_shipping"),
            "Let them come back another way.",
            inbound::undo_way::<K>,
        )
        .answering(confirmed::<K>)
        .post(
            "/{id}/request",
            &name("confirm_{}"),
            "Confirm it: things come back, and others are sent.",
            confirm::confirm::<K>,
        )
        .answering(alone::<K>)
        .post(
            "/{id}/cancel",
            &name("cancel_{}"),
            "Cancel it, if nothing was sent or has come back.",
            cancel::cancel::<K>,
        )
        .answering(gone::<K>)
        .delete(
            "/{id}/request",
            &name("delete_{}_request"),
            "Take it back before it is confirmed.",
            cancel::request::<K>,
        )
}
