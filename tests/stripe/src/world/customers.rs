//! Customers and the payment methods that are kept for them.

use serde_json::json;

use crate::{
    error::Refused,
    world::{
        World, cards,
        objects::{Customer, Metadata, Method},
    },
};

impl World {
    pub(crate) fn make_customer(
        &mut self,
        email: Option<String>,
        name: Option<String>,
        phone: Option<String>,
        description: Option<String>,
        metadata: Metadata,
    ) -> Customer {
        let customer = Customer {
            id: self.id("cus"),
            object: "customer",
            created: self.now,
            description,
            email,
            invoice_settings: json!({ "default_payment_method": null }),
            livemode: false,
            metadata,
            name,
            phone,
        };
        self.customers.insert(customer.id.clone(), customer.clone());
        self.tell("customer.created", &customer);
        customer
    }

    pub(crate) fn delete_customer(&mut self, id: &str) -> Result<(), Refused> {
        let customer = self.customers.remove(id).ok_or_else(|| Refused::missing("customer", id))?;
        self.gone.insert(id.to_owned());
        let theirs: Vec<String> =
            self.methods.values().filter(|it| it.customer.as_deref() == Some(id)).map(|it| it.id.clone()).collect();
        for method in theirs {
            self.detach(&method)?;
        }
        self.tell("customer.deleted", &customer);
        Ok(())
    }

    /// A payment method of the account: `pm_card_visa` makes a new one each time, as at Stripe.
    pub(crate) fn method(&mut self, said: &str) -> Result<String, Refused> {
        if self.methods.contains_key(said) {
            return Ok(said.to_owned());
        }
        let card = cards::find(said).ok_or_else(|| Refused::missing("PaymentMethod", said).param("payment_method"))?;
        let method = Method {
            id: self.id("pm"),
            object: "payment_method",
            kind: card.kind,
            card: (card.kind == "card").then(|| card.details()),
            sepa_debit: (card.kind == "sepa_debit").then(|| card.details()),
            created: self.now,
            customer: None,
            livemode: false,
            metadata: Metadata::new(),
            of: card.name,
        };
        let id = method.id.clone();
        self.methods.insert(id.clone(), method);
        Ok(id)
    }

    /// It does as another card from now on.
    pub(crate) fn becomes(&mut self, method: &str, card: &str) -> Result<(), Refused> {
        let card = cards::find(card).ok_or_else(|| Refused::missing("PaymentMethod", card))?;
        let method = self.methods.get_mut(method).ok_or_else(|| Refused::missing("PaymentMethod", method))?;
        method.of = card.name;
        Ok(())
    }

    pub(crate) fn attach(&mut self, method: &str, customer: &str) -> Result<Method, Refused> {
        self.customer_is_there(Some(customer))?;
        let id = self.method(method)?;
        let Some(method) = self.methods.get_mut(&id) else { return Err(Refused::missing("PaymentMethod", method)) };
        if method.customer.as_deref().is_some_and(|other| other != customer) {
            let message = "The payment method you provided has already been attached to a customer.";
            return Err(Refused::state("payment_method_already_attached", message));
        }
        method.customer = Some(customer.to_owned());
        let method = method.clone();
        self.tell("payment_method.attached", &method);
        Ok(method)
    }

    /// What a payment for later leaves behind, if it does not hang there already.
    pub(crate) fn attach_once(&mut self, method: Option<&str>, customer: Option<&str>) {
        if let (Some(method), Some(customer)) = (method, customer)
            && self.methods.get(method).is_some_and(|it| it.customer.is_none())
        {
            let _ = self.attach(method, customer);
        }
    }

    pub(crate) fn detach(&mut self, id: &str) -> Result<Method, Refused> {
        let method = self.methods.get_mut(id).ok_or_else(|| Refused::missing("PaymentMethod", id))?;
        let Some(customer) = method.customer.take() else {
            let message = "The payment method you provided is not attached to a customer so detachment is impossible.";
            return Err(Refused::state("payment_method_unexpected_state", message));
        };
        let method = method.clone();
        self.tell_change("payment_method.detached", &method, Some(json!({ "customer": customer })));
        Ok(method)
    }
}
