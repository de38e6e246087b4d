//! An order as the database tells it.

use chrono::{DateTime, Utc};
use money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::cart::{Address, Collection, Line, Method, text};

/// An order whole.
#[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: Uuid,
    pub(crate) display_id: i64,
    pub(crate) custom_display_id: Option<String>,
    pub(crate) cart_id: Option<Uuid>,
    pub(crate) status: String,
    pub(crate) version: i32,
    pub(crate) is_draft_order: bool,
    pub(crate) no_notification: Option<bool>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    pub(crate) region_id: Option<Uuid>,
    pub(crate) sales_channel_id: Option<Uuid>,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) currency_code: String,
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) totals_rounding: String,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) items: Vec<OrderLine>,
    pub(crate) shipping_methods: Vec<Method>,
    pub(crate) credit_lines: Vec<CreditOf>,
    pub(crate) payment_collections: Vec<CollectionOf>,
    pub(crate) payment_status: String,
    pub(crate) fulfillment_status: String,
    /// What it cost when it was placed; nothing of a draft.
    #[serde(with = "text::optional", default)]
    pub(crate) original_total: Option<Amount>,
    /// What was paid, less what was paid back.
    #[serde(with = "text")]
    pub(crate) paid: Amount,
    #[serde(with = "text")]
    pub(crate) refunded: Amount,
    pub(crate) transactions: Vec<TransactionOf>,
}

/// Money that came or went.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TransactionOf {
    pub(crate) id: Uuid,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) currency_code: String,
    pub(crate) reference: String,
    pub(crate) reference_id: Uuid,
    pub(crate) version: i32,
    pub(crate) created_at: DateTime<Utc>,
}

/// A line, and how much of it is where.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderLine {
    #[serde(flatten)]
    pub(crate) line: Line,
    #[serde(flatten)]
    pub(crate) detail: Detail,
    /// Whether the staff sells it although it is not there.
    #[serde(default)]
    pub(crate) allow_backorder: bool,
}

/// How much of a line is where.
#[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Detail {
    pub(crate) detail_id: Uuid,
    pub(crate) fulfilled_quantity: i64,
    pub(crate) shipped_quantity: i64,
    pub(crate) delivered_quantity: i64,
    pub(crate) return_requested_quantity: i64,
    pub(crate) return_received_quantity: i64,
    pub(crate) return_dismissed_quantity: i64,
    pub(crate) written_off_quantity: i64,
}

/// What was paid otherwise than by a payment.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CreditOf {
    pub(crate) id: Uuid,
    pub(crate) reference: String,
    pub(crate) reference_id: Option<String>,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// What is paid for it, with the payments.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CollectionOf {
    #[serde(flatten)]
    pub(crate) collection: Collection,
    pub(crate) payments: Vec<PaymentOf>,
}

/// Money that was promised or taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PaymentOf {
    pub(crate) id: Uuid,
    pub(crate) provider_id: String,
    pub(crate) currency_code: String,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    #[serde(with = "text")]
    pub(crate) captured_amount: Amount,
    #[serde(with = "text")]
    pub(crate) refunded_amount: Amount,
    pub(crate) data: Value,
    pub(crate) captured_at: Option<DateTime<Utc>>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) captures: Vec<CaptureOf>,
    pub(crate) refunds: Vec<RefundOf>,
}

/// Money that was taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CaptureOf {
    pub(crate) id: Uuid,
    pub(crate) payment_id: Uuid,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// Money that was given back, or is on its way.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RefundOf {
    pub(crate) id: Uuid,
    pub(crate) payment_id: Uuid,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) note: Option<String>,
    pub(crate) refund_reason: Option<ReasonOf>,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// Why it was given back.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ReasonOf {
    pub(crate) id: Uuid,
    pub(crate) label: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
}
