//! Where and to whom a shop sells: settings, channels, keys, currencies, regions.

pub mod api_key;
pub mod api_key_sales_channel;
pub mod api_key_use;
pub mod number_series;
pub mod region;
pub mod region_country;
pub mod region_payment_provider;
pub mod return_reason;
pub mod sales_channel;
pub mod store;
pub mod store_currency;
pub mod store_locale;
