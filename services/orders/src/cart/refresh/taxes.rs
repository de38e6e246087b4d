//! Tax lines of items and methods.

use money::tax::{Candidate, Taxed, lines};
use uuid::Uuid;

use crate::{
    cart::{Cart, document::TaxLine},
    offer::Offers,
};

/// Replaces all tax lines by what holds at the cart's address; without one there are none.
pub(crate) fn refresh(cart: &mut Cart, offers: &Offers) {
    let candidates = offers.taxes();
    for line in &mut cart.items {
        // What a gift card buys is taxed when it is spent.
        let rates = if line.is_giftcard { &[][..] } else { &candidates[..] };
        let taxed = Taxed::Item { product: line.product_id, product_type: line.product_type_id };
        line.tax_lines = anew(&line.tax_lines, taxed, rates);
    }
    for method in &mut cart.shipping_methods {
        let taxed = Taxed::Shipping { option: method.shipping_option_id };
        method.tax_lines = anew(&method.tax_lines, taxed, &candidates);
    }
}

/// One that stays keeps its id.
fn anew(old: &[TaxLine], taxed: Taxed, candidates: &[Candidate]) -> Vec<TaxLine> {
    let found = lines(taxed, candidates).into_iter();
    found
        .map(|tax| {
            let same = old.iter().find(|line| line.tax_rate_id == Some(tax.tax_rate_id));
            TaxLine {
                id: same.map_or_else(Uuid::now_v7, |line| line.id),
                tax_rate_id: Some(tax.tax_rate_id),
                code: tax.code,
                description: Some(tax.description),
                rate: tax.rate,
                provider_id: tax.provider_id.to_owned(),
            }
        })
        .collect()
}
