//! Which tax rates hold for what is bought.
//!
//! Source: medusa `modules/tax/src/services/tax-module-service.ts`. The candidates are those of `private.tax_candidates`: all
//! rates of the country's region and of its province's that are default there or have a rule for anything in the cart.

use uuid::Uuid;

use crate::Amount;

/// A rate that might hold.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The rate's id; of equally good ones the older holds, and ids grow with time.
    pub id: Uuid,
    /// Its tax region.
    pub region: Uuid,
    /// The region above that one: a province's country.
    pub parent: Option<Uuid>,
    /// Whether its region is a province.
    pub is_province: bool,
    /// In percent: 19 is nineteen of a hundred. A rate that is not set is 0.
    pub rate: Amount,
    pub code: Option<String>,
    pub name: String,
    /// Whether it holds for what no rule names.
    pub is_default: bool,
    /// Whether the parent region's best rate holds beside it. It is the province's flag that counts.
    pub is_combinable: bool,
    pub rules: Vec<Reference>,
}

/// What a rule of a rate names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    Product(Uuid),
    ProductType(Uuid),
    ShippingOption(Uuid),
}

/// What is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taxed {
    /// A line of this product, of this type.
    Item { product: Option<Uuid>, product_type: Option<Uuid> },
    /// A shipping method of this option.
    Shipping { option: Option<Uuid> },
}

/// A tax line, named as on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxLine {
    /// In percent.
    pub rate: Amount,
    pub code: Option<String>,
    /// The rate's name.
    pub description: String,
    /// Medusa's name of its own provider on lines.
    pub provider_id: &'static str,
    pub tax_rate_id: Uuid,
}

/// The tax lines of an item or a shipping method: of the best rate, and if that one is combinable, of its parent region's
/// best rate too. A province without its country has no taxes.
pub fn lines(taxed: Taxed, candidates: &[Candidate]) -> Vec<TaxLine> {
    let best = |of: Option<Uuid>| {
        candidates
            .iter()
            .filter(|one| of.is_none_or(|region| one.region == region))
            .filter_map(|one| Some((one.score(taxed)?, one.id, one)))
            .min_by_key(|(score, id, _)| (*score, *id))
            .map(|(.., found)| found)
    };
    let Some(first) = best(None) else { return Vec::new() };
    let beside = first.parent.filter(|_| first.is_combinable).and_then(|parent| best(Some(parent)));
    [Some(first), beside].into_iter().flatten().map(Candidate::line).collect()
}

impl Candidate {
    /// How well it fits, 1 best; `None` where it does not hold.
    fn score(&self, taxed: Taxed) -> Option<u8> {
        if self.is_province && self.parent.is_none() {
            return None;
        }
        let names = |reference: Option<Reference>| reference.is_some_and(|wanted| self.rules.contains(&wanted));
        let (is_itself, is_type) = match taxed {
            Taxed::Item { product, product_type } => {
                (names(product.map(Reference::Product)), names(product_type.map(Reference::ProductType)))
            }
            Taxed::Shipping { option } => (names(option.map(Reference::ShippingOption)), false),
        };
        let within = match (is_itself, is_type, self.is_default) {
            (true, ..) => 1,
            (_, true, _) => 2,
            (.., true) => 3,
            _ => return None,
        };
        Some(if self.is_province { within } else { within + 3 })
    }

    fn line(&self) -> TaxLine {
        TaxLine {
            rate: self.rate.at_least_zero(),
            code: self.code.clone(),
            description: self.name.clone(),
            provider_id: "system",
            tax_rate_id: self.id,
        }
    }
}
