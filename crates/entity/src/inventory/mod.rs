//! Stock.

pub mod inventory_item;
pub mod inventory_level;
pub mod ledger_entry;
pub mod reservation_item;
pub mod sales_channel_location;
pub mod stock_location;
pub mod stock_location_address;
pub mod variant_inventory_item;
