//! `POST /admin/order-changes/{id}`: what is said of an open change as a whole.

use axum::response::Response;
use db::Tx;
use entity::ids::OrderChangeId;
use resource::Set;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App, body};

use super::operations::{Operations, Work};
use crate::amend;

body! {
    /// What is said of a change.
    struct Said {
        /// Whether pieces that come to a line are as much cheaper as those that are there.
        carry_over_promotions: Option<bool> = true,
        /// For the staff.
        internal_note: Option<String> = "Ask Bo",
    }
}

fn example() -> Value {
    json!({ "order_change": {
        "id": "ordch_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 2, "change_type": "edit", "status": "pending",
        "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "carry_over_promotions": true, "actions": []
    } })
}

#[derive(FromQueryResult)]
struct Of {
    order_id: Uuid,
    is_draft: bool,
}

async fn of(tx: &Tx, text: &str) -> Result<(Uuid, Of), ApiError> {
    let missing = || ApiError::missing("Order change", text);
    let id: OrderChangeId = text.parse().map_err(|_| missing())?;
    let sql = "select c.order_id, o.is_draft_order as is_draft from order_changes c
        join orders o on o.organization_id = c.organization_id and o.id = c.order_id where c.id = $1 and c.deleted_at is null";
    let of = db::fetch_optional(tx, sql, [id.0.into()]).await?;
    of.map(|of| (id.0, of)).ok_or_else(missing)
}

async fn say(work: Work, said: Said) -> Result<Response, ApiError> {
    let tx = &work.tx;
    let (id, Of { order_id, is_draft }) = of(tx, work.id(0)).await?;
    let order = entity::ids::OrderId(order_id).to_string();
    let mut held = amend::hold(tx, &order, is_draft).await?;
    let Some(change) = held.change.as_mut().filter(|change| change.id == id) else {
        let shown = OrderChangeId(id);
        return Err(ApiError::invalid_data(format!("Order change {shown} is not active to be modified")));
    };
    let mut set = Set::new(tx, id)?;
    set.given("carry_over_promotions", said.carry_over_promotions);
    set.given("internal_note", said.internal_note.clone());
    set.run(tx, "public.order_changes").await?;
    change.carry_over_promotions = said.carry_over_promotions.or(change.carry_over_promotions);
    change.internal_note = said.internal_note.or(change.internal_note.take());
    let shown = amend::shown_change(change);
    work.done(&[("order_change", &shown)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    Operations::new("/admin/order-changes", "Admin: order edits", "of a change", example)
        .post("/{id}", "update_order_change", "Change what is said of a change that is open.", say)
        .router()
}
