//! Setup intents: a card is kept without paying.

use serde_json::json;

use crate::{
    error::Refused,
    world::{
        World,
        cards::Outcome,
        objects::{Metadata, Setup, Status},
        random,
    },
};

impl World {
    pub(crate) fn make_setup(
        &mut self,
        customer: Option<String>,
        usage: Option<String>,
        automatic: bool,
        metadata: Metadata,
    ) -> Result<Setup, Refused> {
        self.customer_is_there(customer.as_deref())?;
        let id = self.id("seti");
        let setup = Setup {
            object: "setup_intent",
            automatic_payment_methods: automatic.then(|| json!({ "allow_redirects": "always", "enabled": true })),
            cancellation_reason: None,
            client_secret: format!("{id}_secret_{}", random(24)),
            created: self.now,
            customer,
            last_setup_error: None,
            livemode: false,
            metadata,
            next_action: None,
            payment_method: None,
            status: Status::RequiresPaymentMethod,
            usage: usage.unwrap_or_else(|| "off_session".to_owned()),
            id: id.clone(),
        };
        self.tell("setup_intent.created", &setup);
        self.setups.insert(id, setup.clone());
        Ok(setup)
    }

    fn setup(&mut self, id: &str) -> Result<&mut Setup, Refused> {
        self.setups.get_mut(id).ok_or_else(|| Refused::missing("setup_intent", id))
    }

    pub(crate) fn confirm_setup(&mut self, id: &str, said: &str) -> Result<(), Refused> {
        let status = self.setup(id)?.status;
        if !status.is_open() {
            let message = format!("You cannot confirm this SetupIntent because it has a status of {}.", status.name());
            return Err(Refused::state("setup_intent_unexpected_state", message));
        }
        let method = self.method(said)?;
        let card = self.card_of(&method)?;
        let setup = self.setup(id)?;
        setup.payment_method = Some(method);
        match card.outcome {
            Outcome::Declined(code, why, message) => self.refuse_setup(id, code, why, message),
            Outcome::Authenticates | Outcome::AuthenticatesInVain => {
                setup.status = Status::RequiresAction;
                setup.next_action = Some(json!({ "type": "use_stripe_sdk", "use_stripe_sdk": {} }));
                let setup = setup.clone();
                self.tell("setup_intent.requires_action", &setup);
                Ok(())
            }
            _ => self.set_up(id),
        }
    }

    pub(crate) fn authenticate_setup(&mut self, id: &str, succeeds: bool) -> Result<(), Refused> {
        let setup = self.setup(id)?;
        if setup.status != Status::RequiresAction {
            return Err(Refused::state("setup_intent_unexpected_state", "It does not wait for authentication."));
        }
        setup.next_action = None;
        if succeeds {
            return self.set_up(id);
        }
        self.refuse_setup(
            id,
            "setup_intent_authentication_failure",
            None,
            "The provided PaymentMethod has failed authentication.",
        )
    }

    fn set_up(&mut self, id: &str) -> Result<(), Refused> {
        let setup = self.setup(id)?;
        setup.status = Status::Succeeded;
        setup.last_setup_error = None;
        let setup = setup.clone();
        self.attach_once(setup.payment_method.as_deref(), setup.customer.as_deref());
        self.tell("setup_intent.succeeded", &setup);
        self.method_kept(id, setup.payment_method);
        Ok(())
    }

    fn refuse_setup(&mut self, id: &str, code: &str, why: Option<&str>, message: &str) -> Result<(), Refused> {
        let setup = self.setup(id)?;
        setup.status = Status::RequiresPaymentMethod;
        setup.payment_method = None;
        setup.last_setup_error =
            Some(json!({ "type": "card_error", "code": code, "decline_code": why, "message": message }));
        let setup = setup.clone();
        self.tell("setup_intent.setup_failed", &setup);
        Err(Refused::card(code, why, message).with("setup_intent", json!(setup)))
    }

    pub(crate) fn cancel_setup(&mut self, id: &str, reason: Option<String>) -> Result<Setup, Refused> {
        let setup = self.setup(id)?;
        if !setup.status.is_open() {
            let message =
                format!("You cannot cancel this SetupIntent because it has a status of {}.", setup.status.name());
            return Err(Refused::state("setup_intent_unexpected_state", message));
        }
        setup.status = Status::Canceled;
        setup.cancellation_reason = reason;
        let setup = setup.clone();
        self.tell("setup_intent.canceled", &setup);
        Ok(setup)
    }
}
