//! `expand[]`: ids are replaced by the objects that they name.

use serde_json::{Value, json};

use crate::world::{World, objects::Status};

impl World {
    /// Follows a path such as `latest_invoice.confirmation_secret`; what leads nowhere stays as it is.
    pub(crate) fn expand(&self, object: &mut Value, path: &str) {
        let (first, behind) = path.split_once('.').map_or((path, None), |(first, behind)| (first, Some(behind)));
        if first == "data" {
            let entries = object.get_mut("data").and_then(Value::as_array_mut);
            for entry in entries.into_iter().flatten() {
                self.expand(entry, behind.unwrap_or_default());
            }
            return;
        }
        if first == "confirmation_secret" {
            let intent = object.get("id").and_then(Value::as_str).and_then(|id| self.invoices.get(id)?.intent.as_ref());
            let secret = intent.and_then(|intent| self.intents.get(intent)).map(|intent| &intent.client_secret);
            let secret =
                secret.map_or(Value::Null, |secret| json!({ "client_secret": secret, "type": "payment_intent" }));
            if let Some(fields) = object.as_object_mut() {
                fields.insert(first.to_owned(), secret);
            }
            return;
        }
        if first == "payments" {
            let invoice = object.get("id").and_then(Value::as_str).and_then(|id| self.invoices.get(id));
            let payments: Vec<Value> = invoice.and_then(|invoice| Some((invoice, invoice.intent.as_ref()?))).into_iter().map(|(invoice, intent)| {
                let has_paid = self.intents.get(intent).is_some_and(|intent| intent.status == Status::Succeeded);
                let status = if has_paid { "paid" } else if invoice.status == "paid" { "canceled" } else { "open" };
                json!({ "object": "invoice_payment", "status": status, "payment": { "type": "payment_intent", "payment_intent": intent } })
            }).collect();
            if let Some(fields) = object.as_object_mut() {
                fields.insert(first.to_owned(), json!({ "object": "list", "has_more": false, "data": payments }));
            }
            return;
        }
        let Some(field) = object.get_mut(first) else { return };
        if let Some(id) = field.as_str()
            && let Some(found) = self.find(id)
        {
            *field = found;
        }
        if let Some(behind) = behind {
            self.expand(field, behind);
        }
    }

    /// Any object, by its id.
    pub(crate) fn find(&self, id: &str) -> Option<Value> {
        let prefix = id.split_once('_')?.0;
        let found = match prefix {
            "pi" => json!(self.intents.get(id)?),
            "ch" => json!(self.charges.get(id)?),
            "re" => json!(self.refunds.get(id)?),
            "du" => json!(self.disputes.get(id)?),
            "cus" => json!(self.customers.get(id)?),
            "pm" => json!(self.methods.get(id)?),
            "seti" => json!(self.setups.get(id)?),
            "price" => json!(self.prices.get(id)?),
            "sub" => json!(self.subscriptions.get(id)?),
            "in" => json!(self.invoices.get(id)?),
            "evt" => self.events.iter().rev().find(|event| event.id == id)?.body.clone(),
            _ => return None,
        };
        Some(found)
    }
}
