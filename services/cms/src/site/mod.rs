//! How the shop presents itself: its name, its look, what search engines are told by default, and whether it is closed for a while. One value,
//! whole: who writes it says which one he saw.

mod keep;
mod settings;

pub(crate) use keep::{Kept, Written, read, write};
pub(crate) use settings::{Colors, Contact, Maintenance, Seo, Settings, Social, Theme};
