//! `POST /admin/orders/{id}/complete`

use auth::Staff;
use db::Tx;
use events::{Emit, EventName};
use serde_json::json;
use web::{ApiError, body, body::AdditionalData};

use crate::{admin::deed::Deed, order::Held};

const COMPLETED: EventName = EventName::new("order.completed");

body! {
    /// What is said of it.
    pub(super) struct Said {
        /// For hooks of Medusa's workflows; kept nowhere.
        additional_data: AdditionalData = {},
    }
}

pub(super) struct Complete;

impl Deed for Complete {
    type Input = Said;

    const PATH: &'static str = "/complete";
    const NAME: &'static str = "complete_order";

    /// Asked again it is completed already, and nothing happens.
    async fn act(tx: &Tx, _: &Staff, order: &Held, _: &str, _: Said) -> Result<(), ApiError> {
        order.must_stand()?;
        match &*order.status {
            "completed" => return Ok(()),
            "pending" | "requires_action" => {}
            status => {
                let id = order.id();
                return Err(ApiError::not_allowed(format!("Order with id {id} is {status} and cannot be completed.")));
            }
        }
        let sql = "update orders set status = 'completed', completed_at = $2 where id = $1";
        db::exec(tx, sql, [order.id.into(), tx.now().into()]).await?;
        let event = Emit::new(COMPLETED, order.id)
            .before(json!({ "status": order.status }))
            .after(json!({ "status": "completed" }));
        events::emit(tx, event).await?;
        Ok(())
    }
}
