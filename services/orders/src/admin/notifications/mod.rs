//! `/admin/notifications`: what was sent to whom about what.

mod notification;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use notification::Notification;

impl Resource for Notification {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/notifications";
    const TAG: &'static str = "Admin: notifications";

    fn example() -> Json {
        json!({
            "id": "noti_01jd6nwvvgfa5sr38y5wx4pq3d", "to": "ann@example.com", "channel": "email", "template": "order_placed",
            "data": {"subject": "Your order #1042 at Havn & Søn"}, "trigger_type": "order_placed", "resource_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d",
            "resource_type": "order", "receiver_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "original_notification_id": null, "external_id": null,
            "provider_id": "email", "status": "success", "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Notification>::new()
        .list("List what was sent to customers.")
        .retrieve("Read something that was sent to a customer.")
        .router()
}
