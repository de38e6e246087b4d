//! What is to be paid for a cart, and the try that is open.

use serde::Deserialize;

use super::Amount;

/// Stripe, whose form runs in the browser.
pub(crate) const STRIPE: &str = "pp_stripe_stripe";

/// What is to be paid, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CollectionAnswer {
    pub(crate) payment_collection: PaymentCollection,
}

/// What is to be paid.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaymentCollection {
    pub(crate) id: String,
    pub(crate) payment_sessions: Vec<PaymentSession>,
}

/// A try to pay it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaymentSession {
    pub(crate) provider_id: String,
    pub(crate) status: String,
    pub(crate) amount: Amount,
    pub(crate) data: SessionData,
}

/// What its provider tells whoever pays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SessionData {
    /// The provider's own name of it.
    pub(crate) id: Option<String>,
    /// By it the browser pays, and sees nothing but this.
    pub(crate) client_secret: Option<String>,
    /// Whose account it is, as everybody may know it.
    pub(crate) publishable_key: Option<String>,
    pub(crate) last_payment_error: Option<PaymentFailure>,
}

/// Why it was not paid.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaymentFailure {
    pub(crate) code: String,
    pub(crate) decline_code: Option<String>,
}

impl PaymentCollection {
    /// The try by card that is open.
    pub(crate) fn by_card(&self) -> Option<&PaymentSession> {
        self.payment_sessions.iter().find(|session| session.provider_id == STRIPE)
    }
}

impl PaymentSession {
    /// Whether somebody has the money, or a bank's word for it.
    pub(crate) fn is_paid(&self) -> bool {
        ["authorized", "captured", "pending_authorization"].contains(&&*self.status)
    }

    /// Whether somebody can pay this sum by it.
    pub(crate) fn is_open_for(&self, amount: &Amount) -> bool {
        let SessionData { client_secret, publishable_key, .. } = &self.data;
        let is_open = ["pending", "requires_more"].contains(&&*self.status);
        is_open && self.amount == *amount && client_secret.is_some() && publishable_key.is_some()
    }
}
