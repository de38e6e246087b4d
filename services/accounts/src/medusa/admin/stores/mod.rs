//! `/admin/stores`: the shop's settings.

mod selling;
mod update;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use crate::store::admin::stores::Store;

impl Resource for Store {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/stores";
    const TAG: &'static str = "Admin: settings";

    fn example() -> Value {
        json!({
            "id": "store_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Harbour Goods",
            "default_sales_channel_id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
            "default_region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "default_location_id": null,
            "default_locale_code": "en",
            "storefront_url": "https://shop.example/products/{handle}",
            "totals_rounding": "currency", "payment_capture": "manual", "deposit_percent": 50, "deposit_days": 7, "return_days": 30,
            "invoice_when_paid": false,
            "legal_name": "Harbour Goods GmbH", "legal_address": "1 Quay\n24103 Kiel", "tax_number": "DE123456789",
            "supported_currencies": [{"currency_code": "eur", "is_default": true, "is_tax_inclusive": true}],
            "supported_locales": [{"locale_code": "de"}]
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Store>::new()
        .list("List the shop's settings: one entry.")
        .retrieve("Read the shop's settings.")
        .update("Change the shop's settings. Currencies that are not listed are sold in no more, languages that are not listed not spoken.")
        .router()
}
