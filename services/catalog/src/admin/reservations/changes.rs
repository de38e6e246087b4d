//! How something is kept for somebody, moved, and given back.

use auth::Staff;
use db::Tx;
use entity::ids::{InventoryItemId, StockLocationId};
use resource::{
    Set,
    admin::{Create, Delete, Update},
    lock,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, Required, Within},
};

use super::reservation::{Reservation, kept_as};
use crate::{
    admin::inventory_items::{Whole, parsed},
    stock::{self, Line, MOST, not_stocked, unknown_location},
};

/// As long as the column takes it.
const LONGEST_LINE: usize = 255;

body! {
    /// What is kept for somebody.
    pub struct New {
        /// Of what.
        pub(super) inventory_item_id: Required = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where.
        pub(super) location_id: Required = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much.
        pub(super) quantity: Whole<1, MOST> = 3,
        /// For which line of an order.
        pub(super) line_item_id: Option<String> = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Words about it.
        pub(super) description: Option<String> = "For Ann, who calls on Friday",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"shelf": "4"},
    }
    checked by short_enough
}

fn short_enough(fields: &mut Fields, new: &New) {
    if new.line_item_id.as_ref().is_some_and(|text| text.chars().count() > LONGEST_LINE) {
        fields.complain(format!("Value for field 'line_item_id' too big, expected at most: '{LONGEST_LINE}'"));
    }
}

body! {
    /// What changes of a reservation.
    pub struct Changes {
        /// Where it is kept from now on.
        pub(super) location_id: Filled = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much is kept from now on.
        pub(super) quantity: Within<1, MOST> = 2,
        /// Words about it.
        pub(super) description: Change<String> = "For Ann, who calls on Friday",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"shelf": "4"},
    }
}

impl Create for Reservation {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let (Required(item), Required(location)) = (&new.inventory_item_id, &new.location_id);
        let nowhere = || not_stocked(item, location);
        let item = parsed::<InventoryItemId, _>(item, nowhere)?;
        let location = parsed::<StockLocationId, _>(location, nowhere)?;
        let Whole(quantity) = new.quantity;
        let line = Line {
            line_item_id: new.line_item_id.as_deref().map(kept_as),
            description: new.description,
            metadata: new.metadata.given(),
            ..Line::new(item, location, quantity)
        };
        let id = line.id;
        stock::reserve(tx, &[line]).await?;
        Ok(id)
    }
}

impl Update for Reservation {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { location_id: Filled(location), quantity: Within(quantity), description, metadata } = changes;
        // Before the levels, as the functions of the database do.
        if !lock::<Reservation>(tx, id).await? {
            return Ok(false);
        }
        let location =
            location.map(|text| parsed::<StockLocationId, _>(&text, || unknown_location(&text))).transpose()?;
        if location.is_some() || quantity.is_some() {
            stock::move_to(tx, id, location, quantity).await?;
        }
        let mut set = Set::new(tx, id)?;
        set.change("description", description);
        set.metadata("metadata", metadata);
        Ok(set.run(tx, "public.reservation_items").await?)
    }
}

impl Delete for Reservation {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(!stock::end(tx, &[id], false).await?.is_empty())
    }
}
