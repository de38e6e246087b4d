//! What truly happened, for whoever checks a shop's books against it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::world::{World, objects::Status};

impl World {
    /// Every intent with its money, and the sums of each currency.
    pub(crate) fn books(&self) -> Value {
        let back = |charge: Option<&String>| -> i64 {
            let of = self.refunds.values().filter(|refund| Some(&refund.charge) == charge);
            of.filter(|it| !matches!(it.status.as_str(), "failed" | "canceled")).map(|refund| refund.amount).sum()
        };
        let taken_back = |charge: Option<&String>| -> i64 {
            let of = self.disputes.values().filter(|dispute| Some(&dispute.charge) == charge);
            of.filter(|it| !it.is_charge_refundable && it.status != "won").map(|dispute| dispute.amount).sum()
        };
        let mut sums: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
        let mut intents = Vec::new();
        for intent in self.intents.values() {
            let charge = intent.latest_charge.as_ref();
            let (refunded, disputed) = (back(charge), taken_back(charge));
            let sum = sums.entry(&intent.currency).or_default();
            let parts = [intent.amount_received, refunded, disputed, intent.amount_received - refunded - disputed];
            for (sum, part) in sum.iter_mut().zip(parts) {
                *sum += part;
            }
            intents.push(json!({
                "id": intent.id, "status": intent.status, "amount": intent.amount, "currency": intent.currency,
                "received": intent.amount_received, "capturable": intent.amount_capturable, "refunded": refunded,
                "disputed": disputed, "metadata": intent.metadata, "invoice": intent.invoice,
            }));
        }
        let sums = sums.into_iter().map(|(currency, [captured, refunded, disputed, balance])| {
            (currency, json!({ "captured": captured, "refunded": refunded, "disputed": disputed, "balance": balance }))
        });
        let succeeded = self.intents.values().filter(|intent| intent.status == Status::Succeeded).count();
        json!({
            "intents": intents, "sums": sums.collect::<BTreeMap<_, _>>(), "succeeded": succeeded,
            "refunds": self.refunds.values().collect::<Vec<_>>(), "events": self.events.len(),
            "failed": self.events.iter().filter(|event| event.delivered == Some(false)).count(),
            "undelivered": self.events.iter().filter(|event| event.delivered != Some(true)).count(),
        })
    }
}
