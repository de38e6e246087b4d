//! Where and in what a shop sells: regions and price preferences.

mod price_preferences;
mod regions;
