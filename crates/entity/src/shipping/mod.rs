//! How goods are sent: places, zones, options, prices.

pub mod fulfillment_set;
pub mod geo_zone;
pub mod location_provider;
pub mod service_zone;
pub mod shipping_option;
pub mod shipping_option_price;
pub mod shipping_option_rule;
pub mod shipping_option_type;
