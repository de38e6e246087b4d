//! What this service does in the background, when, and what it hears.

use events::Subscriptions;
use jobs::{Registry, Schedule, ScheduleError};

use crate::{
    credit::rewards::Rewards,
    documents,
    dues::Deadlines,
    loyalty::Tend,
    mails,
    payment::{Desk, accounts::Removed, captures::Shipped, work},
    subscriptions as billing,
};

/// The jobs of this service, besides those of who is registered.
pub fn registry(registry: Registry, desk: &Desk) -> Registry {
    let registry = registry.with::<mails::TellPoints>(()).with::<mails::TellGift>(()).with::<documents::Invoice>(());
    let registry = registry.with::<billing::Tell>(()).with::<billing::Tend>(desk.clone());
    let registry = registry.with::<mails::Tell>(()).with::<Deadlines>(()).with::<Rewards>(()).with::<Tend>(());
    work::registry(registry.with::<Removed>(()), desk)
}

/// When some of them are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    let mut all = work::schedules()?;
    all.extend([Deadlines::schedule()?, Removed::schedule()?, Tend::schedule()?, billing::Tend::schedule()?]);
    Ok(all)
}

/// Which of them hear which events.
pub fn subscriptions() -> Subscriptions {
    let leaves = ["shipment.created", "delivery.created"];
    let heard = documents::heard(billing::heard(mails::subscriptions()));
    leaves.into_iter().fold(heard, Subscriptions::on::<Shipped>)
}
