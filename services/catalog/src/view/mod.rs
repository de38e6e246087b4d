//! What the Store API answers, and which parts of it can be asked for.

mod category;
mod collection;
mod image;
mod locale;
mod option;
pub mod price;
mod product;
mod region;
mod return_reason;
mod tag;
mod variant;

pub use category::Category;
pub use collection::Collection;
pub use image::Image;
pub use locale::LocaleView;
pub use option::{OptionValue, ProductOption, VariantOptionValue};
pub use price::CalculatedPrice;
pub use product::Product;
pub use region::{CountryView, CurrencyView, PaymentProviderView, Region};
pub use return_reason::ReturnReason;
pub use tag::{ProductTag, ProductType};
pub use variant::{Variant, VariantProduct};
