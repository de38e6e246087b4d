//! What can be wanted of a provider.

use std::collections::BTreeMap;

use money::Amount;
use secrecy::SecretString;

/// Names of what is written beside an object at the provider, so that it can be told whose it is.
pub mod label {
    /// The payment session that an intent is for.
    pub const SESSION: &str = "session_id";
    /// The cart of it.
    pub const CART: &str = "cart_id";
    /// The order of it.
    pub const ORDER: &str = "order_id";
    /// The shop.
    pub const ORGANIZATION: &str = "organization_id";
    /// The attempt that made it: by this a thing is found whose answer was lost.
    pub const ATTEMPT: &str = "attempt";
    /// The refund.
    pub const REFUND: &str = "refund_id";
    /// The customer.
    pub const CUSTOMER: &str = "customer_id";
    /// The customer, as a provider knows him.
    pub const HOLDER: &str = "account_holder_id";
    /// The try to keep a payment method.
    pub const SETUP: &str = "setup_id";
    /// The subscription.
    pub const SUBSCRIPTION: &str = "subscription_id";
}

/// What is written beside an object: ids and nothing personal. [`label::ATTEMPT`] is added when it is planned.
pub type Labels = BTreeMap<String, String>;

/// When money is taken that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capturing {
    /// At once.
    Automatic,
    /// When the shop says so.
    Manual,
}

/// What a payment method is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The customer will be there.
    OnSession,
    /// He may be away: renewals, dues.
    OffSession,
}

/// With what somebody pays that is kept for him already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pays {
    /// It is chosen, and he says himself that it is charged.
    Chosen(String),
    /// It is charged at once, and he is there: his bank may want to hear him.
    Here(String),
    /// It is charged at once, and he is not there. Where his bank wants to hear him it fails, and the intent that comes with the failure
    /// waits for him.
    Away(String),
}

/// Why money goes back, as far as a provider wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundReason {
    /// It was paid twice.
    Duplicate,
    /// It was not the owner who paid.
    Fraudulent,
    /// The customer wants it back.
    RequestedByCustomer,
}

/// Bills that are left out for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// From now on, until then or until somebody says so.
    Begins(Option<chrono::DateTime<chrono::Utc>>),
    /// Bills are sent again.
    Ends,
}

/// What changes of a subscription; the rest stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Another price, and how many of it, at this item of the subscription.
    pub item: Option<(String, String, u64)>,
    /// Whether what is left of the period is charged or given back at once.
    pub prorate: bool,
    /// Whether it ends with the period.
    pub ends_with_period: Option<bool>,
    /// Whether a day on which it was to end, whoever named it, is none any more.
    pub withdraws_end: bool,
    /// Whether its bills are left out for now.
    pub pause: Option<Pause>,
}

/// Something that is wanted. Amounts are those of the currency, not of its smallest unit, and are rounded to it as `money`
/// does; references are the provider's ids.
#[derive(Debug, Clone)]
pub enum Want {
    /// Somebody is to pay.
    Intent {
        /// How much.
        amount: Amount,
        /// In lower case.
        currency: String,
        /// When it is taken.
        capture: Capturing,
        /// Who pays, if the provider knows him.
        customer: Option<String>,
        /// Whether what he pays with is kept for him.
        keep: Option<Keep>,
        /// With what that is kept for him.
        pays: Option<Pays>,
        /// Whose it is.
        labels: Labels,
    },
    /// Nobody is to pay any more.
    CancelIntent {
        /// The intent.
        intent: String,
    },
    /// What was promised is taken, or part of it; Stripe lets go what is not taken.
    Capture {
        /// The intent.
        intent: String,
        /// How much.
        amount: Amount,
        /// Its currency.
        currency: String,
    },
    /// Money goes back.
    Refund {
        /// The intent that took it.
        intent: String,
        /// How much.
        amount: Amount,
        /// Its currency.
        currency: String,
        /// Why.
        reason: Option<RefundReason>,
        /// Whose it is: [`label::REFUND`].
        labels: Labels,
    },
    /// A customer is to be known.
    Customer {
        /// His address, which stands in no log.
        email: Option<SecretString>,
        /// His name, neither.
        name: Option<SecretString>,
        /// Whose it is.
        labels: Labels,
    },
    /// A customer is to be forgotten, with all that is kept for him.
    ForgetCustomer {
        /// The customer.
        customer: String,
    },
    /// A payment method is to be kept without paying.
    Setup {
        /// For whom.
        customer: String,
        /// What for.
        keep: Keep,
        /// Whose it is.
        labels: Labels,
    },
    /// None is to be kept any more.
    CancelSetup {
        /// The setup.
        setup: String,
    },
    /// A payment method is to be forgotten.
    Detach {
        /// The method.
        method: String,
    },
    /// A price that is paid again and again.
    Price {
        /// What is sold, as bills name it.
        name: String,
        /// How much each time.
        amount: Amount,
        /// In lower case.
        currency: String,
        /// `day`, `week`, `month` or `year`.
        interval: String,
        /// Every so many of them.
        interval_count: u32,
        /// Whose it is.
        labels: Labels,
    },
    /// Somebody subscribes; he pays the first bill himself.
    Subscription {
        /// Who.
        customer: String,
        /// To which price.
        price: String,
        /// How many of it.
        quantity: u64,
        /// So many days are free.
        trial_days: Option<u32>,
        /// Whose it is.
        labels: Labels,
    },
    /// A subscription changes.
    ChangeSubscription {
        /// Which.
        subscription: String,
        /// How.
        change: Change,
    },
    /// A subscription ends now.
    CancelSubscription {
        /// Which.
        subscription: String,
    },
}
