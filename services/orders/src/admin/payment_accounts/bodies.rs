//! Keys as they are given. They stand in no log and no answer.

use secrecy::{ExposeSecret, SecretString};
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, FromText, Required},
};

/// The fewest signs that a secret of Stripe's has.
const LEAST: usize = 16;
const LONGEST: usize = 500;
/// Stripe has two while one is rolled; a shop may have several addresses.
const MOST: usize = 10;

/// A secret key, or a restricted one.
#[derive(Debug, Clone, Default)]
pub(super) struct SecretKey(pub(super) SecretString);

impl FromText for SecretKey {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if is_key(&text, &["sk_", "rk_"]) {
            return Ok(Self(text.into()));
        }
        Err(format!("Invalid key for field '{at}': expected a secret key of Stripe, which begins with sk_ or rk_"))
    }
}

/// The key that storefronts know.
#[derive(Debug, Clone, Default)]
pub(super) struct PublishableKey(pub(super) String);

impl FromText for PublishableKey {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if is_key(&text, &["pk_"]) {
            return Ok(Self(text));
        }
        Err(format!("Invalid key for field '{at}': expected a publishable key of Stripe, which begins with pk_"))
    }
}

fn is_key(text: &str, beginnings: &[&str]) -> bool {
    (LEAST..=LONGEST).contains(&text.len())
        && beginnings.iter().any(|beginning| text.starts_with(beginning))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

body! {
    /// An account of the shop's own.
    pub(super) struct NewAccount {
        /// Its secret key, or a restricted one that may write payment intents, refunds, customers and setup intents. It is sealed, and never shown again.
        pub(super) secret_key: Required<SecretKey> = "sk_test_0123456789abcdef",
        /// The key that storefronts know.
        pub(super) publishable_key: Filled<PublishableKey> = "pk_test_0123456789abcdef",
        /// What its webhooks are signed with; while one is rolled, both.
        pub(super) webhook_secrets: Option<Vec<String>> = ["whsec_0123456789abcdef"],
    }
    checked by check_new
}

body! {
    /// What changes of an account. Keys that are not said stay.
    pub(super) struct Changes {
        /// Another key of the same account.
        pub(super) secret_key: Filled<SecretKey> = "sk_test_0123456789abcdef",
        /// The key that storefronts know.
        pub(super) publishable_key: Change<PublishableKey> = "pk_test_0123456789abcdef",
        /// All that its webhooks are signed with from now on.
        pub(super) webhook_secrets: Option<Vec<String>> = ["whsec_0123456789abcdef"],
        /// Whether what is paid from now on goes through it; what was begun goes on.
        pub(super) is_enabled: Option<bool> = true,
    }
    checked by check_changes
}

fn check_new(fields: &mut Fields, new: &NewAccount) {
    check(fields, new.webhook_secrets.as_deref());
}

fn check_changes(fields: &mut Fields, changes: &Changes) {
    check(fields, changes.webhook_secrets.as_deref());
}

fn check(fields: &mut Fields, secrets: Option<&[String]>) {
    let secrets = secrets.unwrap_or_default();
    if secrets.len() > MOST {
        fields.complain(format!("Value for field 'webhook_secrets' too big, expected at most: '{MOST}'"));
    }
    for (nth, secret) in secrets.iter().enumerate() {
        if !is_key(secret, &["whsec_"]) {
            fields.complain(format!(
                "Invalid secret for field 'webhook_secrets, {nth}': expected one of Stripe's, which begins with whsec_"
            ));
        }
    }
}

/// Both keys are of the same mode, or money would be asked for here and taken nowhere.
pub(super) fn same_mode(secret: &SecretString, publishable: Option<&str>) -> Result<(), ApiError> {
    let mode = |key: &str| key.split('_').nth(1).map(str::to_owned);
    match publishable {
        Some(publishable) if mode(publishable) != mode(secret.expose_secret()) => Err(ApiError::invalid_data(
            "Invalid request: 'publishable_key' and 'secret_key' are of different modes: take both live, or both test",
        )),
        _ => Ok(()),
    }
}
