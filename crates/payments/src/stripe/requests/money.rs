//! Intents and refunds.

use std::{collections::HashMap, str::FromStr};

use money::Amount;
use stripe_client_core::RequestBuilder;
use stripe_core::{
    payment_intent::{
        CancelPaymentIntent, CapturePaymentIntent, CreatePaymentIntent, CreatePaymentIntentAutomaticPaymentMethods,
        CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects, CreatePaymentIntentOffSession,
    },
    refund::{CreateRefund, CreateRefundReason},
};
use stripe_shared::{PaymentIntentCaptureMethod, PaymentIntentSetupFutureUsage};
use stripe_types::Currency;

use super::{built, labelled, reference};
use crate::{Capturing, Keep, Pays, RefundReason, Unplannable, Want, stripe::currency::to_minor};

/// What answers say of the charge, so that nobody has to ask again.
const CHARGE: &str = "latest_charge";

pub(super) fn intent(want: &Want, attempt: &str) -> Result<RequestBuilder, Unplannable> {
    let Want::Intent { amount, currency, capture, customer, keep, pays, labels } = want else {
        return Err(Unplannable::Unsupported);
    };
    let capture = match capture {
        Capturing::Automatic => PaymentIntentCaptureMethod::AutomaticAsync,
        Capturing::Manual => PaymentIntentCaptureMethod::Manual,
    };
    let minor = to_minor(amount, currency)?;
    let mut methods = CreatePaymentIntentAutomaticPaymentMethods::new(true);
    if matches!(pays, Some(Pays::Here(_) | Pays::Away(_))) {
        // Nobody is there who could be led anywhere, or he is led by the page that he is on.
        methods.allow_redirects = Some(CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects::Never);
    }
    let mut request = CreatePaymentIntent::new(minor, known(currency)?)
        .automatic_payment_methods(methods)
        .capture_method(capture)
        .metadata(labelled(labels, attempt))
        .expand(vec![CHARGE.to_owned()]);
    if let Some(customer) = customer {
        request = request.customer(reference(customer)?);
    }
    request = match pays {
        None => request,
        Some(Pays::Chosen(method)) => request.payment_method(reference(method)?),
        Some(Pays::Here(method)) => request.payment_method(reference(method)?).confirm(true),
        Some(Pays::Away(method)) => request
            .payment_method(reference(method)?)
            .confirm(true)
            .off_session(CreatePaymentIntentOffSession::Bool(true)),
    };
    request = match keep {
        None => request,
        Some(Keep::OnSession) => request.setup_future_usage(PaymentIntentSetupFutureUsage::OnSession),
        Some(Keep::OffSession) => request.setup_future_usage(PaymentIntentSetupFutureUsage::OffSession),
    };
    Ok(built(&request))
}

pub(super) fn cancel(intent: &str) -> RequestBuilder {
    built(&CancelPaymentIntent::new(intent).expand(vec![CHARGE.to_owned()]))
}

pub(super) fn capture(intent: &str, amount: &Amount, currency: &str) -> Result<RequestBuilder, Unplannable> {
    let request = CapturePaymentIntent::new(intent).amount_to_capture(to_minor(amount, currency)?);
    Ok(built(&request.expand(vec![CHARGE.to_owned()])))
}

pub(super) fn refund(
    intent: &str,
    amount: &Amount,
    currency: &str,
    reason: Option<RefundReason>,
    labels: HashMap<String, String>,
) -> Result<RequestBuilder, Unplannable> {
    let request = CreateRefund::new().payment_intent(intent).amount(to_minor(amount, currency)?).metadata(labels);
    let reason = reason.map(|reason| match reason {
        RefundReason::Duplicate => CreateRefundReason::Duplicate,
        RefundReason::Fraudulent => CreateRefundReason::Fraudulent,
        RefundReason::RequestedByCustomer => CreateRefundReason::RequestedByCustomer,
    });
    Ok(built(&match reason {
        Some(reason) => request.reason(reason),
        None => request,
    }))
}

/// A currency that async-stripe knows, as Stripe does.
pub(super) fn known(currency: &str) -> Result<Currency, Unplannable> {
    match Currency::from_str(currency) {
        Ok(known) if !matches!(known, Currency::Unknown(_)) => Ok(known),
        _ => Err(Unplannable::Currency(currency.to_owned())),
    }
}
