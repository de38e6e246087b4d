//! Prices and subscriptions.

use std::collections::HashMap;

use serde::Serialize;
use stripe_billing::subscription::{
    CancelSubscription, CreateSubscription, CreateSubscriptionItems, CreateSubscriptionPaymentBehavior,
    CreateSubscriptionPaymentSettings, CreateSubscriptionPaymentSettingsSaveDefaultPaymentMethod,
    CreateSubscriptionTrialSettings, CreateSubscriptionTrialSettingsEndBehavior,
    CreateSubscriptionTrialSettingsEndBehaviorMissingPaymentMethod, UpdateSubscription, UpdateSubscriptionItems,
    UpdateSubscriptionPauseCollection, UpdateSubscriptionPauseCollectionBehavior, UpdateSubscriptionProrationBehavior,
};
use stripe_client_core::{RequestBuilder, StripeMethod};
use stripe_types::Currency;

use super::{built, labelled, money::known, reference};
use crate::{Change, Pause, Unplannable, Want, stripe::currency::to_minor};

/// The secrets by which the customer pays the first bill, or lets a card be kept where a trial has none.
pub(in crate::stripe) const SECRETS: [&str; 2] = ["latest_invoice.confirmation_secret", "pending_setup_intent"];

// `async-stripe-product` would be another 40,000 lines for this one form.
#[derive(Serialize)]
struct CreatePrice {
    currency: Currency,
    unit_amount: i64,
    recurring: Recurring,
    product_data: Product,
    metadata: HashMap<String, String>,
}

#[derive(Serialize)]
struct Recurring {
    interval: String,
    interval_count: u32,
}

#[derive(Serialize)]
struct Product {
    name: String,
}

pub(super) fn price(want: &Want, attempt: &str) -> Result<RequestBuilder, Unplannable> {
    let Want::Price { name, amount, currency, interval, interval_count, labels } = want else {
        return Err(Unplannable::Unsupported);
    };
    let form = CreatePrice {
        unit_amount: to_minor(amount, currency)?,
        currency: known(currency)?,
        recurring: Recurring { interval: interval.clone(), interval_count: *interval_count },
        product_data: Product { name: name.clone() },
        metadata: labelled(labels, attempt),
    };
    Ok(RequestBuilder::new(StripeMethod::Post, "/prices").form(&form))
}

pub(super) fn subscribe(
    customer: &str,
    price: &str,
    quantity: u64,
    trial_days: Option<u32>,
    labels: HashMap<String, String>,
) -> RequestBuilder {
    let mut item = CreateSubscriptionItems::new();
    item.price = Some(price.to_owned());
    item.quantity = Some(quantity);
    let mut settings = CreateSubscriptionPaymentSettings::new();
    settings.save_default_payment_method =
        Some(CreateSubscriptionPaymentSettingsSaveDefaultPaymentMethod::OnSubscription);
    let request = CreateSubscription::new()
        .customer(customer)
        .items(vec![item])
        // Nothing runs before the first bill is paid.
        .payment_behavior(CreateSubscriptionPaymentBehavior::DefaultIncomplete)
        .payment_settings(settings)
        .metadata(labels)
        .expand(SECRETS.map(str::to_owned).to_vec());
    built(&match trial_days {
        Some(days) => {
            // Whoever leaves no card has tried it, and owes nothing.
            let mut end = CreateSubscriptionTrialSettingsEndBehavior::new();
            end.missing_payment_method = Some(CreateSubscriptionTrialSettingsEndBehaviorMissingPaymentMethod::Cancel);
            request.trial_period_days(days).trial_settings(CreateSubscriptionTrialSettings::new(end))
        }
        None => request,
    })
}

pub(super) fn change(subscription: &str, change: &Change) -> Result<RequestBuilder, Unplannable> {
    let Change { item, prorate, ends_with_period, withdraws_end, pause } = change;
    let mut request = UpdateSubscription::new(subscription).expand(SECRETS.map(str::to_owned).to_vec());
    if let Some((id, price, quantity)) = item {
        let mut item = UpdateSubscriptionItems::new();
        item.id = Some(reference(id)?.to_owned());
        item.price = Some(reference(price)?.to_owned());
        item.quantity = Some(*quantity);
        let proration = if *prorate {
            UpdateSubscriptionProrationBehavior::AlwaysInvoice
        } else {
            UpdateSubscriptionProrationBehavior::None
        };
        request = request.items(vec![item]).proration_behavior(proration);
    }
    if let Some(ends) = ends_with_period {
        request = request.cancel_at_period_end(*ends);
    }
    if let Some(Pause::Begins(until)) = pause {
        // What is left out is not owed later.
        let mut left_out = UpdateSubscriptionPauseCollection::new(UpdateSubscriptionPauseCollectionBehavior::Void);
        left_out.resumes_at = until.map(|until| until.timestamp());
        request = request.pause_collection(left_out);
    }
    let mut request = built(&request);
    for (name, is_none) in [("pause_collection", *pause == Some(Pause::Ends)), ("cancel_at", *withdraws_end)] {
        if is_none {
            // Nothing, in Stripe's forms, which the builder cannot say.
            let body = request.body.get_or_insert_default();
            body.push_str(if body.is_empty() { "" } else { "&" });
            body.push_str(name);
            body.push('=');
        }
    }
    Ok(request)
}

pub(super) fn cancel(subscription: &str) -> RequestBuilder {
    built(&CancelSubscription::new(subscription))
}
