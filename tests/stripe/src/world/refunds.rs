//! Refunds: never more than was taken, and some fail after they had succeeded.

use serde_json::json;

use crate::{
    error::Refused,
    world::{
        World,
        cards::Aftermath,
        objects::{Metadata, Refund},
    },
};

impl World {
    pub(crate) fn refund(
        &mut self,
        charge: &str,
        amount: Option<i64>,
        reason: Option<String>,
        metadata: Metadata,
    ) -> Result<Refund, Refused> {
        let of = self.charges.get(charge).ok_or_else(|| Refused::missing("charge", charge))?.clone();
        if of.amount_captured == 0 {
            let message = format!("Charge {charge} has not been captured: it cannot be refunded");
            return Err(Refused::state("charge_not_refundable", message));
        }
        let left = of.amount_captured - of.amount_refunded;
        if left == 0 {
            return Err(Refused::state(
                "charge_already_refunded",
                format!("Charge {charge} has already been refunded."),
            ));
        }
        let disputed = self.disputes.values().any(|it| it.charge == charge && !it.is_charge_refundable);
        if disputed {
            return Err(Refused::state("charge_disputed", format!("Charge {charge} has been charged back.")));
        }
        let amount = amount.unwrap_or(left);
        if amount < 1 {
            return Err(Refused::state("parameter_invalid_integer", "Invalid positive integer").param("amount"));
        }
        if amount > left {
            let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
            return Err(Refused::invalid(message).param("amount").begun());
        }
        let aftermath =
            of.payment_method.as_deref().and_then(|method| self.card_of(method).ok()).map(|card| card.aftermath);
        let refund = Refund {
            id: self.id("re"),
            object: "refund",
            amount,
            charge: charge.to_owned(),
            created: self.now,
            currency: of.currency.clone(),
            failure_reason: None,
            metadata,
            payment_intent: of.payment_intent.clone(),
            reason,
            status: if aftermath == Some(Aftermath::RefundPends) { "pending" } else { "succeeded" }.to_owned(),
        };
        self.refunds.insert(refund.id.clone(), refund.clone());
        self.tell("refund.created", &refund);
        self.count_refunds(charge, "charge.refunded");
        Ok(refund)
    }

    /// What becomes of a refund later: `succeeded`, `failed`, `canceled`, `requires_action`.
    pub(crate) fn settle_refund(&mut self, id: &str, status: &str) -> Result<Refund, Refused> {
        let refund = self.refunds.get_mut(id).ok_or_else(|| Refused::missing("refund", id))?;
        let legal = matches!(
            (refund.status.as_str(), status),
            ("pending", "succeeded" | "failed" | "requires_action" | "canceled")
                | ("requires_action", "succeeded" | "failed" | "canceled")
                | ("succeeded", "failed")
        );
        if !legal {
            return Err(Refused::state(
                "refund_unexpected_state",
                format!("From {} to {status}: never", refund.status),
            ));
        }
        let previous = json!({ "status": refund.status });
        status.clone_into(&mut refund.status);
        refund.failure_reason = (status == "failed").then(|| "expired_or_canceled_card".to_owned());
        let refund = refund.clone();
        self.tell_change("refund.updated", &refund, Some(previous));
        if status == "failed" {
            self.tell("refund.failed", &refund);
        }
        self.count_refunds(&refund.charge, "charge.updated");
        Ok(refund)
    }

    fn count_refunds(&mut self, charge: &str, event: &str) {
        let of = self.refunds.values().filter(|refund| refund.charge == charge);
        let back: i64 = of.filter(|it| !matches!(it.status.as_str(), "failed" | "canceled")).map(|it| it.amount).sum();
        let Some(charge) = self.charges.get_mut(charge) else { return };
        charge.amount_refunded = back;
        charge.refunded = back == charge.amount_captured;
        let charge = charge.clone();
        self.tell(event, &charge);
    }
}
