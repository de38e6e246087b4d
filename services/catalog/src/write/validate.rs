//! What drafts must be before the database is asked: all problems at once, each with its field.

use std::collections::{BTreeSet, HashMap, HashSet};

use bigdecimal::{BigDecimal, num_bigint::Sign};
use serde_json::{Map, Value};

use super::{
    Customs, OptionDraft, Problem, ProductDraft, ShopContext, VariantDraft,
    handle::{MAX_HANDLE, is_handle},
    identifiers::IDENTIFIERS,
};
use crate::iso;

/// Characters of a title.
pub const MAX_TITLE: usize = 500;
/// Bytes of a description.
pub const MAX_DESCRIPTION: usize = 200_000;
/// Variants of a product.
pub const MAX_VARIANTS: usize = 2_000;
/// Options of a product.
pub const MAX_OPTIONS: usize = 100;
/// Pictures of a product.
pub const MAX_IMAGES: usize = 1_000;
/// Tags or categories of a product.
pub const MAX_NAMES: usize = 500;
/// Characters of what stands in an index or on a label: SKU, tag, option value.
pub const MAX_WORD: usize = 255;
const MAX_URL: usize = 4_096;
const MAX_METADATA: usize = 64_000;
/// Digits of an amount, before and behind the point.
const MAX_DIGITS: (u64, i64) = (15, 10);

/// All problems of the drafts, in their order.
pub fn validate(shop: &ShopContext, drafts: &[ProductDraft]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut handles = HashSet::new();
    let mut identifiers: HashMap<(&str, &str), &str> = HashMap::new();
    for (draft_at, draft) in drafts.iter().enumerate() {
        let before = problems.len();
        let mut own: HashSet<(&str, &str)> = HashSet::new();
        let mut check = Check { problems: &mut problems, draft: draft_at, variant: None, handle: &draft.handle };
        if !handles.insert(&draft.handle) {
            check.fail("handle", "stands twice among these products".to_owned());
        }
        check.product(draft);
        for (variant_at, variant) in draft.variants.iter().enumerate().take(MAX_VARIANTS) {
            check.variant = Some(variant_at);
            check.variant(shop, draft, variant);
            for (field, name, read) in IDENTIFIERS {
                let Some(value) = read(variant).filter(|value| !value.is_empty()) else { continue };
                if let Some(first) = identifiers.get(&(field, value)) {
                    check.fail(field, format!("{name} '{value}' belongs to another product, '{first}'"));
                } else if !own.insert((field, value)) {
                    check.fail(field, format!("{name} '{value}' stands twice in this product"));
                }
            }
        }
        // One that is left out takes nothing from another.
        if problems.len() == before {
            identifiers.extend(own.into_iter().map(|key| (key, draft.handle.as_str())));
        }
    }
    problems
}

struct Check<'a> {
    problems: &'a mut Vec<Problem>,
    draft: usize,
    variant: Option<usize>,
    handle: &'a str,
}

