//! `pp_system_default`: paying elsewhere, by transfer or in cash. It promises at once and takes when it is told.

use async_trait::async_trait;
use http::HeaderMap;
use money::Amount;
use secrecy::SecretString;

use crate::{
    Account, Before, Call, Capturing, Doubt, Envelope, Fact, NotTaken, Objects, Outcome, Page, Planned, Provider,
    Question, Reading, Refund, Session, Settled, Since, Swept, Unplannable, Want, label, rank,
};

/// The provider that needs nobody.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl System {
    /// Its id.
    pub const ID: &str = "pp_system_default";
}

#[async_trait]
impl Provider for System {
    fn id(&self) -> &str {
        Self::ID
    }

    fn plan(&self, want: &Want, attempt: &str) -> Result<Planned, Unplannable> {
        let fact = match want {
            Want::Intent { amount, currency, capture, labels, .. } => {
                let reference = labels.get(label::SESSION).map_or(attempt, String::as_str);
                let (status, capturable, received) = match capture {
                    Capturing::Automatic => ("succeeded", Amount::zero(), amount.clone()),
                    Capturing::Manual => ("requires_capture", amount.clone(), Amount::zero()),
                };
                session(reference, status, amount, currency, capturable, received)
            }
            Want::CancelIntent { intent } => {
                let nothing = Amount::zero();
                session(intent, "canceled", &nothing, "", nothing.clone(), nothing.clone())
            }
            Want::Capture { intent, amount, currency } => {
                session(intent, "succeeded", amount, currency, Amount::zero(), amount.clone())
            }
            Want::Refund { intent, amount, currency, labels, .. } => {
                let reference = labels.get(label::REFUND).map_or(attempt, String::as_str);
                Fact::Refund(Refund {
                    reference: reference.to_owned(),
                    intent: Some(intent.clone()),
                    status: "succeeded".to_owned(),
                    rank: rank::refund("succeeded"),
                    amount: amount.clone(),
                    currency: currency.clone(),
                    failure: None,
                    labels: labels.clone(),
                })
            }
            _ => return Err(Unplannable::Unsupported),
        };
        Ok(Planned::Done(vec![fact]))
    }

    async fn send(&self, _: &Account, _: &Call, _: Before) -> Outcome {
        // Nothing is ever planned that would be sent.
        let settled = Settled::Unknown(Doubt::Unreachable);
        Outcome { settled, tries: 0, http_status: None, request: None, was_replayed: false }
    }

    async fn look_up(&self, _: &Account, _: &Question) -> Result<Vec<Fact>, Doubt> {
        Ok(Vec::new())
    }

    async fn events(&self, _: &Account, _: &Since) -> Result<Page<Swept>, Doubt> {
        Ok(Page::default())
    }

    async fn objects(&self, _: &Account, _: Objects, _: i64, _: Option<&str>) -> Result<Page<Fact>, Doubt> {
        Ok(Page::default())
    }

    fn glance(&self, _: &HeaderMap, _: i64) -> Result<(), NotTaken> {
        Err(NotTaken::NoSignature)
    }

    fn verify(&self, _: &HeaderMap, _: &[u8], _: &[SecretString], _: i64) -> Result<Envelope, NotTaken> {
        // Nobody tells of it.
        Err(NotTaken::NoSignature)
    }

    fn read(&self, _: &[u8]) -> Reading {
        Reading::Ignored
    }
}

fn session(
    reference: &str,
    status: &str,
    amount: &Amount,
    currency: &str,
    capturable: Amount,
    received: Amount,
) -> Fact {
    Fact::Session(Session {
        reference: reference.to_owned(),
        rank: rank::session(status),
        status: status.to_owned(),
        amount: amount.clone(),
        currency: currency.to_owned(),
        capturable,
        received,
        customer: None,
        method: None,
        charge: None,
        failure: None,
        labels: crate::Labels::new(),
        data: crate::Data::default(),
    })
}
