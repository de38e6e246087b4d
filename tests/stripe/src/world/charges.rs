//! Charges: what a try to pay leaves behind.

use serde_json::json;

use crate::{
    error::Refused,
    world::{World, objects::Charge},
};

impl World {
    /// The charge of an intent as it is now: a new one, or the pending one that is decided.
    pub(crate) fn charge(
        &mut self,
        intent: &str,
        status: &'static str,
        failure: Option<(&str, &str)>,
    ) -> Result<Charge, Refused> {
        let of = self.intent(intent)?.clone();
        let pending =
            of.latest_charge.clone().filter(|id| self.charges.get(id).is_some_and(|it| it.status == "pending"));
        let captured = status == "succeeded" && of.capture_method != "manual";
        let method = of.payment_method.clone();
        let card = method.as_deref().and_then(|method| self.card_of(method).ok());
        let charge = Charge {
            id: pending.unwrap_or_else(|| self.id("ch")),
            object: "charge",
            amount: of.amount,
            amount_captured: if captured { of.amount } else { 0 },
            amount_refunded: 0,
            captured,
            created: self.now,
            currency: of.currency,
            customer: of.customer,
            disputed: false,
            failure_code: failure.map(|(code, _)| code.to_owned()),
            failure_message: failure.map(|(_, message)| message.to_owned()),
            livemode: false,
            metadata: of.metadata,
            paid: status == "succeeded",
            payment_intent: of.id,
            payment_method: method,
            payment_method_details: card
                .map_or(json!({}), |card| json!({ "type": card.kind, card.kind: card.details() })),
            refunded: false,
            status,
        };
        self.charges.insert(charge.id.clone(), charge.clone());
        self.intent(intent)?.latest_charge = Some(charge.id.clone());
        Ok(charge)
    }
}
