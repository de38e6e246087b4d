//! A variant as something that is offered.

use bigdecimal::{BigDecimal, RoundingMode};

use crate::{
    html, iso,
    view::{Product, Variant},
};

/// Whether it can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Availability {
    InStock,
    Backorder,
    OutOfStock,
}

/// What it costs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Price {
    /// Without a sale.
    pub(super) original: BigDecimal,
    /// Now.
    pub(super) now: BigDecimal,
    /// ISO 4217, upper-case.
    pub(super) currency: String,
    digits: i64,
}

impl Price {
    /// Of a variant that has one.
    pub(super) fn of(variant: &Variant) -> Option<Self> {
        let price = variant.calculated_price.as_ref()?;
        let now = price.calculated_amount.as_ref()?.0.clone();
        let original = price.original_amount.as_ref().map_or_else(|| now.clone(), |amount| amount.0.clone());
        let code = price.currency_code.as_deref()?;
        let digits = iso::currency(code).map_or(2, |currency| i64::from(currency.decimal_digits));
        Some(Self { original, now, currency: code.to_uppercase(), digits })
    }

    /// An amount with the digits of its currency.
    pub(super) fn written(&self, amount: &BigDecimal) -> String {
        amount.with_scale_round(self.digits, RoundingMode::HalfUp).to_plain_string()
    }

    /// Whether it is on sale.
    pub(super) fn is_reduced(&self) -> bool {
        self.now < self.original
    }
}

/// Whether a variant can be had.
pub(super) fn availability(variant: &Variant) -> Availability {
    if !variant.manage_inventory || variant.inventory_quantity.is_some_and(|quantity| quantity > 0) {
        Availability::InStock
    } else if variant.allow_backorder {
        Availability::Backorder
    } else {
        Availability::OutOfStock
    }
}

/// The number that the whole world knows it by.
pub(super) fn gtin(variant: &Variant) -> Option<&str> {
    let numbers = [&variant.ean, &variant.upc, &variant.barcode];
    let mut numbers = numbers.into_iter().filter_map(|number| number.as_deref());
    numbers.find(|number| [8, 12, 13, 14].contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Who makes it, as imports note it.
pub(super) fn brand(product: &Product) -> Option<&str> {
    let brand = product.metadata.as_ref()?.get("vendor")?.as_str()?;
    Some(brand.trim()).filter(|brand| !brand.is_empty())
}

/// What is said of it, as words.
pub(super) fn words(product: &Product) -> String {
    let said = product.description.as_deref().or(product.subtitle.as_deref()).map(html::plain).unwrap_or_default();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = if said.is_empty() { product.title.clone() } else { said };
    said.chars().take(5_000).collect()
}

/// Its pictures, the one that is shown first at the head.
pub(super) fn images<'a>(product: &'a Product, variant: Option<&'a Variant>) -> Vec<&'a str> {
    let own = variant.into_iter().flat_map(|variant| {
        variant.thumbnail.as_deref().into_iter().chain(variant.images.iter().map(|image| image.url.as_str()))
    });
    let all = own.chain(product.thumbnail.as_deref()).chain(product.images.iter().map(|image| image.url.as_str()));
    let mut images: Vec<&str> = Vec::new();
    for url in all {
        if !images.contains(&url) {
            images.push(url);
        }
    }
    images
}
