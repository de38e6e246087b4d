//! A call as it is written down before it is made.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Fact;

/// What a call is for: `payment_attempts.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    CreateIntent,
    CancelIntent,
    Capture,
    Refund,
    CreateCustomer,
    DeleteCustomer,
    CreateSetupIntent,
    CancelSetupIntent,
    DetachMethod,
    CreatePrice,
    CreateSubscription,
    UpdateSubscription,
    CancelSubscription,
}

impl Kind {
    /// As the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreateIntent => "create_intent",
            Self::CancelIntent => "cancel_intent",
            Self::Capture => "capture",
            Self::Refund => "refund",
            Self::CreateCustomer => "create_customer",
            Self::DeleteCustomer => "delete_customer",
            Self::CreateSetupIntent => "create_setup_intent",
            Self::CancelSetupIntent => "cancel_setup_intent",
            Self::DetachMethod => "detach_method",
            Self::CreatePrice => "create_price",
            Self::CreateSubscription => "create_subscription",
            Self::UpdateSubscription => "update_subscription",
            Self::CancelSubscription => "cancel_subscription",
        }
    }

    /// Whether it makes or changes a subscription, which goes to and fro.
    pub fn is_of_subscription(self) -> bool {
        matches!(self, Self::CreateSubscription | Self::UpdateSubscription | Self::CancelSubscription)
    }

    /// Whether somebody waits for what it makes: done hours later, nobody wants it any more.
    pub fn is_awaited(self) -> bool {
        matches!(
            self,
            Self::CreateIntent
                | Self::CreateCustomer
                | Self::CreateSetupIntent
                | Self::CreatePrice
                | Self::CreateSubscription
        )
    }

    /// Whether it ends something by DELETE; all others are POSTs.
    pub fn is_delete(self) -> bool {
        matches!(self, Self::DeleteCustomer | Self::CancelSubscription)
    }
}

/// A call: the very bytes, and the key under which they are sent however often. A row of `payment_attempts` holds one. The
/// bytes may name a person, so `Debug` keeps them to itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// What for.
    pub kind: Kind,
    /// The idempotency key.
    pub key: String,
    /// Behind the provider's address.
    pub path: String,
    /// The form.
    pub body: String,
    /// The version of the provider's interface that it is written for.
    pub api_version: String,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Call");
        shown.field("kind", &self.kind).field("key", &self.key).field("path", &self.path);
        shown.field("bytes", &self.body.len()).field("api_version", &self.api_version).finish()
    }
}

/// What has become of a call so far. The default is for whoever has just written it down and sends it at once; whoever finds one
/// says how old it is, for a process that ended may have sent it and not said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Before {
    /// So often it was sent for certain.
    pub tries: u32,
    /// So long ago it was written down.
    pub age: Duration,
}

impl Before {
    /// Whether it may have had its effect.
    pub fn may_be_done(self) -> bool {
        self.tries > 0 || !self.age.is_zero()
    }
}

/// What has to be done for something that is wanted.
#[derive(Debug, Clone)]
pub enum Planned {
    /// This is to be sent, once it is written down.
    Call(Call),
    /// Nothing: it is so. These facts are ours, and need no comparing with our row.
    Done(Vec<Fact>),
}

/// Why something cannot even be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unplannable {
    /// The provider does not know the currency.
    #[error("the payment provider does not take {0}")]
    Currency(String),
    /// The amount is nothing, or less, or too much.
    #[error("{amount} {currency} cannot be paid: {why}")]
    Amount {
        /// The amount.
        amount: String,
        /// The currency.
        currency: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An id that no provider has given.
    #[error("this is no reference of the payment provider")]
    Reference,
    /// The provider cannot do it.
    #[error("the payment provider cannot do this")]
    Unsupported,
}
