//! The Admin API of orders and of what a shop needs before it sells. A file or folder per resource: its table, its bodies, what is particular
//! to its operations.

mod address;
mod bodies;
mod campaigns;
mod claims;
mod deed;
mod documents;
mod draft_orders;
mod dues;
mod enrollments;
mod exchanges;
mod fields;
mod fulfillment_sets;
mod fulfillments;
pub(crate) mod gift_cards;
mod labels;
mod loyalty;
mod notifications;
mod operations;
mod order_changes;
mod order_edits;
mod order_mails;
mod orders;
mod parts;
mod payment_accounts;
mod payment_collections;
mod payments;
pub(crate) mod promotions;
mod providers;
mod quotes;
mod refund_reasons;
mod returns;
mod shipping_option_types;
mod shipping_options;
pub(crate) mod store_credit;
mod subscription_plans;
mod subscriptions;
mod swaps;

mod tax_rates;
mod tax_regions;
mod webhook_events;

pub(crate) use parts::{Pieces, Price};
pub(crate) use returns::Return;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(tax_regions::router())
        .merge(tax_rates::router())
        .merge(fulfillment_sets::router())
        .merge(shipping_options::router())
        .merge(shipping_option_types::router())
        .merge(refund_reasons::router())
        .merge(providers::router())
        .merge(payments::router())
        .merge(payment_collections::router())
        .merge(payment_accounts::router())
        .merge(promotions::router())
        .merge(campaigns::router())
        .merge(gift_cards::router())
        .merge(store_credit::router())
        .merge(loyalty::router())
        .merge(orders::router())
        .merge(fulfillments::router())
        .merge(order_edits::router())
        .merge(returns::router())
        .merge(claims::router())
        .merge(exchanges::router())
        .merge(draft_orders::router())
        .merge(order_changes::router())
        .merge(documents::router())
        .merge(dues::router())
        .merge(quotes::router())
        .merge(enrollments::router())
        .merge(notifications::router())
        .merge(order_mails::router())
        .merge(webhook_events::router())
        .merge(subscription_plans::router())
        .merge(subscriptions::router())
}
