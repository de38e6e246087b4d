//! An order with its open change, as `private.order_document` tells it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use crate::{
    cart::{Cart, CustomerOf, RegionOf},
    change::{Action, Applied, Change, Refusal, apply},
    order::document::Order,
};

/// An order with what is known of it, and its open change.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) order: Order,
    pub(crate) is_draft: bool,
    pub(crate) region: Option<RegionOf>,
    pub(crate) customer: Option<CustomerOf>,
    /// The change that is open.
    pub(crate) change: Option<Open>,
    /// The whole document: what is kept of this version.
    pub(crate) was: Value,
}

#[derive(Deserialize)]
struct Context {
    is_draft_order: bool,
    region: Option<RegionOf>,
    customer: Option<CustomerOf>,
    change: Option<Open>,
}

/// A change before it is one.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Open {
    pub(crate) id: Uuid,
    pub(crate) order_id: Uuid,
    pub(crate) return_id: Option<Uuid>,
    pub(crate) claim_id: Option<Uuid>,
    pub(crate) exchange_id: Option<Uuid>,
    pub(crate) version: i32,
    pub(crate) change_type: String,
    pub(crate) status: String,
    pub(crate) description: Option<String>,
    pub(crate) internal_note: Option<String>,
    pub(crate) carry_over_promotions: Option<bool>,
    pub(crate) metadata: Option<Value>,
    pub(crate) requested_by: Option<String>,
    pub(crate) requested_at: Option<DateTime<Utc>>,
    pub(crate) confirmed_by: Option<String>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) declined_by: Option<String>,
    pub(crate) declined_reason: Option<String>,
    pub(crate) declined_at: Option<DateTime<Utc>>,
    pub(crate) canceled_by: Option<String>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    #[serde(default)]
    pub(crate) actions: Vec<Action>,
}

impl Held {
    pub(super) fn of(was: Value) -> Result<Self, ApiError> {
        let order: Order = Order::deserialize(&was).map_err(ApiError::internal)?;
        let Context { is_draft_order, region, customer, change } =
            Context::deserialize(&was).map_err(ApiError::internal)?;
        Ok(Self { order, is_draft: is_draft_order, region, customer, change, was })
    }

    /// The change that is open, if it is of this kind.
    pub(crate) fn open(&self, kind: &str) -> Result<&Open, ApiError> {
        let change = self.change.as_ref().filter(|change| change.change_type == kind);
        change.ok_or_else(|| ApiError::invalid_data("An active Order Change is required to proceed"))
    }

    /// The order with the actions of its open change done to it; without one it is as it is.
    pub(crate) fn applied(&self) -> Result<Applied, Refusal> {
        match &self.change {
            Some(change) => apply(&self.order, change.as_seen()),
            None => Ok(Applied { order: self.order.clone(), promotions: (Vec::new(), Vec::new()) }),
        }
    }

    /// As the shop's offers are asked for: an order is offered what a cart of it would be.
    pub(crate) fn as_cart(&self, order: &Order) -> Cart {
        let promotions = order.items.iter().flat_map(|item| &item.line.adjustments);
        let promotions = promotions.chain(order.shipping_methods.iter().flat_map(|method| &method.adjustments));
        let mut promotion_ids: Vec<Uuid> = promotions.filter_map(|one| one.promotion_id).collect();
        promotion_ids.sort_unstable();
        promotion_ids.dedup();
        Cart {
            before: crate::cart::Before::default(),
            id: order.id,
            region_id: order.region_id,
            sales_channel_id: order.sales_channel_id,
            customer_id: order.customer_id,
            currency_code: order.currency_code.clone(),
            email: order.email.clone(),
            locale: order.locale.clone(),
            metadata: None,
            revision: 0,
            priced_at: order.updated_at,
            total: money::Amount::zero(),
            completed_at: None,
            order_id: Some(order.id),
            created_at: order.created_at,
            updated_at: order.updated_at,
            addresses: order.addresses.clone(),
            items: order.items.iter().map(|item| item.line.clone()).collect(),
            shipping_methods: order.shipping_methods.clone(),
            credit_lines: Vec::new(),
            promotion_ids,
            payment_collection: None,
            region: self.region.clone(),
            customer: self.customer.clone(),
            totals_rounding: Some(order.totals_rounding.clone()),
        }
    }
}

impl Open {
    pub(crate) fn as_seen(&self) -> Change<'_> {
        Change {
            version: self.version,
            carry_over_promotions: self.carry_over_promotions == Some(true),
            actions: &self.actions,
        }
    }

    /// One of its actions.
    pub(crate) fn action(&self, text: &str) -> Result<&Action, ApiError> {
        let id = text.parse::<entity::ids::OrderChangeActionId>().ok();
        let found = id.and_then(|id| self.actions.iter().find(|action| action.id == id.0));
        found.ok_or_else(|| {
            let shown: String = text.chars().take(100).collect();
            ApiError::not_found(format!("No action found with id {shown} in this change"))
        })
    }
}
