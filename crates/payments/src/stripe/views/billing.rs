//! Subscriptions, their bills and prices, and Stripe's pages of payment.

use serde::Deserialize;
use serde_json::json;

use super::{IdOr, at, id, labels, money::projection};
use crate::{Bought, Fact, Labels, rank, stripe::currency::from_minor};

#[derive(Deserialize)]
pub(super) struct Subscription {
    id: String,
    status: String,
    #[serde(default, deserialize_with = "id")]
    customer: Option<String>,
    #[serde(default)]
    items: Items,
    #[serde(default)]
    cancel_at_period_end: bool,
    cancel_at: Option<i64>,
    canceled_at: Option<i64>,
    ended_at: Option<i64>,
    trial_end: Option<i64>,
    pause_collection: Option<Pause>,
    latest_invoice: Option<IdOr<Bill>>,
    pending_setup_intent: Option<IdOr<Secret>>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

#[derive(Deserialize)]
struct Pause {
    resumes_at: Option<i64>,
}

#[derive(Deserialize, Default)]
struct Items {
    #[serde(default)]
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: Option<String>,
    #[serde(default, deserialize_with = "id")]
    price: Option<String>,
    quantity: Option<i64>,
    current_period_start: Option<i64>,
    current_period_end: Option<i64>,
}

#[derive(Deserialize)]
struct Bill {
    id: String,
    confirmation_secret: Option<Secret>,
}

#[derive(Deserialize)]
struct Secret {
    client_secret: Option<String>,
}

impl From<Subscription> for Fact {
    fn from(it: Subscription) -> Self {
        let item = it.items.data.into_iter().next();
        let (item, price, quantity, period) = match item {
            Some(item) => {
                let period = at(item.current_period_start).zip(at(item.current_period_end));
                (item.id, item.price, item.quantity, period)
            }
            None => (None, None, None, None),
        };
        let (latest_invoice, client_secret) = match it.latest_invoice {
            Some(IdOr::Id(id)) => (Some(id), None),
            Some(IdOr::Object(bill)) => {
                (Some(bill.id), bill.confirmation_secret.and_then(|secret| secret.client_secret))
            }
            None => (None, None),
        };
        let needs_method = it.status == "trialing" && it.pending_setup_intent.is_some();
        // A trial has nothing to be paid yet: a card is kept for what comes behind it.
        let kept = it.pending_setup_intent.and_then(|setup| match setup {
            IdOr::Object(setup) => setup.client_secret,
            IdOr::Id(_) => None,
        });
        let client_secret = client_secret.or(kept);
        let shown = json!({ "id": it.id, "client_secret": client_secret, "status": it.status });
        Self::Subscription(crate::Subscription {
            data: projection(shown, "last_payment_error", None),
            rank: rank::subscription(&it.status),
            reference: it.id,
            status: it.status,
            customer: it.customer,
            item,
            price,
            quantity,
            cancel_at_period_end: it.cancel_at_period_end,
            cancel_at: at(it.cancel_at),
            canceled_at: at(it.canceled_at),
            ended_at: at(it.ended_at),
            trial_ends_at: at(it.trial_end),
            needs_method,
            is_paused: it.pause_collection.is_some(),
            resumes_at: it.pause_collection.and_then(|pause| at(pause.resumes_at)),
            period,
            latest_invoice,
            labels: it.metadata,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Invoice {
    id: String,
    number: Option<String>,
    status: Option<String>,
    currency: String,
    #[serde(default)]
    amount_due: i64,
    #[serde(default)]
    amount_paid: i64,
    #[serde(default)]
    attempt_count: i64,
    billing_reason: Option<String>,
    #[serde(default, deserialize_with = "id")]
    customer: Option<String>,
    // Where the subscription stood before 2025.
    #[serde(default, deserialize_with = "id")]
    subscription: Option<String>,
    parent: Option<Parent>,
    period_start: Option<i64>,
    period_end: Option<i64>,
    hosted_invoice_url: Option<String>,
    payments: Option<Payments>,
    lines: Option<Lines>,
}

#[derive(Deserialize)]
struct Lines {
    #[serde(default)]
    data: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    amount: i64,
    quantity: Option<i64>,
    pricing: Option<Pricing>,
    parent: Option<LineOf>,
    // Where all of this stood before 2025.
    #[serde(default, deserialize_with = "id")]
    price: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    proration: bool,
}

#[derive(Deserialize)]
struct Pricing {
    price_details: Option<PriceDetails>,
}

#[derive(Deserialize)]
struct PriceDetails {
    #[serde(default, deserialize_with = "id")]
    price: Option<String>,
}

#[derive(Deserialize)]
struct LineOf {
    subscription_item_details: Option<ItemDetails>,
}

#[derive(Deserialize)]
struct ItemDetails {
    #[serde(default)]
    proration: bool,
}

impl Line {
    /// A period of the subscription itself, whole and not free.
    fn bought(self) -> Option<Bought> {
        let is_period = match &self.parent {
            Some(of) => of.subscription_item_details.as_ref().is_some_and(|of| !of.proration),
            None => self.kind.as_deref() == Some("subscription") && !self.proration,
        };
        let price = self.pricing.and_then(|pricing| pricing.price_details).and_then(|of| of.price).or(self.price);
        let quantity = self.quantity.filter(|quantity| is_period && self.amount > 0 && *quantity > 0)?;
        Some(Bought { price, quantity })
    }
}

#[derive(Deserialize)]
struct Payments {
    #[serde(default)]
    data: Vec<InvoicePayment>,
}

#[derive(Deserialize)]
struct InvoicePayment {
    status: Option<String>,
    payment: Option<PaidBy>,
}

#[derive(Deserialize)]
struct PaidBy {
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
}

#[derive(Deserialize)]
struct Parent {
    subscription_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default, deserialize_with = "id")]
    subscription: Option<String>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Invoice> for Fact {
    fn from(it: Invoice) -> Self {
        let details = it.parent.and_then(|parent| parent.subscription_details);
        let (of, labels) = details.map(|details| (details.subscription, details.metadata)).unwrap_or_default();
        // Of several the one that paid; a bill that was paid elsewhere has an intent that never did.
        let paid = it.payments.map(|payments| payments.data).unwrap_or_default();
        let mut paid = paid.into_iter().filter(|payment| payment.status.as_deref() == Some("paid"));
        let status = it.status.unwrap_or_else(|| "draft".to_owned());
        Self::Invoice(crate::Invoice {
            rank: rank::invoice(&status),
            due: from_minor(it.amount_due, &it.currency),
            paid: from_minor(it.amount_paid, &it.currency),
            reference: it.id,
            number: it.number,
            status,
            customer: it.customer,
            subscription: of.or(it.subscription),
            reason: it.billing_reason,
            currency: it.currency,
            attempts: it.attempt_count,
            period: at(it.period_start).zip(at(it.period_end)),
            page: it.hosted_invoice_url,
            intent: paid.find_map(|paid| paid.payment?.payment_intent),
            bought: it.lines.map(|lines| lines.data).unwrap_or_default().into_iter().filter_map(Line::bought).collect(),
            labels,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Price {
    id: String,
    #[serde(default)]
    active: bool,
    currency: String,
    unit_amount: Option<i64>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Price> for Fact {
    fn from(it: Price) -> Self {
        Self::Price(crate::Price {
            amount: it.unit_amount.map(|minor| from_minor(minor, &it.currency)),
            reference: it.id,
            is_active: it.active,
            currency: it.currency,
            labels: it.metadata,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Checkout {
    id: String,
    status: Option<String>,
    payment_status: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
    #[serde(default, deserialize_with = "id")]
    subscription: Option<String>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Checkout> for Fact {
    fn from(it: Checkout) -> Self {
        Self::Checkout(crate::Checkout {
            reference: it.id,
            status: it.status,
            payment_status: it.payment_status,
            intent: it.payment_intent,
            subscription: it.subscription,
            labels: it.metadata,
        })
    }
}
