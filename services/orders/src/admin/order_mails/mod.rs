//! `/admin/order-mails`: a shop's own words in mails about orders, by language.

mod bodies;
mod changes;
mod kinds;
mod order_mail;
mod preview;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use order_mail::OrderMail;

impl Resource for OrderMail {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/order-mails";
    const TAG: &'static str = "Admin: order mails";

    fn example() -> Json {
        json!({
            "id": "omail_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "order_placed", "locale": "en", "is_enabled": true,
            "subject": "Your order {{order_number}}", "heading": "Thank you", "body": "{{hello}}\n\nwe are packing:\n\n{{items}}",
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<OrderMail>::new()
        .list("List a shop's own words in mails.")
        .retrieve("Read a shop's own words of a kind of mail.")
        .create("Write the shop's own words of a kind of mail, in a language. They may have names in {{braces}}; GET /admin/order-mail-kinds tells which.")
        .update("Change the shop's own words of a kind of mail, or switch it off.")
        .delete("Go back to the words that a kind of mail has by itself.")
        .router()
        .routes(routes!(preview::preview))
        .routes(routes!(kinds::list))
}
