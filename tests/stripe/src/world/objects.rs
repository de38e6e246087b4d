//! Stripe's objects, as far as they are played. Fields have Stripe's names; what is `skip` is the double's own.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub(crate) type Metadata = BTreeMap<String, String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    RequiresCapture,
    Canceled,
    Succeeded,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::RequiresCapture => "requires_capture",
            Self::Canceled => "canceled",
            Self::Succeeded => "succeeded",
        }
    }

    /// Whether a customer may still confirm.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::RequiresPaymentMethod | Self::RequiresConfirmation | Self::RequiresAction)
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Intent {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) amount: i64,
    pub(crate) amount_capturable: i64,
    pub(crate) amount_received: i64,
    pub(crate) automatic_payment_methods: Option<Value>,
    pub(crate) canceled_at: Option<i64>,
    pub(crate) cancellation_reason: Option<String>,
    pub(crate) capture_method: String,
    pub(crate) client_secret: String,
    pub(crate) confirmation_method: &'static str,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) customer: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) last_payment_error: Option<Value>,
    pub(crate) latest_charge: Option<String>,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) next_action: Option<Value>,
    pub(crate) payment_method: Option<String>,
    pub(crate) payment_method_types: Vec<&'static str>,
    pub(crate) receipt_email: Option<String>,
    pub(crate) setup_future_usage: Option<String>,
    pub(crate) status: Status,
    /// The invoice that it pays; newer versions of Stripe's API do not say it here.
    #[serde(skip)]
    pub(crate) invoice: Option<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "as Stripe has it")]
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) amount: i64,
    pub(crate) amount_captured: i64,
    pub(crate) amount_refunded: i64,
    pub(crate) captured: bool,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) customer: Option<String>,
    pub(crate) disputed: bool,
    pub(crate) failure_code: Option<String>,
    pub(crate) failure_message: Option<String>,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) paid: bool,
    pub(crate) payment_intent: String,
    pub(crate) payment_method: Option<String>,
    pub(crate) payment_method_details: Value,
    pub(crate) refunded: bool,
    pub(crate) status: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) amount: i64,
    pub(crate) charge: String,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) failure_reason: Option<String>,
    pub(crate) metadata: Metadata,
    pub(crate) payment_intent: String,
    pub(crate) reason: Option<String>,
    pub(crate) status: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) amount: i64,
    pub(crate) charge: String,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) evidence_details: Value,
    pub(crate) is_charge_refundable: bool,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) payment_intent: String,
    pub(crate) reason: &'static str,
    pub(crate) status: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) created: i64,
    pub(crate) description: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) invoice_settings: Value,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) card: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sepa_debit: Option<Value>,
    pub(crate) created: i64,
    pub(crate) customer: Option<String>,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    /// The test payment method that it is one of.
    #[serde(skip)]
    pub(crate) of: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Setup {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) automatic_payment_methods: Option<Value>,
    pub(crate) cancellation_reason: Option<String>,
    pub(crate) client_secret: String,
    pub(crate) created: i64,
    pub(crate) customer: Option<String>,
    pub(crate) last_setup_error: Option<Value>,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) next_action: Option<Value>,
    pub(crate) payment_method: Option<String>,
    pub(crate) status: Status,
    pub(crate) usage: String,
}

/// What happened, as it is told and kept: `object` as it was then.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) created: i64,
    pub(crate) body: Value,
    /// Whether it reached the address that it was for; `None` while nobody has tried.
    pub(crate) delivered: Option<bool>,
}
