//! `/admin/payment-accounts`: the shop's own account at Stripe. Its keys are sealed and never shown again; what is paid from then on goes
//! through it, and what was begun with another account goes on with that one.

mod bodies;
mod connect;
mod remove;
mod table;
mod update;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use table::PaymentAccount;

/// Under which heading the document has it.
const TAG: &str = "Admin: payments";

impl Resource for PaymentAccount {
    type Read = needs::ApiKeyRead;
    type Write = needs::ApiKeyWrite;

    const PATH: &'static str = "/admin/payment-accounts";
    const TAG: &'static str = TAG;
    const AS_KONTOR: Option<&'static str> = Some("accounts hold keys, which are money: nobody reads the table");

    fn example() -> Json {
        json!({
            "id": "pacc_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "pp_stripe_stripe", "account_ref": "acct_1QVd6nwvvgfa5sr3", "is_live": false,
            "is_enabled": true, "publishable_key": "pk_test_0123456789abcdef", "has_webhook_secrets": true,
            "webhook_path": "/hooks/payment/stripe_stripe/pacc_01jd6nwvvgfa5sr38y5wx4pq3d",
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<PaymentAccount>::new()
        .list("List the shop's own accounts at payment providers, without their keys.")
        .retrieve("Read an account at a payment provider, without its keys.")
        .delete(
            "Forget an account and its keys. Nobody pays with it any more; what somebody has begun ends now, and the keys are kept, sealed, until the \
             provider has let it go or given it back. What was paid with it is looked after in the provider's own pages from then on, unless the same \
             account is connected again.",
        )
        .router()
        .routes(routes!(connect::connect))
        .routes(routes!(update::update))
}
