//! Subscriptions and their invoices, as far as a shop meets them: the first invoice is paid by its intent, later ones by
//! whoever plays the time (`/_test/subscriptions`).

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    error::Refused,
    world::{
        World,
        intents::Wanted,
        objects::{Intent, Metadata},
    },
};

const DAY: i64 = 24 * 3600;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Price {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) active: bool,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) product: String,
    pub(crate) recurring: Value,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) unit_amount: i64,
    #[serde(skip)]
    pub(crate) days: i64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) cancel_at: Option<i64>,
    pub(crate) cancel_at_period_end: bool,
    pub(crate) canceled_at: Option<i64>,
    pub(crate) collection_method: &'static str,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) customer: String,
    pub(crate) default_payment_method: Option<String>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) items: Value,
    pub(crate) latest_invoice: Option<String>,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) pause_collection: Option<Value>,
    pub(crate) pending_setup_intent: Option<String>,
    pub(crate) start_date: i64,
    pub(crate) status: String,
    pub(crate) trial_end: Option<i64>,
    pub(crate) trial_start: Option<i64>,
    #[serde(skip)]
    pub(crate) item: String,
    #[serde(skip)]
    pub(crate) price: String,
    #[serde(skip)]
    pub(crate) quantity: i64,
    #[serde(skip)]
    pub(crate) period: (i64, i64),
    #[serde(skip)]
    pub(crate) ends_without_card: bool,
    /// What a coupon takes off, in percent.
    #[serde(skip)]
    pub(crate) percent_off: i64,
    /// What the customer has to his credit after a smaller price took the place of a greater one.
    #[serde(skip)]
    pub(crate) credit: i64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Invoice {
    pub(crate) id: String,
    pub(crate) object: &'static str,
    pub(crate) amount_due: i64,
    pub(crate) amount_paid: i64,
    pub(crate) amount_remaining: i64,
    pub(crate) attempt_count: i64,
    pub(crate) billing_reason: &'static str,
    pub(crate) collection_method: &'static str,
    pub(crate) created: i64,
    pub(crate) currency: String,
    pub(crate) customer: String,
    pub(crate) hosted_invoice_url: String,
    pub(crate) lines: Value,
    pub(crate) livemode: bool,
    pub(crate) metadata: Metadata,
    pub(crate) number: Option<String>,
    pub(crate) parent: Value,
    pub(crate) period_end: i64,
    pub(crate) period_start: i64,
    pub(crate) status: String,
    pub(crate) subtotal: i64,
    pub(crate) total: i64,
    #[serde(skip)]
    pub(crate) intent: Option<String>,
    #[serde(skip)]
    pub(crate) subscription: String,
}

/// What a subscription is made of.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) customer: String,
    pub(crate) price: String,
    pub(crate) quantity: i64,
    pub(crate) trial_days: Option<i64>,
    pub(crate) ends_without_card: bool,
    pub(crate) metadata: Metadata,
}

/// A line of an invoice.
#[derive(Debug, Clone)]
pub(crate) struct Charged {
    pub(crate) price: Price,
    pub(crate) amount: i64,
    pub(crate) quantity: i64,
    /// A share of a period, or what is given back of one.
    pub(crate) proration: bool,
}

impl World {
    pub(crate) fn make_price(
        &mut self,
        currency: String,
        unit_amount: i64,
        every: (String, i64),
        metadata: Metadata,
    ) -> Price {
        let (interval, count) = every;
        let days = count
            * match interval.as_str() {
                "day" => 1,
                "week" => 7,
                "month" => 30,
                _ => 365,
            };
        let price = Price {
            id: self.id("price"),
            object: "price",
            active: true,
            created: self.now,
            currency,
            livemode: false,
            metadata,
            product: self.id("prod"),
            recurring: json!({ "interval": interval, "interval_count": count, "usage_type": "licensed" }),
            kind: "recurring",
            unit_amount,
            days,
        };
        self.prices.insert(price.id.clone(), price.clone());
        self.tell("price.created", &price);
        price
    }

    pub(crate) fn price(&self, id: &str) -> Result<Price, Refused> {
        self.prices.get(id).cloned().ok_or_else(|| Refused::missing("price", id).param("items[0][price]"))
    }

    pub(crate) fn subscription(&mut self, id: &str) -> Result<&mut Subscription, Refused> {
        self.subscriptions.get_mut(id).ok_or_else(|| Refused::missing("subscription", id))
    }

