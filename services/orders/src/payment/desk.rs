//! Who takes payments in this process, and with which accounts.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use config::Config;
use db::Db;
use payments::{
    Account, Ports, Provider, System,
    stripe::{Patience, Stripe},
};
use secrecy::SecretString;
use vault::seal::Keyring;
use web::ApiError;

use super::accounts::{self, Seals};
use crate::{checkout::Numbers, hooks::Intake};

/// The payment providers of a process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    ports: Ports,
    /// The installation's account at Stripe.
    account: Option<Account>,
    /// The key of it that browsers name.
    publishable_key: Option<String>,
    /// Opens the keys of shops' own.
    seals: Seals,
    /// What Stripe signs with.
    secrets: Vec<SecretString>,
    /// How long a cart may stay paid and no order.
    give_back_after: Duration,
    /// Whether somebody is about to say that webhooks wait.
    rings: AtomicBool,
    /// Where webhooks are kept, once there is one.
    intake: OnceLock<Intake>,
    /// Numbers for orders.
    numbers: Numbers,
}

impl Desk {
    /// The providers that the settings name; `keyring` opens the keys of shops' own accounts.
    pub fn new(db: Db, config: &Config, keyring: Keyring) -> std::io::Result<Self> {
        let settings = &config.stripe;
        let account = settings.secret_key.clone().map(Account::new);
        let publishable_key = settings.publishable_key.clone();
        let patience = Patience { rate: settings.rate, ..Patience::of(settings.timeout) };
        let stripe = Stripe::new(outbound::Client::new()?, settings.api_url.clone(), patience);
        let ports = Ports::default().with(stripe);
        let (secrets, give_back_after) = (settings.webhook_secrets.clone(), settings.give_back_after);
        let (rings, intake) = (AtomicBool::new(false), OnceLock::new());
        let (seals, numbers) = (Seals::new(keyring), Numbers::default());
        let inner =
            Inner { db, ports, account, publishable_key, seals, secrets, give_back_after, rings, intake, numbers };
        Ok(Self(Arc::new(inner)))
    }

    /// The database, for what nobody waits for.
    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    /// The ids of those whom this process knows, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.ports.ids()
    }

    /// Whether the installation has an account of its own.
    pub(crate) fn has_own(&self) -> bool {
        self.0.account.is_some()
    }

    /// A provider. Whether it takes payments of a shop is another question: [`super::accounts::enabled`].
    pub(crate) fn get(&self, id: &str) -> Result<&Arc<dyn Provider>, ApiError> {
        self.0.ports.get(id).ok_or_else(|| accounts::unknown(id))
    }

    /// The provider that `/hooks/payment/{name}` is for.
    pub(crate) fn of_hook(&self, name: &str) -> Option<&Arc<dyn Provider>> {
        self.0.ports.of_hook(name).filter(|provider| provider.id() != System::ID)
    }

    /// What seals the keys of shops.
    pub(crate) fn seals(&self) -> &Seals {
        &self.0.seals
    }

    /// The account of the installation, if it has one.
    pub(crate) fn own_account(&self) -> Option<&Account> {
        self.0.account.as_ref()
    }

    /// The key of that account which everybody may know: by it a browser pays.
    pub(crate) fn publishable_key(&self) -> Option<&str> {
        self.0.publishable_key.as_deref()
    }

    /// What the installation's webhooks are signed with.
    pub(crate) fn secrets(&self) -> &[SecretString] {
        &self.0.secrets
    }

    /// How long a customer has to mend a cart that he has paid and that can be no order.
    pub(crate) fn give_back_after(&self) -> Duration {
        self.0.give_back_after
    }

    /// The numbers that this process has taken for orders.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.0.numbers
    }

    /// Where webhooks are kept.
    pub(crate) fn intake(&self) -> &Intake {
        self.0.intake.get_or_init(|| Intake::open(&self.0.db))
    }

    /// True for the one who is to say that webhooks wait; until he has, the others need not.
    pub(crate) fn ring(&self) -> bool {
        !self.0.rings.swap(true, Ordering::AcqRel)
    }

    /// He is about to.
    pub(crate) fn rung(&self) {
        self.0.rings.store(false, Ordering::Release);
    }
}
