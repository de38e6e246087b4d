//! Disputes and fraud warnings: what banks do behind a merchant's back.

use serde_json::json;

use crate::{
    error::Refused,
    world::{
        World,
        objects::{Dispute, Intent, Metadata},
    },
};

const TWO_WEEKS: i64 = 14 * 24 * 3600;

impl World {
    /// A bank takes the money back; of an inquiry (`warning_…`) it only asks.
    pub(crate) fn dispute(&mut self, intent: &Intent, status: &str) {
        let Some(charge) = intent.latest_charge.clone() else { return };
        let is_inquiry = status.starts_with("warning");
        let dispute = Dispute {
            id: self.id("du"),
            object: "dispute",
            amount: intent.amount_received,
            charge: charge.clone(),
            created: self.now,
            currency: intent.currency.clone(),
            evidence_details: json!({ "due_by": self.now + TWO_WEEKS, "has_evidence": false, "past_due": false, "submission_count": 0 }),
            is_charge_refundable: is_inquiry,
            livemode: false,
            metadata: Metadata::new(),
            payment_intent: intent.id.clone(),
            reason: "fraudulent",
            status: status.to_owned(),
        };
        if let Some(charge) = self.charges.get_mut(&charge) {
            charge.disputed = true;
        }
        self.disputes.insert(dispute.id.clone(), dispute.clone());
        self.tell("charge.dispute.created", &dispute);
        if !is_inquiry {
            self.tell("charge.dispute.funds_withdrawn", &dispute);
        }
    }

    pub(crate) fn settle_dispute(&mut self, id: &str, status: &str) -> Result<Dispute, Refused> {
        let dispute = self.disputes.get_mut(id).ok_or_else(|| Refused::missing("dispute", id))?;
        let legal = matches!(
            (dispute.status.as_str(), status),
            ("needs_response", "under_review" | "won" | "lost")
                | ("under_review", "won" | "lost")
                | ("warning_needs_response", "warning_under_review" | "warning_closed" | "needs_response")
                | ("warning_under_review", "warning_closed" | "needs_response")
        );
        if !legal {
            return Err(Refused::state(
                "dispute_unexpected_state",
                format!("From {} to {status}: never", dispute.status),
            ));
        }
        let previous = json!({ "status": dispute.status });
        status.clone_into(&mut dispute.status);
        match status {
            "needs_response" => dispute.is_charge_refundable = false,
            // The charge is the merchant's again, who may refund it as any other.
            "won" => dispute.is_charge_refundable = true,
            _ => {}
        }
        let dispute = dispute.clone();
        self.tell_change("charge.dispute.updated", &dispute, Some(previous));
        if matches!(status, "won" | "lost" | "warning_closed") {
            self.tell("charge.dispute.closed", &dispute);
        }
        match status {
            "won" => self.tell("charge.dispute.funds_reinstated", &dispute),
            "needs_response" => self.tell("charge.dispute.funds_withdrawn", &dispute),
            _ => {}
        }
        Ok(dispute)
    }

    pub(crate) fn warn_of_fraud(&mut self, intent: &Intent) {
        let id = self.id("issfr");
        let warning = json!({
            "id": id, "object": "radar.early_fraud_warning", "actionable": true, "charge": intent.latest_charge,
            "created": self.now, "fraud_type": "made_with_stolen_card", "livemode": false, "payment_intent": intent.id,
        });
        self.tell("radar.early_fraud_warning.created", &warning);
    }
}
