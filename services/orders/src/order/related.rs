//! What orders are told with and that does not stand in them, loaded for a page at once.

use std::collections::{BTreeSet, HashMap};

use db::Tx;
use uuid::Uuid;
use web::{ApiError, fields::Selection};

use super::{
    change::{self, OrderChange},
    document::Order,
    parties::{self, Customer, Region, SalesChannel},
};
use crate::{
    cart::view::{
        goods::{self, Audience, Goods},
        parts::{PromotionView, promotions},
    },
    fulfilment::{self, Fulfillment},
};

/// What belongs to orders, by their keys or by its own.
#[derive(Debug, Default)]
pub(super) struct Related {
    fulfillments: HashMap<Uuid, Vec<Fulfillment>>,
    changes: HashMap<Uuid, OrderChange>,
    customers: HashMap<Uuid, Customer>,
    regions: HashMap<Uuid, Region>,
    channels: HashMap<Uuid, SalesChannel>,
    promotions: HashMap<Uuid, PromotionView>,
}

/// What an order is shown with: goods as they are today, and what belongs to it.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub(super) goods: Goods,
    pub(super) related: Related,
}

impl Beside {
    /// Reads what is selected of one, as the staff sees it.
    pub(crate) async fn load(tx: &Tx, order: &Order, selection: &Selection) -> Result<Self, ApiError> {
        let lines = order.items.iter().map(|item| &item.line);
        let goods = goods::load(tx, lines, Audience::Staff, selection).await?;
        let related = Related::load(tx, std::slice::from_ref(order), Audience::Staff, selection).await?;
        Ok(Self { goods, related })
    }
}

impl Related {
    /// Whether shoppers who select this are told anything of it.
    pub(super) fn is_wanted(selection: &Selection) -> bool {
        selection.has("fulfillments") || selection.has("promotions")
    }

    /// Reads what is selected. Shoppers are told no more of whose an order is than stands in it.
    pub(super) async fn load(tx: &Tx, orders: &[Order], audience: Audience, selection: &Selection) -> db::Result<Self> {
        let mut related = Self::default();
        let ids: Vec<Uuid> = orders.iter().map(|order| order.id).collect();
        if let Some(wanted) = selection.get("fulfillments") {
            related.fulfillments = fulfilment::of_orders(tx, ids.clone(), audience, wanted).await?;
        }
        if selection.has("promotions") {
            let ids: BTreeSet<Uuid> = orders.iter().flat_map(promotion_ids).collect();
            let found = promotions(tx, ids).await?;
            related.promotions = found.into_iter().map(|one| (one.id.0, one)).collect();
        }
        if audience == Audience::Shopper {
            return Ok(related);
        }
        if selection.has("order_change") {
            related.changes = change::open(tx, ids).await?;
        }
        let named = |id: fn(&Order) -> Option<Uuid>| orders.iter().filter_map(id).collect::<Vec<Uuid>>();
        if selection.has("customer") {
            related.customers = parties::customers(tx, named(|order| order.customer_id)).await?;
        }
        if selection.has("region") {
            related.regions = parties::regions(tx, named(|order| order.region_id)).await?;
        }
        if selection.has("sales_channel") {
            related.channels = parties::channels(tx, named(|order| order.sales_channel_id)).await?;
        }
        Ok(related)
    }

    pub(super) fn fulfillments(&mut self, order: &Order) -> Vec<Fulfillment> {
        self.fulfillments.remove(&order.id).unwrap_or_default()
    }

    pub(super) fn change(&mut self, order: &Order) -> Option<OrderChange> {
        self.changes.remove(&order.id)
    }

    pub(super) fn customer(&self, order: &Order) -> Option<Customer> {
        self.customers.get(&order.customer_id?).cloned()
    }

    pub(super) fn region(&self, order: &Order) -> Option<Region> {
        self.regions.get(&order.region_id?).cloned()
    }

    pub(super) fn channel(&self, order: &Order) -> Option<SalesChannel> {
        self.channels.get(&order.sales_channel_id?).cloned()
    }

    pub(super) fn promotions(&self, order: &Order) -> Vec<PromotionView> {
        let ids: BTreeSet<Uuid> = promotion_ids(order).collect();
        ids.iter().filter_map(|id| self.promotions.get(id).cloned()).collect()
    }
}

/// Those that take something off.
fn promotion_ids(order: &Order) -> impl Iterator<Item = Uuid> {
    let of_items = order.items.iter().flat_map(|item| &item.line.adjustments);
    let of_methods = order.shipping_methods.iter().flat_map(|method| &method.adjustments);
    of_items.chain(of_methods).filter_map(|adjustment| adjustment.promotion_id)
}