    pub(crate) fn subscribe(&mut self, plan: Plan) -> Result<String, Refused> {
        self.customer_is_there(Some(&plan.customer))?;
        let price = self.price(&plan.price)?;
        let trial_end = plan.trial_days.map(|days| self.now + days * DAY);
        // Nothing is paid yet, so a card is asked for by a setup of its own.
        let pending_setup_intent = match trial_end {
            Some(_) => Some(self.make_setup(Some(plan.customer.clone()), None, true, Metadata::new())?.id),
            None => None,
        };
        let subscription = Subscription {
            id: self.id("sub"),
            object: "subscription",
            cancel_at: None,
            cancel_at_period_end: false,
            canceled_at: None,
            collection_method: "charge_automatically",
            created: self.now,
            currency: price.currency.clone(),
            customer: plan.customer,
            default_payment_method: None,
            ended_at: None,
            items: Value::Null,
            latest_invoice: None,
            livemode: false,
            metadata: plan.metadata,
            pause_collection: None,
            pending_setup_intent,
            start_date: self.now,
            status: if trial_end.is_some() { "trialing" } else { "incomplete" }.to_owned(),
            trial_end,
            trial_start: trial_end.map(|_| self.now),
            item: self.id("si"),
            price: price.id.clone(),
            quantity: plan.quantity,
            period: (self.now, trial_end.unwrap_or(self.now + price.days * DAY)),
            ends_without_card: plan.ends_without_card,
            percent_off: 0,
            credit: 0,
        };
        let id = subscription.id.clone();
        self.subscriptions.insert(id.clone(), subscription);
        self.show_items(&id)?;
        let subscription = self.subscription(&id)?.clone();
        self.tell("customer.subscription.created", &subscription);
        let amount = if trial_end.is_some() { 0 } else { price.unit_amount * plan.quantity };
        let whole = Charged { price, amount, quantity: plan.quantity, proration: false };
        self.invoice(&id, "subscription_create", vec![whole])?;
        Ok(id)
    }

    /// Writes what the item is now into the subscription.
    pub(crate) fn show_items(&mut self, id: &str) -> Result<(), Refused> {
        let subscription = self.subscription(id)?.clone();
        let price = self.price(&subscription.price)?;
        self.subscription(id)?.items = json!({ "object": "list", "has_more": false, "data": [{
            "id": subscription.item, "object": "subscription_item", "price": price, "quantity": subscription.quantity,
            "current_period_start": subscription.period.0, "current_period_end": subscription.period.1, "subscription": id,
        }]});
        Ok(())
    }

    /// An invoice of these lines; one of nothing is paid at once.
    pub(crate) fn invoice(&mut self, id: &str, reason: &'static str, lines: Vec<Charged>) -> Result<String, Refused> {
        let of = self.subscription(id)?.clone();
        let subtotal: i64 = lines.iter().map(|line| line.amount).sum();
        let total = subtotal - subtotal.max(0) * of.percent_off / 100;
        let due = (total - of.credit).max(0);
        self.subscription(id)?.credit -= total - due;
        let invoice = self.id("in");
        let intent = if due == 0 {
            None
        } else {
            let wanted = Wanted {
                amount: due,
                currency: of.currency.clone(),
                customer: Some(of.customer.clone()),
                setup_future_usage: Some("off_session".to_owned()),
                automatic: true,
                invoice: Some(invoice.clone()),
                ..Wanted::default()
            };
            Some(self.make_intent(wanted)?)
        };
        let mut shown = Vec::new();
        for line in lines {
            shown.push(json!({
                "id": self.id("il"), "object": "line_item", "amount": line.amount, "currency": of.currency, "quantity": line.quantity,
                "period": { "start": of.period.0, "end": of.period.1 },
                "parent": { "type": "subscription_item_details", "subscription_item_details": {
                    "subscription": id, "subscription_item": of.item, "proration": line.proration
                } },
                "pricing": { "type": "price_details", "price_details": { "price": line.price.id, "product": line.price.product } },
            }));
        }
        let number = format!("D-{:04}", self.invoices.len() + 1);
        let made = Invoice {
            id: invoice.clone(),
            object: "invoice",
            amount_due: due,
            amount_paid: 0,
            amount_remaining: due,
            attempt_count: 0,
            billing_reason: reason,
            collection_method: "charge_automatically",
            created: self.now,
            currency: of.currency.clone(),
            customer: of.customer.clone(),
            hosted_invoice_url: format!("https://invoice.stripe.com/i/double/{invoice}"),
            lines: json!({ "object": "list", "has_more": false, "data": shown }),
            livemode: false,
            metadata: Metadata::new(),
            number: Some(number),
            parent: json!({ "type": "subscription_details", "subscription_details": { "subscription": id, "metadata": of.metadata } }),
            period_end: of.period.1,
            period_start: of.period.0,
            status: "open".to_owned(),
            subtotal,
            total,
            intent,
            subscription: id.to_owned(),
        };
        self.tell("invoice.created", &made);
        self.tell("invoice.finalized", &made);
        self.invoices.insert(invoice.clone(), made);
        self.subscription(id)?.latest_invoice = Some(invoice.clone());
        if due == 0 {
            self.pay(&invoice);
        }
        Ok(invoice)
    }

