//! Stripe's test payment methods, and what becomes of them.

use serde_json::{Value, json};

/// What happens when it is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Succeeds,
    /// The code, why the bank said no, and the words for it.
    Declined(&'static str, Option<&'static str>, &'static str),
    /// 3-D Secure first.
    Authenticates,
    /// 3-D Secure first, and refused behind it.
    AuthenticatesInVain,
    /// A bank account: days later it is known.
    Delayed,
    /// Attaches to a customer, and is declined then.
    DeclinedOnceAttached,
}

/// What comes of it once it was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aftermath {
    Nothing,
    Dispute,
    Inquiry,
    FraudWarning,
    RefundFails,
    RefundPends,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Card {
    /// The name of the test payment method, without `pm_`.
    pub(crate) name: &'static str,
    pub(crate) number: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) brand: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) aftermath: Aftermath,
}

const fn card(name: &'static str, number: &'static str, outcome: Outcome, aftermath: Aftermath) -> Card {
    Card { name, number, kind: "card", brand: "visa", outcome, aftermath }
}

const fn declined(code: &'static str, why: Option<&'static str>, message: &'static str) -> Outcome {
    Outcome::Declined(code, why, message)
}

use Aftermath::{Dispute, FraudWarning, Inquiry, Nothing, RefundFails, RefundPends};
use Outcome::{Authenticates, AuthenticatesInVain, DeclinedOnceAttached, Delayed, Succeeds};

/// As in <https://docs.stripe.com/testing>.
pub(crate) const CARDS: &[Card] = &[
    card("card_visa", "4242424242424242", Succeeds, Nothing),
    Card { brand: "mastercard", ..card("card_mastercard", "5555555555554444", Succeeds, Nothing) },
    card(
        "card_visa_chargeDeclined",
        "4000000000000002",
        declined("card_declined", Some("generic_decline"), "Your card was declined."),
        Nothing,
    ),
    card(
        "card_visa_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        declined("card_declined", Some("insufficient_funds"), "Your card has insufficient funds."),
        Nothing,
    ),
    card(
        "card_visa_chargeDeclinedLostCard",
        "4000000000009987",
        declined("card_declined", Some("lost_card"), "Your card was declined."),
        Nothing,
    ),
    card(
        "card_visa_chargeDeclinedStolenCard",
        "4000000000009979",
        declined("card_declined", Some("stolen_card"), "Your card was declined."),
        Nothing,
    ),
    card(
        "card_chargeDeclinedExpiredCard",
        "4000000000000069",
        declined("expired_card", None, "Your card has expired."),
        Nothing,
    ),
    card(
        "card_chargeDeclinedIncorrectCvc",
        "4000000000000127",
        declined("incorrect_cvc", None, "Your card's security code is incorrect."),
        Nothing,
    ),
    card(
        "card_chargeDeclinedProcessingError",
        "4000000000000119",
        declined("processing_error", None, "An error occurred while processing your card. Try again in a little bit."),
        Nothing,
    ),
    card("card_authenticationRequired", "4000002760003184", Authenticates, Nothing),
    // Of one that is kept for later no more is asked at Stripe; here each time.
    card("card_authenticationRequiredOnSetup", "4000002500003155", Authenticates, Nothing),
    card("card_threeDSecure2Required", "4000000000003220", Authenticates, Nothing),
    card("card_threeDSecureRequiredChargeDeclined", "4000008400001629", AuthenticatesInVain, Nothing),
    card("card_chargeCustomerFail", "4000000000000341", DeclinedOnceAttached, Nothing),
    card("card_createDispute", "4000000000000259", Succeeds, Dispute),
    card("card_createDisputeInquiry", "4000000000001976", Succeeds, Inquiry),
    card("card_createIssuerFraudRecord", "4000000000005423", Succeeds, FraudWarning),
    card("card_refundFail", "4000000000005126", Succeeds, RefundFails),
    card("card_pendingRefund", "4000000000007726", Succeeds, RefundPends),
    Card { kind: "sepa_debit", brand: "", ..card("success_sepa_debit", "AT321904300235473204", Delayed, RefundPends) },
    Card { kind: "sepa_debit", brand: "", ..card("failed_sepa_debit", "AT861904300235473202", Delayed, Nothing) },
];

/// By `pm_card_visa` or by the number.
pub(crate) fn find(said: &str) -> Option<&'static Card> {
    let digits: String = said.chars().filter(|letter| !letter.is_whitespace()).collect();
    let named = said.strip_prefix("pm_").unwrap_or(said);
    CARDS.iter().find(|card| card.name == named || card.number == digits)
}

impl Card {
    pub(crate) fn last4(&self) -> &'static str {
        &self.number[self.number.len() - 4..]
    }

    /// What an object of `payment_method` says of it.
    pub(crate) fn details(&self) -> Value {
        match self.kind {
            "card" => json!({
                "brand": self.brand, "last4": self.last4(), "exp_month": 12, "exp_year": 2034, "funding": "credit",
                "country": "US", "fingerprint": format!("fp{}", self.number),
            }),
            _ => json!({ "last4": self.last4(), "country": "AT", "fingerprint": format!("fp{}", self.number) }),
        }
    }
}
