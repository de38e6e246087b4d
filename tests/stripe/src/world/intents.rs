//! Payment intents: made, captured, canceled. How they are confirmed stands in `confirm`.

use serde_json::json;

use crate::{
    error::Refused,
    world::{
        World,
        objects::{Intent, Metadata, Status},
        random,
    },
};

/// What an intent is made of.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) capture_method: Option<String>,
    pub(crate) customer: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) receipt_email: Option<String>,
    pub(crate) metadata: Metadata,
    pub(crate) setup_future_usage: Option<String>,
    pub(crate) payment_method: Option<String>,
    pub(crate) automatic: bool,
    pub(crate) invoice: Option<String>,
}

/// Of anything.
const LEAST: i64 = 50;
const MOST: i64 = 99_999_999;

impl World {
    pub(crate) fn make_intent(&mut self, wanted: Wanted) -> Result<String, Refused> {
        amount(wanted.amount, "amount")?;
        if matches!(wanted.currency.as_str(), "bhd" | "jod" | "kwd" | "omr" | "tnd") && wanted.amount % 10 != 0 {
            let message = format!("Invalid amount: amounts in {} must be divisible by 10", wanted.currency);
            return Err(Refused::invalid(message).param("amount"));
        }
        if matches!(wanted.currency.as_str(), "isk" | "ugx") && wanted.amount % 100 != 0 {
            let message = format!("Invalid amount: amounts in {} must be divisible by 100", wanted.currency);
            return Err(Refused::invalid(message).param("amount"));
        }
        self.customer_is_there(wanted.customer.as_deref())?;
        let payment_method = match wanted.payment_method {
            Some(said) => Some(self.method(&said)?),
            None => None,
        };
        let id = self.id("pi");
        let intent = Intent {
            object: "payment_intent",
            amount: wanted.amount,
            amount_capturable: 0,
            amount_received: 0,
            automatic_payment_methods: wanted
                .automatic
                .then(|| json!({ "allow_redirects": "always", "enabled": true })),
            canceled_at: None,
            cancellation_reason: None,
            capture_method: wanted.capture_method.unwrap_or_else(|| "automatic_async".to_owned()),
            client_secret: format!("{id}_secret_{}", random(24)),
            confirmation_method: "automatic",
            created: self.now,
            currency: wanted.currency,
            customer: wanted.customer,
            description: wanted.description,
            last_payment_error: None,
            latest_charge: None,
            livemode: false,
            metadata: wanted.metadata,
            next_action: None,
            payment_method_types: vec!["card", "sepa_debit"],
            receipt_email: wanted.receipt_email,
            setup_future_usage: wanted.setup_future_usage,
            status: if payment_method.is_some() { Status::RequiresConfirmation } else { Status::RequiresPaymentMethod },
            payment_method,
            invoice: wanted.invoice,
            id: id.clone(),
        };
        self.tell("payment_intent.created", &intent);
        self.intents.insert(id.clone(), intent);
        Ok(id)
    }

    /// Takes what was promised, or part of it; what is not taken is let go.
    pub(crate) fn capture(&mut self, id: &str, part: Option<i64>) -> Result<(), Refused> {
        let intent = self.intent(id)?;
        if intent.status != Status::RequiresCapture {
            let message = format!(
                "This PaymentIntent could not be captured because it has a status of {}. Only a PaymentIntent with one of the \
                 following statuses may be captured: requires_capture.",
                intent.status.name()
            );
            return Err(unexpected(message, intent));
        }
        let taken = part.unwrap_or(intent.amount_capturable);
        if taken > intent.amount_capturable {
            let message = format!(
                "The amount to capture ({taken}) is greater than the capturable amount ({})",
                intent.amount_capturable
            );
            return Err(Refused::state("amount_too_large", message).param("amount_to_capture"));
        }
        if taken < 1 {
            return Err(
                Refused::state("parameter_invalid_integer", "Invalid positive integer").param("amount_to_capture")
            );
        }
        intent.amount_received = taken;
        intent.amount_capturable = 0;
        intent.status = Status::Succeeded;
        let intent = intent.clone();
        if let Some(charge) = intent.latest_charge.as_ref().and_then(|charge| self.charges.get_mut(charge)) {
            charge.captured = true;
            charge.amount_captured = taken;
            let charge = charge.clone();
            self.tell("charge.captured", &charge);
        }
        self.tell("payment_intent.succeeded", &intent);
        self.aftermath(&intent);
        Ok(())
    }

    pub(crate) fn cancel(&mut self, id: &str, reason: Option<String>) -> Result<(), Refused> {
        let now = self.now;
        let intent = self.intent(id)?;
        if !intent.status.is_open() && intent.status != Status::RequiresCapture {
            let message = format!(
                "You cannot cancel this PaymentIntent because it has a status of {}. Only a PaymentIntent with one of the \
                 following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, \
                 requires_action.",
                intent.status.name()
            );
            return Err(unexpected(message, intent));
        }
        intent.status = Status::Canceled;
        intent.canceled_at = Some(now);
        intent.cancellation_reason = reason;
        intent.amount_capturable = 0;
        intent.next_action = None;
        let intent = intent.clone();
        self.tell("payment_intent.canceled", &intent);
        Ok(())
    }
}

pub(crate) fn unexpected(message: String, intent: &Intent) -> Refused {
    let intent = serde_json::to_value(intent).unwrap_or_default();
    Refused::state("payment_intent_unexpected_state", message).with("payment_intent", intent)
}

fn amount(amount: i64, param: &str) -> Result<(), Refused> {
    if amount < LEAST {
        let message = format!("Amount must be at least {LEAST} in the smallest unit of the currency");
        return Err(Refused::invalid(message).code("amount_too_small").param(param));
    }
    if amount > MOST {
        return Err(Refused::invalid(format!("Amount must be no more than {MOST}"))
            .code("amount_too_large")
            .param(param));
    }
    Ok(())
}
