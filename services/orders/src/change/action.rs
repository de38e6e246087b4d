//! What a change consists of.

use chrono::{DateTime, Utc};
use money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::cart::{Address, Line, Method, text};

/// A step of a change, as it stands in its row.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Action {
    pub(crate) id: Uuid,
    /// The order in which they are applied.
    pub(crate) ordering: i64,
    pub(crate) internal_note: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// What is done, by Medusa's names; `details` are the fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "action", content = "details", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum What {
    /// Another line.
    ItemAdd { line: Box<Line>, detail_id: Uuid, allow_backorder: bool },
    /// So many of a line, perhaps at another price.
    ItemUpdate {
        item: Uuid,
        quantity: u32,
        #[serde(with = "text::optional", default)]
        unit_price: Option<Amount>,
        #[serde(with = "text::optional", default)]
        compare_at_unit_price: Option<Amount>,
        metadata: Option<Map<String, Value>>,
    },
    /// So many fewer of a line.
    ItemRemove { item: Uuid, quantity: u32 },
    /// Another way in which something is sent, or comes back.
    ShippingAdd {
        method: Box<Method>,
        return_id: Option<Uuid>,
        claim_id: Option<Uuid>,
        exchange_id: Option<Uuid>,
        is_custom_amount: bool,
    },
    /// The same way for another price, or another way in its place.
    ShippingUpdate { method: Box<Method>, is_custom_amount: bool },
    /// It is not sent that way.
    ShippingRemove { method: Uuid },
    /// So many are to come back.
    ReturnItem {
        item: Uuid,
        quantity: u32,
        reason_id: Option<Uuid>,
        note: Option<String>,
        metadata: Option<Map<String, Value>>,
    },
    /// They do not come back after all.
    CancelReturnItem { item: Uuid, quantity: u32 },
    /// They came back, and can be sold again.
    ReceiveReturnItem { item: Uuid, quantity: u32 },
    /// They came back, and cannot.
    ReceiveDamagedReturnItem { item: Uuid, quantity: u32 },
    /// They are lost, or were never right: the customer keeps them and does not pay for them.
    WriteOffItem {
        item: Uuid,
        quantity: u32,
        reason: Option<String>,
        note: Option<String>,
        metadata: Option<Map<String, Value>>,
    },
    /// They were right after all.
    ReinstateItem { item: Uuid, quantity: u32 },
    /// Something is paid otherwise than by a payment.
    CreditLineAdd {
        id: Uuid,
        reference: String,
        reference_id: Option<String>,
        #[serde(with = "text")]
        amount: Amount,
        at: DateTime<Utc>,
    },
    /// A promotion counts.
    PromotionAdd { promotion: Uuid, code: String },
    /// It does not.
    PromotionRemove { promotion: Uuid, code: String },
    /// It is somebody else's.
    TransferCustomer { to: Uuid, email: Option<String> },
    /// What is said of the whole.
    UpdateOrderProperties(Box<Properties>),
}

/// What is said of the whole; what is not named stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Properties {
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) sales_channel_id: Option<Uuid>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) billing_address: Option<Address>,
    pub(crate) metadata: Option<Value>,
}

impl What {
    /// The line that it is done to.
    pub(crate) fn item(&self) -> Option<Uuid> {
        match self {
            Self::ItemAdd { line, .. } => Some(line.id),
            Self::ItemUpdate { item, .. }
            | Self::ItemRemove { item, .. }
            | Self::ReturnItem { item, .. }
            | Self::CancelReturnItem { item, .. }
            | Self::ReceiveReturnItem { item, .. }
            | Self::ReceiveDamagedReturnItem { item, .. }
            | Self::WriteOffItem { item, .. }
            | Self::ReinstateItem { item, .. } => Some(*item),
            _ => None,
        }
    }

    /// The way of sending that it is done to.
    pub(crate) fn method(&self) -> Option<Uuid> {
        match self {
            Self::ShippingAdd { method, .. } | Self::ShippingUpdate { method, .. } => Some(method.id),
            Self::ShippingRemove { method } => Some(*method),
            _ => None,
        }
    }

    /// Its name in Medusa.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::ItemAdd { .. } => "ITEM_ADD",
            Self::ItemUpdate { .. } => "ITEM_UPDATE",
            Self::ItemRemove { .. } => "ITEM_REMOVE",
            Self::ShippingAdd { .. } => "SHIPPING_ADD",
            Self::ShippingUpdate { .. } => "SHIPPING_UPDATE",
            Self::ShippingRemove { .. } => "SHIPPING_REMOVE",
            Self::ReturnItem { .. } => "RETURN_ITEM",
            Self::CancelReturnItem { .. } => "CANCEL_RETURN_ITEM",
            Self::ReceiveReturnItem { .. } => "RECEIVE_RETURN_ITEM",
            Self::ReceiveDamagedReturnItem { .. } => "RECEIVE_DAMAGED_RETURN_ITEM",
            Self::WriteOffItem { .. } => "WRITE_OFF_ITEM",
            Self::ReinstateItem { .. } => "REINSTATE_ITEM",
            Self::CreditLineAdd { .. } => "CREDIT_LINE_ADD",
            Self::PromotionAdd { .. } => "PROMOTION_ADD",
            Self::PromotionRemove { .. } => "PROMOTION_REMOVE",
            Self::TransferCustomer { .. } => "TRANSFER_CUSTOMER",
            Self::UpdateOrderProperties(_) => "UPDATE_ORDER_PROPERTIES",
        }
    }
}
