//! The shop's pages, as a browser without scripts sees them.

mod account;
mod blog;
mod card;
mod cart;
mod checkout;
mod content;
mod counted;
mod elsewhere;
mod hostile;
mod hosts;
mod kept;
mod pages;
mod site;
mod theme;
mod visitor;

pub(crate) use visitor::Visitor;

use crate::{
    carts,
    shop::{Shop, key},
};

/// A shop with pages, which sells to Germany first of all.
pub(crate) async fn open() -> Shop {
    open_with(&[("KONTOR_CACHE", "false")]).await
}

/// The same with settings.
pub(crate) async fn open_with(settings: &[(&str, &str)]) -> Shop {
    let key = key("a", 1);
    let own = [("STOREFRONT_KEY", &*key), ("STOREFRONT_NAME", "Quay & Tally"), ("STOREFRONT_COUNTRY", "de")];
    carts::open_with(&[&own, settings].concat()).await
}
