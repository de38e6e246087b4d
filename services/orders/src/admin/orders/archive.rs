//! `POST /admin/orders/{id}/archive`

use auth::Staff;
use db::Tx;
use events::{Emit, EventName};
use serde_json::json;
use web::ApiError;

use crate::{admin::deed::Deed, order::Held};

const ARCHIVED: EventName = EventName::new("order.archived");

pub(super) struct Archive;

impl Deed for Archive {
    type Input = ();

    const PATH: &'static str = "/archive";
    const NAME: &'static str = "archive_order";

    /// Asked again it is archived already, and nothing happens.
    async fn act(tx: &Tx, _: &Staff, order: &Held, _: &str, (): ()) -> Result<(), ApiError> {
        match &*order.status {
            "archived" => return Ok(()),
            "completed" | "canceled" => {}
            status => {
                let id = order.id();
                let words =
                    format!("Order with id {id} is {status} and cannot be archived: complete it, or cancel it, first.");
                return Err(ApiError::invalid_data(words));
            }
        }
        db::exec(tx, "update orders set status = 'archived' where id = $1", [order.id.into()]).await?;
        let event = Emit::new(ARCHIVED, order.id)
            .before(json!({ "status": order.status }))
            .after(json!({ "status": "archived" }));
        events::emit(tx, event).await?;
        Ok(())
    }
}
