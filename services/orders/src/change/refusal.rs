//! Why an action cannot be done, in Medusa's words.

use entity::ids::{OrderLineItemId, OrderShippingMethodId};
use uuid::Uuid;
use web::{ApiError, Kind};

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The order has another version by now: the change was made looking at what is not so any more, or has been applied.
    #[error("The order has changed since this change of it was begun: cancel the change, and begin another one")]
    Moved,
    #[error("Item ID \"{}\" not found.", OrderLineItemId(*.0))]
    NoItem(Uuid),
    #[error("Shipping method with id: {} was not found", OrderShippingMethodId(*.0))]
    NoMethod(Uuid),
    #[error("Item {} has already been fulfilled and quantity cannot be lower than {least}.", OrderLineItemId(*.item))]
    Fulfilled { item: Uuid, least: i64 },
    #[error("Cannot remove fulfilled item: Item {}.", OrderLineItemId(*.0))]
    RemovesFulfilled(Uuid),
    #[error("Quantity of item {} is too big, expected at most: '{most}'", OrderLineItemId(*.item))]
    TooMany { item: Uuid, most: u32 },
    #[error("Cannot request to return more items than what was fulfilled for item {}.", OrderLineItemId(*.0))]
    ReturnsMore(Uuid),
    #[error("Cannot cancel more items than what was requested to return for item {}.", OrderLineItemId(*.0))]
    CancelsMore(Uuid),
    #[error("Cannot receive more items than what was requested to be returned for item {}.", OrderLineItemId(*.0))]
    ReceivesMore(Uuid),
    #[error("Cannot claim more items than what was fulfilled for item {}.", OrderLineItemId(*.0))]
    ClaimsMore(Uuid),
    #[error("Cannot reinstate more items than what was written off for item {}.", OrderLineItemId(*.0))]
    ReinstatesMore(Uuid),
    #[error("Quantity of item {} must be greater than 0.", OrderLineItemId(*.0))]
    Nothing(Uuid),
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Moved => Self::new(Kind::Conflict, refusal.to_string()),
            _ => Self::invalid_data(refusal.to_string()),
        }
    }
}
