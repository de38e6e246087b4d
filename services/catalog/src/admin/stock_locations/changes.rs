//! How a stock location is made, changed and deleted.

use auth::Staff;
use db::Tx;
use entity::ids::{StockLocationAddressId, StockLocationId};
use resource::{
    Filter, Set,
    admin::{Create, Delete, Update},
    fresh_metadata, links, lock, retire,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, Required},
};

use super::{
    CHANNELS,
    address::{self, Within},
    location::Location,
};
use crate::stock::{Held, remove_levels};

body! {
    /// What is said of a new place.
    pub struct New {
        /// What it is called.
        pub(super) name: Required = "Kiel warehouse",
        /// Where it is.
        pub(super) address: Within = {"address_1": "1 Quay", "country_code": "de"},
        /// An address that is kept already, instead of a new one.
        pub(super) address_id: Option<String> = "laddr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"erp": "4711"},
    }
    checked by one_address
}

body! {
    /// What changes of a place.
    pub struct Changes {
        /// What it is called.
        pub(super) name: Filled = "Kiel warehouse",
        /// Where it is. All of its address is said anew.
        pub(super) address: Within = {"address_1": "2 Quay", "country_code": "de"},
        /// An address that is kept already, or none.
        pub(super) address_id: Change<String> = "laddr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"erp": "4711"},
    }
    checked by one_new_address
}

const BOTH: &str = "Fields 'address' and 'address_id' say different things: send one of them";

fn one_address(fields: &mut Fields, new: &New) {
    if new.address.0.is_some() && new.address_id.is_some() {
        fields.complain(BOTH);
    }
}

fn one_new_address(fields: &mut Fields, changes: &Changes) {
    if changes.address.0.is_some() && !changes.address_id.is_keep() {
        fields.complain(BOTH);
    }
}

impl Create for Location {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { name: Required(name), address: Within(address), address_id, metadata } = new;
        let address = match (address, address_id) {
            (Some(said), _) => Some(address::create(tx, said).await?),
            (None, Some(id)) => Some(known(tx, &id).await?),
            (None, None) => None,
        };
        let id = StockLocationId::new().0;
        let sql = "insert into public.stock_locations
              (organization_id, id, name, address_id, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, private.merge_metadata(null, $5, '{}'), $6, $6)";
        let metadata = fresh_metadata(metadata);
        let values =
            [tx.organization()?.into(), id.into(), name.into(), address.into(), metadata.into(), tx.now().into()];
        db::exec(tx, sql, values).await?;
        Ok(id)
    }
}

impl Update for Location {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name: Filled(name), address: Within(address), address_id, metadata } = changes;
        if !lock::<Self>(tx, id).await? {
            return Ok(false);
        }
        let mut set = Set::new(tx, id)?;
        set.given("name", name);
        set.metadata("metadata", metadata);
        match address_id {
            Change::Keep => {}
            Change::Clear => set.to("address_id", None::<Uuid>),
            Change::Set(text) => set.to("address_id", known(tx, &text).await?),
        }
        if let Some(said) = address {
            // Said of no address, it becomes one; the place is locked, so that it becomes one only.
            if has_address(tx, id).await? {
                address::replace(tx, id, said).await?;
            } else {
                set.to("address_id", address::create(tx, said).await?);
            }
        }
        Ok(set.run(tx, "public.stock_locations").await?)
    }
}

impl Delete for Location {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.stock_locations", id).await? {
            return Ok(false);
        }
        let mut here = Filter::default();
        here.and("l.location_id = ?", id);
        let levels = remove_levels(tx, &here, Held::ByReservations, Some("The location was deleted")).await?;
        if levels.iter().any(|level| !level.is_gone) {
            let id = StockLocationId(id);
            return Err(ApiError::not_allowed(format!(
                "Cannot delete stock location {id} because there are reserved items at the location"
            )));
        }
        links::clear(tx, CHANNELS, id).await?;
        Ok(true)
    }
}

async fn has_address(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let sql = "select from public.stock_locations where organization_id = $1 and id = $2 and address_id is not null";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
}

/// The address with this id.
async fn known(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    let missing = || ApiError::missing("Stock location address", text);
    let StockLocationAddressId(id) = text.parse().map_err(|_| missing())?;
    let sql = "select from public.stock_location_addresses
        where organization_id = $1 and id = $2 and deleted_at is null for key share";
    let found = db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    if found > 0 { Ok(id) } else { Err(missing()) }
}
