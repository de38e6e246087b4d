//! `/admin/gift-cards`. Who has a code has the money: it is told once, when the card is made, and hidden from there on.

mod bodies;
mod changes;
mod orders;
mod table;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) use changes::customer;
pub(crate) use table::GiftCard;

impl Resource for GiftCard {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/gift-cards";
    const TAG: &'static str = "Admin: gift cards";
    const AS_KONTOR: Option<&'static str> = Some("gift cards hold codes, which are money: nobody reads the table");

    fn example() -> Json {
        json!({
            "id": "gcard_01jd6nwvvgfa5sr38y5wx4pq3d", "code": "****-7Q2K", "status": "pending", "value": 50, "balance": 50,
            "currency_code": "eur", "customer_id": null, "line_item_id": null, "store_credit_account_id": null, "reference": null,
            "reference_id": null, "note": "For a complaint", "expires_at": null, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<GiftCard>::new()
        .list("List gift cards, without their codes. `q` finds the card of a whole code.")
        .retrieve("Read a gift card, without its code.")
        .create("Make a gift card. Its code is told now and not again.")
        .update("Change a gift card. Once it is in use it keeps its value: credit is given to its account.")
        .router()
        .routes(routes!(orders::list))
}
