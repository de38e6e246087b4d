//! Applying the actions of a change, one after the other.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Action, Properties, Refusal, What};
use crate::{
    cart::Address,
    order::document::{CreditOf, Order, OrderLine},
};

/// A change, as the machine sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    /// The version that it was made for.
    pub(crate) version: i32,
    /// Whether pieces that come to a line are as much cheaper as those that are there.
    pub(crate) carry_over_promotions: bool,
    /// In their order.
    pub(crate) actions: &'a [Action],
}

/// What became of an order.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    /// As it is then.
    pub(crate) order: Order,
    /// Promotions that were entered, and those that were taken away.
    pub(crate) promotions: (Vec<Uuid>, Vec<Uuid>),
}

/// While actions are applied: what of a line this change has claimed, and what of it comes back.
#[derive(Debug, Default)]
pub(super) struct Claimed {
    pub(super) written_off: i64,
    pub(super) returned: i64,
}

pub(super) struct Applying {
    pub(super) order: Order,
    pub(super) carry_over: bool,
    pub(super) claimed: BTreeMap<Uuid, Claimed>,
    entered: Vec<Uuid>,
    taken: Vec<Uuid>,
}

/// The order with all actions of a change done to it.
pub(crate) fn apply(order: &Order, change: Change<'_>) -> Result<Applied, Refusal> {
    if order.version != change.version {
        return Err(Refusal::Moved);
    }
    let mut applying = Applying {
        order: order.clone(),
        carry_over: change.carry_over_promotions,
        claimed: BTreeMap::new(),
        entered: Vec::new(),
        taken: Vec::new(),
    };
    for action in change.actions {
        applying.step(&action.what)?;
    }
    applying.order.version += 1;
    Ok(Applied { order: applying.order, promotions: (applying.entered, applying.taken) })
}

impl Applying {
    fn step(&mut self, what: &What) -> Result<(), Refusal> {
        match what {
            What::ItemAdd { line, detail_id, allow_backorder } => self.add(line, *detail_id, *allow_backorder),
            What::ItemUpdate { item, quantity, unit_price, compare_at_unit_price, metadata } => {
                self.update(*item, *quantity)?;
                self.reprice(*item, unit_price.as_ref(), compare_at_unit_price.as_ref(), metadata.as_ref())
            }
            What::ItemRemove { item, quantity } => self.remove(*item, *quantity),
            What::ShippingAdd { method, .. } => {
                self.order.shipping_methods.push((**method).clone());
                Ok(())
            }
            What::ShippingUpdate { method, .. } => {
                let old = self.order.shipping_methods.iter_mut().find(|old| old.id == method.id);
                *old.ok_or(Refusal::NoMethod(method.id))? = (**method).clone();
                Ok(())
            }
            What::ShippingRemove { method } => {
                let before = self.order.shipping_methods.len();
                self.order.shipping_methods.retain(|old| old.id != *method);
                if before == self.order.shipping_methods.len() { Err(Refusal::NoMethod(*method)) } else { Ok(()) }
            }
            What::ReturnItem { item, quantity, .. } => self.ask_back(*item, *quantity),
            What::CancelReturnItem { item, quantity } => self.ask_back_no_more(*item, *quantity),
            What::ReceiveReturnItem { item, quantity } => self.receive(*item, *quantity, false),
            What::ReceiveDamagedReturnItem { item, quantity } => self.receive(*item, *quantity, true),
            What::WriteOffItem { item, quantity, .. } => self.write_off(*item, *quantity),
            What::ReinstateItem { item, quantity } => self.reinstate(*item, *quantity),
            What::CreditLineAdd { id, reference, amount, at, .. } => {
                self.order.credit_lines.push(CreditOf {
                    id: *id,
                    reference: reference.clone(),
                    reference_id: None,
                    amount: amount.clone(),
                    metadata: None,
                    created_at: *at,
                    updated_at: *at,
                });
                Ok(())
            }
            What::PromotionAdd { promotion, .. } => {
                self.taken.retain(|one| one != promotion);
                self.entered.push(*promotion);
                Ok(())
            }
            What::PromotionRemove { promotion, .. } => {
                self.entered.retain(|one| one != promotion);
                self.taken.push(*promotion);
                self.without(*promotion);
                Ok(())
            }
            What::TransferCustomer { to, email } => {
                self.order.customer_id = Some(*to);
                if email.is_some() {
                    self.order.email.clone_from(email);
                }
                Ok(())
            }
            What::UpdateOrderProperties(said) => {
                self.say(said);
                Ok(())
            }
        }
    }

    pub(super) fn line(&mut self, item: Uuid) -> Result<&mut OrderLine, Refusal> {
        self.order.items.iter_mut().find(|line| line.line.id == item).ok_or(Refusal::NoItem(item))
    }

    /// Nothing is taken off by this promotion any more.
    fn without(&mut self, promotion: Uuid) {
        for line in &mut self.order.items {
            line.line.adjustments.retain(|one| one.promotion_id != Some(promotion));
        }
        for method in &mut self.order.shipping_methods {
            method.adjustments.retain(|one| one.promotion_id != Some(promotion));
        }
    }

    fn say(&mut self, said: &Properties) {
        let order = &mut self.order;
        let Properties { email, locale, sales_channel_id, shipping_address, billing_address, metadata } = said;
        if email.is_some() {
            order.email.clone_from(email);
        }
        if locale.is_some() {
            order.locale.clone_from(locale);
        }
        if sales_channel_id.is_some() {
            order.sales_channel_id = *sales_channel_id;
        }
        if metadata.is_some() {
            order.metadata.clone_from(metadata);
        }
        for (kind, address) in [("shipping", shipping_address), ("billing", billing_address)] {
            if let Some(address) = address {
                order.addresses.retain(|old| old.kind != kind);
                order.addresses.push(Address { kind: kind.to_owned(), ..address.clone() });
            }
        }
    }
}
