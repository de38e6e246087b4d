//! Stock.

pub mod inventory_item;
pub mod inventory_level;
pub mod sales_channel_location;
pub mod stock_location;
pub mod variant_inventory_item;