impl Check<'_> {
    fn fail(&mut self, field: &str, message: String) {
        let field = match self.variant {
            Some(at) => format!("variants[{at}].{field}"),
            None => field.to_owned(),
        };
        let handle = self.handle.chars().take(MAX_HANDLE).collect();
        self.problems.push(Problem { draft: self.draft, variant: self.variant, handle, field, message });
    }

    fn product(&mut self, draft: &ProductDraft) {
        if !is_handle(&draft.handle) {
            self.fail("handle", "is no handle: it is words of a-z and 0-9 joined by single hyphens".to_owned());
        }
        self.name("title", &draft.title, MAX_TITLE);
        self.optional("subtitle", draft.subtitle.as_deref(), MAX_TITLE);
        self.optional("material", draft.material.as_deref(), MAX_TITLE);
        self.optional("type_value", draft.type_value.as_deref(), MAX_WORD);
        self.optional("collection_handle", draft.collection_handle.as_deref(), MAX_HANDLE);
        self.optional("external_id", draft.external_id.as_deref(), MAX_WORD);
        if let Some(description) = &draft.description {
            self.signs("description", description);
            self.at_most("description", description.len(), MAX_DESCRIPTION, "bytes");
        }
        self.country(draft.origin_country.as_deref());
        self.weight(draft.weight);
        self.customs(&draft.customs);
        self.optional("shipping_profile", draft.shipping_profile.as_deref(), MAX_WORD);
        self.names("sales_channels", draft.sales_channels.as_deref());
        self.metadata(&draft.metadata);
        self.names("tags", draft.tags.as_deref());
        self.names("category_handles", draft.category_handles.as_deref());
        let images = draft.images.as_deref().unwrap_or_default();
        self.at_most("images", images.len(), MAX_IMAGES, "pictures");
        for image in images.iter().take(MAX_IMAGES) {
            self.name("images", &image.url, MAX_URL);
            self.optional("images", image.alt.as_deref(), MAX_URL);
        }
        self.options(&draft.options);
        self.at_most("variants", draft.variants.len(), MAX_VARIANTS, "variants");
        self.combinations(draft);
    }

    fn options(&mut self, options: &[OptionDraft]) {
        self.at_most("options", options.len(), MAX_OPTIONS, "options");
        let mut titles = HashSet::new();
        for OptionDraft { title, values } in options.iter().take(MAX_OPTIONS) {
            self.name("options", title, MAX_WORD);
            if !titles.insert(title) {
                self.fail("options", format!("option '{title}' stands twice"));
            }
            let field = format!("options.{title}");
            self.at_most(&field, values.len(), MAX_VARIANTS, "values");
            let mut seen = HashSet::new();
            for value in values.iter().take(MAX_VARIANTS) {
                self.name(&field, value, MAX_WORD);
                if !seen.insert(value) {
                    self.fail(&field, format!("value '{value}' stands twice"));
                }
            }
        }
    }

    /// Two variants with the same values could not be told apart.
    fn combinations(&mut self, draft: &ProductDraft) {
        let mut seen: HashMap<BTreeSet<&(String, String)>, usize> = HashMap::new();
        for (at, variant) in draft.variants.iter().enumerate().take(MAX_VARIANTS) {
            if let Some(first) = seen.insert(variant.options.iter().collect(), at) {
                self.variant = Some(at);
                self.fail("options", format!("are those of variants[{first}] too: variants differ in their values"));
                self.variant = None;
            }
        }
    }

    fn variant(&mut self, shop: &ShopContext, draft: &ProductDraft, variant: &VariantDraft) {
        self.name("title", &variant.title, MAX_TITLE);
        for (field, _, read) in IDENTIFIERS {
            self.optional(field, read(variant), MAX_WORD);
        }
        for option in &draft.options {
            let mut given = variant.options.iter().filter(|(title, _)| *title == option.title);
            match (given.next(), given.next()) {
                (None, _) => self.fail("options", format!("a value for '{}' is missing", option.title)),
                (Some(_), Some(_)) => self.fail("options", format!("'{}' has two values", option.title)),
                (Some((title, value)), None) if !option.values.contains(value) => {
                    self.fail("options", format!("'{value}' is no value of option '{title}'"));
                }
                (Some(_), None) => {}
            }
        }
        for (title, _) in &variant.options {
            if !draft.options.iter().any(|option| option.title == *title) {
                self.fail("options", format!("the product has no option '{title}'"));
            }
        }
        let mut currencies = HashSet::new();
        for (currency, amount) in &variant.prices {
            self.price(shop, currency, amount);
            if !currencies.insert(currency) {
                self.fail("prices", format!("currency '{currency}' has two prices"));
            }
        }
        if variant.stock.is_some_and(|stock| stock < 0) {
            self.fail("stock", "is negative".to_owned());
        }
        if variant.manage_inventory != Some(false) && variant.stock.is_some() && shop.stock_location_id.is_none() {
            self.fail("stock", "the default sales channel has no stock location: link one to it".to_owned());
        }
        if variant.rank.is_some_and(|rank| rank < 0) {
            self.fail("rank", "is negative".to_owned());
        }
        let mut regions = HashSet::new();
        for (region, currency, amount) in &variant.region_prices {
            self.price(shop, currency, amount);
            if !regions.insert((region, currency)) {
                self.fail("prices", format!("currency '{currency}' has two prices in one region"));
            }
        }
        self.country(variant.origin_country.as_deref());
        self.optional("material", variant.material.as_deref(), MAX_TITLE);
        self.customs(&variant.customs);
        self.weight(variant.weight);
        self.metadata(&variant.metadata);
        for url in variant.images.iter().flatten().take(MAX_IMAGES) {
            self.name("images", url, MAX_URL);
        }
    }

    fn price(&mut self, shop: &ShopContext, currency: &str, amount: &BigDecimal) {
        if !shop.currencies.iter().any(|known| known == currency) {
            let known = shop.currencies.join(", ");
            self.fail("prices", format!("the shop does not sell in '{currency}': it sells in {known}"));
        }
        if amount.sign() == Sign::Minus {
            self.fail("prices", format!("the price in '{currency}' is negative"));
        }
        let (digits, scale) = (amount.digits(), amount.fractional_digit_count());
        let is_sane =
            scale <= MAX_DIGITS.1 && digits <= 40 && digits.saturating_add_signed(-scale.max(-40)) <= MAX_DIGITS.0;
        if !is_sane {
            self.fail("prices", format!("the price in '{currency}' has too many digits"));
        }
    }

    fn country(&mut self, country: Option<&str>) {
        if let Some(country) = country.filter(|country| !country.is_empty())
            && iso::country(country).is_none()
        {
            self.fail("origin_country", format!("'{country}' is no country: give two lower-case letters of ISO 3166"));
        }
    }

    fn customs(&mut self, customs: &Customs) {
        for (field, number) in [("length", customs.length), ("height", customs.height), ("width", customs.width)] {
            if number.is_some_and(|number| !(0.0..=1e12).contains(&number)) {
                self.fail(field, "is not a number from 0".to_owned());
            }
        }
        self.optional("hs_code", customs.hs_code.as_deref(), MAX_WORD);
        self.optional("mid_code", customs.mid_code.as_deref(), MAX_WORD);
    }

    fn weight(&mut self, weight: Option<f64>) {
        if weight.is_some_and(|weight| !(0.0..=1e12).contains(&weight)) {
            self.fail("weight", "is not a number of grams from 0".to_owned());
        }
    }

    fn metadata(&mut self, metadata: &Map<String, Value>) {
        let size = serde_json::to_string(metadata).map_or(0, |text| text.len());
        self.at_most("metadata", size, MAX_METADATA, "bytes");
        if metadata.iter().any(|(key, value)| key.contains('\0') || has_nul(value)) {
            self.fail("metadata", NUL.to_owned());
        }
    }

    fn names(&mut self, field: &str, names: Option<&[String]>) {
        let names = names.unwrap_or_default();
        self.at_most(field, names.len(), MAX_NAMES, "entries");
        for name in names.iter().take(MAX_NAMES) {
            self.name(field, name, MAX_WORD);
        }
    }

    fn name(&mut self, field: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.fail(field, "is empty".to_owned());
        }
        self.optional(field, Some(text), most);
    }

    fn optional(&mut self, field: &str, text: Option<&str>, most: usize) {
        let text = text.unwrap_or_default();
        self.signs(field, text);
        self.at_most(field, text.chars().count(), most, "characters");
    }

    fn signs(&mut self, field: &str, text: &str) {
        if text.contains('\0') {
            self.fail(field, NUL.to_owned());
        }
    }

    fn at_most(&mut self, field: &str, size: usize, most: usize, unit: &str) {
        if size > most {
            self.fail(field, format!("has {size} {unit}: at most {most} are allowed"));
        }
    }
}

const NUL: &str = "has a NUL character, which the database cannot store";

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
