//! The customer's side: what happens when somebody pays, authenticates, or a bank has decided.

use serde_json::{Value, json};

use crate::{
    error::Refused,
    world::{
        World,
        cards::{self, Aftermath, Card, Outcome},
        intents::unexpected,
        objects::{Intent, Status},
    },
};

/// What a bank says behind 3-D Secure to a card that is declined there.
const DECLINED: Outcome = Outcome::Declined("card_declined", Some("generic_decline"), "Your card was declined.");
const UNAUTHENTICATED: Outcome = Outcome::Declined(
    "payment_intent_authentication_failure",
    None,
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to \
     attempt to fulfill this PaymentIntent again.",
);

/// To a card that has to be authenticated, and nobody is there.
const UNHEARD: Outcome = Outcome::Declined(
    "authentication_required",
    Some("authentication_required"),
    "Your card was declined. This transaction requires authentication.",
);

impl World {
    pub(crate) fn confirm(&mut self, id: &str, said: Option<&str>, is_away: bool) -> Result<(), Refused> {
        let intent = self.intent(id)?.clone();
        if !intent.status.is_open() {
            let message = format!(
                "You cannot confirm this PaymentIntent because it has a status of {}. Only a PaymentIntent with one of the \
                 following statuses may be confirmed: requires_confirmation, requires_action, requires_payment_method.",
                intent.status.name()
            );
            return Err(unexpected(message, &intent));
        }
        let Some(method) = said.or(intent.payment_method.as_deref()) else {
            let message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
            return Err(unexpected(message.to_owned(), &intent));
        };
        let method = self.method(method)?;
        let card = self.card_of(&method)?;
        let owner = self.methods.get(&method).and_then(|method| method.customer.clone());
        if owner.is_some() && owner != intent.customer {
            let message = "The payment method you provided is attached to a customer, and this PaymentIntent is not that customer's.";
            return Err(Refused::invalid(message).param("payment_method").begun());
        }
        let attached = owner.is_some();
        let intent = self.intent(id)?;
        intent.payment_method = Some(method);
        intent.last_payment_error = None;
        match card.outcome {
            Outcome::DeclinedOnceAttached if attached => self.decide(id, DECLINED),
            Outcome::Succeeds | Outcome::DeclinedOnceAttached => self.decide(id, Outcome::Succeeds),
            Outcome::Declined(..) => self.decide(id, card.outcome),
            Outcome::Authenticates | Outcome::AuthenticatesInVain if is_away => self.decide(id, UNHEARD),
            Outcome::Authenticates | Outcome::AuthenticatesInVain => {
                intent.status = Status::RequiresAction;
                intent.next_action = Some(json!({
                    "type": "use_stripe_sdk",
                    "use_stripe_sdk": { "type": "three_d_secure_redirect", "stripe_js": "https://hooks.stripe.com/redirect" },
                }));
                let intent = intent.clone();
                self.tell("payment_intent.requires_action", &intent);
                Ok(())
            }
            Outcome::Delayed => {
                intent.status = Status::Processing;
                let charge = self.charge(id, "pending", None)?;
                self.tell("charge.pending", &charge);
                let intent = self.intent(id)?.clone();
                self.tell("payment_intent.processing", &intent);
                Ok(())
            }
        }
    }

    /// The customer has come back from his bank.
    pub(crate) fn authenticate(&mut self, id: &str, succeeds: bool) -> Result<(), Refused> {
        let intent = self.intent(id)?.clone();
        if intent.status != Status::RequiresAction {
            return Err(unexpected("It does not wait for authentication.".to_owned(), &intent));
        }
        let card = self.card_of(intent.payment_method.as_deref().unwrap_or_default())?;
        let outcome = match (succeeds, card.outcome) {
            (false, _) => UNAUTHENTICATED,
            (true, Outcome::AuthenticatesInVain) => DECLINED,
            (true, _) => Outcome::Succeeds,
        };
        self.intent(id)?.next_action = None;
        self.decide(id, outcome)
    }

    /// A delayed method has arrived, or has not.
    pub(crate) fn arrive(&mut self, id: &str, succeeds: bool) -> Result<(), Refused> {
        let intent = self.intent(id)?.clone();
        if intent.status != Status::Processing {
            return Err(unexpected("It is not processing.".to_owned(), &intent));
        }
        let failed = Outcome::Declined("payment_method_provider_decline", None, "The payment failed.");
        self.decide(id, if succeeds { Outcome::Succeeds } else { failed })
    }

    /// What the bank says. A refusal is an error for the caller and an event for everybody else.
    fn decide(&mut self, id: &str, outcome: Outcome) -> Result<(), Refused> {
        if let Outcome::Declined(code, why, message) = outcome {
            let charge = self.charge(id, "failed", Some((code, message)))?;
            self.tell("charge.failed", &charge);
            let method = self.intent(id)?.payment_method.take();
            let method = method.and_then(|method| self.methods.get(&method)).map(|method| json!(method));
            let failure: Value = json!({
                "type": "card_error", "code": code, "decline_code": why, "message": message, "charge": charge.id,
                "payment_method": method,
            });
            let intent = self.intent(id)?;
            intent.status = Status::RequiresPaymentMethod;
            intent.last_payment_error = Some(failure);
            let intent = intent.clone();
            self.tell("payment_intent.payment_failed", &intent);
            self.invoice_failed(&intent);
            return Err(Refused::card(code, why, message)
                .with("charge", charge.id)
                .with("payment_intent", json!(intent)));
        }
        let manual = self.intent(id)?.capture_method == "manual";
        let charge = self.charge(id, "succeeded", None)?;
        self.tell("charge.succeeded", &charge);
        let intent = self.intent(id)?;
        let event = if manual {
            intent.status = Status::RequiresCapture;
            intent.amount_capturable = intent.amount;
            "payment_intent.amount_capturable_updated"
        } else {
            intent.status = Status::Succeeded;
            intent.amount_received = intent.amount;
            "payment_intent.succeeded"
        };
        let intent = intent.clone();
        self.tell(event, &intent);
        if intent.setup_future_usage.is_some() && intent.customer.is_some() {
            self.attach_once(intent.payment_method.as_deref(), intent.customer.as_deref());
        }
        if !manual {
            self.aftermath(&intent);
            self.invoice_paid(&intent);
        }
        Ok(())
    }

    /// What some test cards bring with them once they were paid with.
    pub(crate) fn aftermath(&mut self, intent: &Intent) {
        let Some(method) = intent.payment_method.as_deref() else { return };
        match self.card_of(method).map(|card| card.aftermath) {
            Ok(Aftermath::Dispute) => self.dispute(intent, "needs_response"),
            Ok(Aftermath::Inquiry) => self.dispute(intent, "warning_needs_response"),
            Ok(Aftermath::FraudWarning) => self.warn_of_fraud(intent),
            _ => {}
        }
    }

    /// The test payment method that a payment method is one of.
    pub(crate) fn card_of(&self, method: &str) -> Result<&'static Card, Refused> {
        let of = self.methods.get(method).map_or(method, |method| method.of);
        cards::find(of).ok_or_else(|| Refused::missing("PaymentMethod", method).param("payment_method"))
    }
}