    /// An intent of an invoice has succeeded: so the invoice is paid, and its subscription runs.
    pub(crate) fn invoice_paid(&mut self, intent: &Intent) {
        let Some(invoice) = intent.invoice.clone() else { return };
        self.pay(&invoice);
        let subscription = self.invoices.get(&invoice).map(|invoice| invoice.subscription.clone()).unwrap_or_default();
        if let Some(of) = self.subscriptions.get_mut(&subscription) {
            of.default_payment_method = intent.payment_method.clone().or_else(|| of.default_payment_method.take());
        }
        self.move_to(&subscription, &["incomplete", "past_due", "unpaid", "trialing"], "active");
    }

    /// A setup has succeeded: if a subscription waited for it, later invoices are paid with what it keeps.
    pub(crate) fn method_kept(&mut self, setup: &str, method: Option<String>) {
        let waits = |of: &&mut Subscription| of.pending_setup_intent.as_deref() == Some(setup);
        let Some(of) = self.subscriptions.values_mut().find(waits) else { return };
        of.pending_setup_intent = None;
        of.default_payment_method = method;
        let of = of.clone();
        self.tell_change("customer.subscription.updated", &of, Some(json!({ "pending_setup_intent": setup })));
    }

    pub(crate) fn invoice_failed(&mut self, intent: &Intent) {
        let Some(invoice) = intent.invoice.as_ref().and_then(|id| self.invoices.get_mut(id)) else { return };
        invoice.attempt_count += 1;
        let invoice = invoice.clone();
        self.tell("invoice.payment_failed", &invoice);
        self.move_to(&invoice.subscription, &["active", "trialing"], "past_due");
    }

    fn pay(&mut self, invoice: &str) {
        let Some(invoice) = self.invoices.get_mut(invoice) else { return };
        invoice.amount_paid = invoice.amount_due;
        invoice.amount_remaining = 0;
        "paid".clone_into(&mut invoice.status);
        let invoice = invoice.clone();
        self.tell("invoice.paid", &invoice);
        self.tell("invoice.payment_succeeded", &invoice);
    }

    /// Changes the status, if it is one of these, and tells of it.
    pub(crate) fn move_to(&mut self, id: &str, from: &[&str], to: &str) {
        let now = self.now;
        let Some(of) = self.subscriptions.get_mut(id).filter(|of| from.contains(&of.status.as_str())) else { return };
        let previous = json!({ "status": of.status });
        to.clone_into(&mut of.status);
        let is_over = matches!(to, "canceled" | "incomplete_expired");
        if is_over {
            of.ended_at = Some(now);
            of.canceled_at = of.canceled_at.or(Some(now));
        }
        let of = of.clone();
        if to == "canceled" {
            self.tell("customer.subscription.deleted", &of);
        } else {
            self.tell_change("customer.subscription.updated", &of, Some(previous));
        }
    }

    pub(crate) fn cancel_subscription(&mut self, id: &str) -> Result<(), Refused> {
        let of = self.subscription(id)?;
        if matches!(of.status.as_str(), "canceled" | "incomplete_expired") {
            return Err(Refused::missing("subscription", id));
        }
        self.move_to(id, &["incomplete", "trialing", "active", "past_due", "unpaid", "paused"], "canceled");
        Ok(())
    }

    /// The period is over: a new invoice, paid or not; or the end, if that was wanted.
    pub(crate) fn renew(&mut self, id: &str, pays: bool) -> Result<(), Refused> {
        self.renew_by(id, Some(if pays { "pm_card_visa" } else { "pm_card_visa_chargeDeclined" }))
    }

    /// The same with what is kept; without anything it is not paid.
    fn renew_by(&mut self, id: &str, method: Option<&str>) -> Result<(), Refused> {
        let of = self.subscription(id)?;
        let has_no_card = of.status == "trialing" && of.pending_setup_intent.is_some() && method.is_none();
        if of.cancel_at_period_end || (has_no_card && of.ends_without_card) {
            return self.cancel_subscription(id);
        }
        let price = self.price(&self.subscriptions[id].price.clone())?;
        let of = self.subscription(id)?;
        of.period = (of.period.1, of.period.1 + price.days * DAY);
        let (was, is_paused, quantity) = (of.status.clone(), of.pause_collection.is_some(), of.quantity);
        self.show_items(id)?;
        let of = self.subscription(id)?;
        if was == "trialing" {
            "active".clone_into(&mut of.status);
        }
        let of = of.clone();
        self.tell_change("customer.subscription.updated", &of, Some(json!({ "status": was })));
        let whole = Charged { amount: price.unit_amount * quantity, price, quantity, proration: false };
        let invoice = self.invoice(id, "subscription_cycle", vec![whole])?;
        if is_paused {
            self.void(&invoice);
            return Ok(());
        }
        self.charge_invoice(&invoice, method.unwrap_or("pm_card_visa_chargeDeclined"));
        Ok(())
    }

