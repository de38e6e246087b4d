//! `/admin/webhook-events`: what payment providers told of a shop, how it was worked on, and having it worked on again.

mod event;
mod read;
mod replay;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use event::WebhookEvent;

impl Resource for WebhookEvent {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/webhook-events";
    const TAG: &'static str = "Admin: webhook events";
    const AS_KONTOR: Option<&'static str> =
        Some("events of the installation's account are the installation's: a shop sees its own among them");

    fn example() -> Json {
        json!({
            "id": "whe_01jd6nwvvgfa5sr38y5wx4pq3d", "event_id": "evt_1QXw", "type": "payment_intent.succeeded", "object_id": "pi_3QXw",
            "object_type": "payment_intent", "api_version": "2026-09-30.endive", "is_live": true, "source": "told", "status": "dead", "tries": 12,
            "last_error": "not as the row has it: the amount is another one", "received_at": "2026-11-21T10:00:00.000Z",
            "next_at": "2026-11-22T03:00:00.000Z", "done_at": "2026-11-22T03:00:00.000Z", "created_at": "2026-11-21T09:59:59.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<WebhookEvent>::new()
        .list("List what payment providers told of the shop, the youngest first.")
        .router()
        .routes(routes!(read::retrieve))
        .routes(routes!(replay::replay))
        .routes(routes!(replay::replay_dead))
}
