//! Where and to whom a shop sells: settings, channels, keys, currencies, regions.

pub mod api_key;
pub mod api_key_sales_channel;
pub mod api_key_use;
pub mod region;
pub mod region_country;
pub mod return_reason;
pub mod sales_channel;
pub mod store;
pub mod store_currency;
pub mod store_locale;
