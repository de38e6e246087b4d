//! Where and in what a shop sells: regions and price preferences.

mod languages;
mod offered;
mod price_lists;
mod price_preferences;
mod regions;
mod values;