    /// Takes an invoice's money by what is kept.
    pub(crate) fn charge_invoice(&mut self, invoice: &str, method: &str) {
        let intent = self.invoices.get(invoice).and_then(|invoice| invoice.intent.clone());
        if let Some(intent) = intent {
            let _ = self.confirm(&intent, Some(method), true);
        }
    }

    /// Nobody pays it any more.
    pub(crate) fn void(&mut self, invoice: &str) {
        let Some(invoice) = self.invoices.get_mut(invoice).filter(|it| it.status == "open") else { return };
        "void".clone_into(&mut invoice.status);
        let invoice = invoice.clone();
        self.tell("invoice.voided", &invoice);
    }

    /// Time has passed: periods and trials that are over are charged, pauses end.
    pub(crate) fn bill(&mut self) {
        loop {
            let now = self.now;
            let rests = |of: &&mut Subscription| {
                of.pause_collection.as_ref().and_then(|pause| pause["resumes_at"].as_i64()).is_some_and(|at| at <= now)
            };
            if let Some(of) = self.subscriptions.values_mut().find(rests) {
                of.pause_collection = None;
                let of = of.clone();
                self.tell("customer.subscription.updated", &of);
            }
            let is_due = |of: &&Subscription| {
                of.period.1 <= now && matches!(of.status.as_str(), "trialing" | "active" | "past_due")
            };
            let Some(due) =
                self.subscriptions.values().find(is_due).map(|of| (of.id.clone(), of.default_payment_method.clone()))
            else {
                return;
            };
            let (id, method) = due;
            if self.renew_by(&id, method.as_deref()).is_err() {
                return;
            }
        }
    }

    /// Another price, or another number of it. Where it is paid as often, what is left of the period costs more or less, if that is wanted:
    /// what is more is charged at once, what is less is to the customer's credit. Where it is not, a new period begins and is charged.
    pub(crate) fn charge_change(&mut self, id: &str, was: &Subscription, prorates: bool) -> Result<(), Refused> {
        let (before, after) = (self.price(&was.price)?, self.price(&self.subscriptions[id].price.clone())?);
        if was.status == "trialing" {
            return Ok(());
        }
        let (begin, end) = was.period;
        let (remains, length) = ((end - self.now).clamp(0, end - begin), (end - begin).max(1));
        let left = |amount: i64| (amount * remains + length / 2) / length;
        let quantity = self.subscriptions[id].quantity;
        let (unused, whole) = (left(before.unit_amount * was.quantity), after.unit_amount * quantity);
        let begins_anew = before.days != after.days;
        let rest = if begins_anew { whole } else { left(whole) };
        let mut lines = Vec::new();
        if prorates {
            lines.push(Charged { price: before, amount: -unused, quantity: was.quantity, proration: true });
        }
        if begins_anew {
            let period = (self.now, self.now + after.days * DAY);
            self.subscription(id)?.period = period;
            self.show_items(id)?;
        }
        if prorates || begins_anew {
            lines.push(Charged { price: after, amount: rest, quantity, proration: !begins_anew });
        }
        if lines.iter().map(|line| line.amount).sum::<i64>() == 0 {
            return Ok(());
        }
        let invoice = self.invoice(id, "subscription_update", lines)?;
        if let Some(method) = was.default_payment_method.as_deref() {
            self.charge_invoice(&invoice, method);
        }
        Ok(())
    }

    /// The last invoice is paid, and not by its intent.
    pub(crate) fn paid_elsewhere(&mut self, id: &str) -> Result<(), Refused> {
        let invoice = self.subscription(id)?.latest_invoice.clone().unwrap_or_default();
        self.pay(&invoice);
        self.move_to(id, &["incomplete", "past_due", "unpaid"], "active");
        Ok(())
    }

    /// Somebody sells a price, or sells it no more.
    pub(crate) fn sell_price(&mut self, id: &str, active: bool) -> Result<(), Refused> {
        let price = self.prices.get_mut(id).ok_or_else(|| Refused::missing("price", id))?;
        price.active = active;
        let price = price.clone();
        self.tell("price.updated", &price);
        Ok(())
    }
}
