//! Products as they stand in lists.

use serde::Serialize;

use crate::{
    model::{Amount, Product},
    shops::Shop,
};

/// A product in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Card {
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) path: String,
    pub(crate) image: Option<String>,
    pub(crate) price: Option<Amount>,
    /// What it cost before, where it costs less now.
    pub(crate) before: Option<Amount>,
    pub(crate) currency: String,
    /// Some of its variants cost more.
    pub(crate) is_from: bool,
}

/// Products as cards.
pub(crate) fn cards(shop: &Shop, products: &[Product]) -> Vec<Card> {
    products.iter().map(|product| Card::of(shop, product)).collect()
}

impl Card {
    pub(crate) fn of(shop: &Shop, product: &Product) -> Self {
        let mut prices: Vec<_> =
            product.variants.iter().filter_map(|variant| variant.calculated_price.as_ref()).collect();
        prices.retain(|price| price.calculated_amount.is_some());
        prices.sort_by(|one, other| one.calculated_amount.cmp(&other.calculated_amount));
        let least = prices.first();
        let price = least.and_then(|price| price.calculated_amount.clone());
        Self {
            title: product.title.clone(),
            subtitle: product.subtitle.clone(),
            path: format!("/products/{}", product.handle),
            image: product.thumbnail.as_deref().map(|url| local(shop, url)),
            before: least
                .and_then(|price| price.original_amount.clone())
                .filter(|before| Some(before) > price.as_ref()),
            currency: least.and_then(|price| price.currency_code.clone()).unwrap_or_default(),
            is_from: prices.iter().any(|other| other.calculated_amount != price),
            price,
        }
    }
}

/// The address of a picture as the page names it: one of this site without its host, so that it is found by whichever name the
/// shopper came. What is no address of a picture is none.
pub(crate) fn local(shop: &Shop, url: &str) -> String {
    let own = [Some(&shop.url), shop.files.as_ref()].into_iter().flatten().find_map(|own| url.strip_prefix(&**own));
    match own {
        Some(path) if path.starts_with('/') => path.to_owned(),
        _ if ["https://", "http://", "/"].iter().any(|start| url.starts_with(start)) => url.to_owned(),
        _ => String::new(),
    }
}
