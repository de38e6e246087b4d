//! What prices are with tax and without it, where goods go.

use std::collections::HashMap;

use db::Tx;
use money::{
    Amount, Rounding,
    tax::{self, Candidate, Reference, Taxed},
    totals,
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use super::uuids;
use crate::{
    pricing::{PriceContext, TaxedAt},
    view::{
        CalculatedPrice, Variant,
        price::{Number, TaxAmounts},
    },
};

#[derive(FromQueryResult)]
struct ProductRow {
    id: Uuid,
    type_id: Option<Uuid>,
    is_giftcard: bool,
}

#[derive(FromQueryResult)]
struct RateRow {
    id: Uuid,
    tax_region_id: Uuid,
    parent_id: Option<Uuid>,
    is_province: bool,
    rate: String,
    code: Option<String>,
    name: String,
    is_default: bool,
    is_combinable: bool,
    rules: sea_orm::JsonValue,
}

#[derive(Deserialize)]
struct RuleOf {
    reference: String,
    reference_id: Uuid,
}

#[derive(FromQueryResult)]
struct Shop {
    totals_rounding: String,
}

/// Adds to prices what they are with tax and without: as a cart that goes there would have one piece of it.
pub(super) async fn fill_tax_amounts(
    tx: &Tx,
    variants: &mut [&mut Variant],
    context: &PriceContext,
    TaxedAt { country, province }: &TaxedAt,
) -> db::Result<()> {
    let sql = "select p.id, p.type_id, p.is_giftcard from products p where p.id = any($1)";
    let products: Vec<ProductRow> =
        db::fetch_all(tx, sql, [uuids(variants.iter().map(|variant| variant.product_id))]).await?;
    let products: HashMap<Uuid, ProductRow> = products.into_iter().map(|row| (row.id, row)).collect();
    let things: Vec<Uuid> = products.values().flat_map(|row| [Some(row.id), row.type_id]).flatten().collect();
    let sql = "select c.* from private.tax_candidates($1, $2, $3) c";
    let rates: Vec<RateRow> =
        db::fetch_all(tx, sql, [country.as_str().into(), province.clone().into(), things.into()]).await?;
    let rates: Vec<Candidate> = rates.into_iter().map(RateRow::candidate).collect();
    let shop: Option<Shop> = db::fetch_optional(tx, "select s.totals_rounding from stores s", []).await?;
    let rounding = rounding(shop.as_ref().map(|shop| shop.totals_rounding.as_str()), &context.currency_code);
    for variant in variants {
        let product = products.get(&variant.product_id.0);
        // What a gift card buys is taxed when it is spent.
        let rates = if product.is_none_or(|product| product.is_giftcard) { &[][..] } else { &rates[..] };
        let taxed =
            Taxed::Item { product: Some(variant.product_id.0), product_type: product.and_then(|row| row.type_id) };
        let rates: Vec<Amount> = tax::lines(taxed, rates).into_iter().map(|line| line.rate).collect();
        if let Some(price) = &mut variant.calculated_price {
            price.taxes = amounts(price, &rates, rounding);
        }
    }
    Ok(())
}

fn rounding(name: Option<&str>, currency: &str) -> Rounding {
    let digits = || Rounding::Currency(money::currency::digits(currency));
    Rounding::of(name.unwrap_or("currency"), currency).unwrap_or_else(digits)
}

impl RateRow {
    fn candidate(self) -> Candidate {
        let rules: Vec<RuleOf> = serde_json::from_value(self.rules).unwrap_or_default();
        let reference = |rule: RuleOf| match rule.reference.as_str() {
            "product" => Some(Reference::Product(rule.reference_id)),
            "product_type" => Some(Reference::ProductType(rule.reference_id)),
            _ => None,
        };
        Candidate {
            id: self.id,
            region: self.tax_region_id,
            parent: self.parent_id,
            is_province: self.is_province,
            rate: self.rate.parse().unwrap_or_else(|_| Amount::zero()),
            code: self.code,
            name: self.name,
            is_default: self.is_default,
            is_combinable: self.is_combinable,
            rules: rules.into_iter().filter_map(reference).collect(),
        }
    }
}

/// Both prices with and without tax; nothing where no price holds.
fn amounts(price: &CalculatedPrice, rates: &[Amount], rounding: Rounding) -> Option<TaxAmounts> {
    let both = |Number(amount): &Number, is_tax_inclusive| {
        let price = Amount::new(amount.clone()).ok()?;
        let line =
            totals::Line { price, quantity: 1, is_tax_inclusive, rates: rates.to_vec(), adjustments: Vec::new() };
        let sums = totals::line(&line, rounding).sums;
        let number = |amount: &Amount| Number(rounding.written(amount).into_decimal());
        Some((number(&sums.total), number(&sums.subtotal)))
    };
    let calculated = price.calculated_amount.as_ref()?;
    let (calculated_amount_with_tax, calculated_amount_without_tax) =
        both(calculated, price.is_calculated_price_tax_inclusive)?;
    let (original_amount_with_tax, original_amount_without_tax) = match &price.original_amount {
        Some(original) => both(original, price.is_original_price_tax_inclusive)?,
        None => (calculated_amount_with_tax.clone(), calculated_amount_without_tax.clone()),
    };
    Some(TaxAmounts {
        calculated_amount_with_tax,
        calculated_amount_without_tax,
        original_amount_with_tax,
        original_amount_without_tax,
    })
}
