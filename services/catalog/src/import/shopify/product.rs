//! Lines of one handle, folded into a draft.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{
    cells::Line,
    columns::{Column, Format, OPTIONS},
    medusa,
    products::Parsed,
};
use crate::write::{
    ImageDraft, MAX_DESCRIPTION, MAX_IMAGES, MAX_VARIANTS, OptionDraft, ProductDraft, ProductStatus, VariantDraft,
};

/// A product whose lines are still coming.
#[derive(Debug)]
pub(super) struct Builder {
    parsed: Parsed,
    /// The places of the options that have a name.
    options: Vec<usize>,
    /// Pictures and where they want to stand.
    images: Vec<(i64, ImageDraft)>,
    /// The lines of what may stand once only.
    combinations: HashMap<Vec<String>, u64>,
    skus: HashMap<String, u64>,
    barcodes: HashMap<String, u64>,
}

/// What Shopify calls the option of a product that has none.
const ONLY_OPTION: (&str, &str) = ("Title", "Default Title");
/// Where a picture without a position stands: behind those with one.
const LAST: i64 = i64::MAX;

impl Builder {
    /// Begins with the line that carries the product.
    pub(super) fn new(handle: String, currency: &str, line: &Line<'_>) -> Result<Self, String> {
        let title = line.text(Column::Title).ok_or_else(|| {
            format!("the first line of '{handle}' has no title: a product's first line carries its title")
        })?;
        let draft = match line.columns.format() {
            Format::Shopify => shopify_product(handle, title, line)?,
            Format::Medusa => medusa::product(handle, title, description(line)?, line)?,
        };
        let mut builder = Self {
            parsed: Parsed { draft, line: line.number, variant_lines: Vec::new() },
            options: Vec::new(),
            images: Vec::new(),
            combinations: HashMap::new(),
            skus: HashMap::new(),
            barcodes: HashMap::new(),
        };
        builder.name_options(line)?;
        if line.columns.format() == Format::Shopify || medusa::is_variant(line) {
            builder.add_variant(currency, line)?;
        }
        builder.add_image(line)?;
        Ok(builder)
    }

    /// Folds in a further line: a variant, a picture, or both.
    pub(super) fn add(&mut self, currency: &str, line: &Line<'_>) -> Result<(), String> {
        if line.columns.format() == Format::Medusa {
            medusa::images(line)?;
            if medusa::is_variant(line) {
                self.add_variant(currency, line)?;
            }
            return self.add_image(line);
        }
        let is_variant = [Column::Sku, Column::Barcode, Column::Price]
            .into_iter()
            .chain((0..OPTIONS).map(Column::OptionValue))
            .any(|column| line.text(column).is_some());
        if is_variant {
            // The picture is looked at first, so that a line is taken as a whole or not at all.
            line.address(Column::ImageSource)?;
            line.integer(Column::ImagePosition)?;
            self.add_variant(currency, line)?;
        }
        self.add_image(line)
    }

    /// A line of it could not be read: what the shop has of it stays.
    pub(super) fn mark_partial(&mut self) {
        self.parsed.draft.is_partial = true;
    }

    pub(super) fn handle(&self) -> &str {
        &self.parsed.draft.handle
    }

    /// The product, when its last line was folded in.
    pub(super) fn finish(mut self, has_images: bool) -> Parsed {
        self.images.sort_by_key(|(position, _)| *position);
        self.parsed.draft.images = has_images.then(|| self.images.into_iter().map(|(_, image)| image).collect());
        self.parsed
    }

    fn name_options(&mut self, line: &Line<'_>) -> Result<(), String> {
        for place in 0..OPTIONS {
            let (name, value) = (line.text(Column::OptionName(place)), line.text(Column::OptionValue(place)));
            match (name, value) {
                (Some(name), _) if self.parsed.draft.options.iter().any(|option| option.title == name) => {
                    return Err(line.complain(Column::OptionName(place), name, "stands twice in this line"));
                }
                (Some(name), _) => {
                    self.options.push(place);
                    self.parsed.draft.options.push(OptionDraft { title: name.to_owned(), values: Vec::new() });
                }
                (None, Some(value)) if (ONLY_OPTION.1, 0) != (value, place) => {
                    return Err(line.complain(
                        Column::OptionValue(place),
                        value,
                        "is the value of an option without a name",
                    ));
                }
                (None, _) => {}
            }
        }
        // A file that says how variants are called is an export of ours, where a product without options has none.
        let is_ours = line.cell(Column::VariantTitle).is_some();
        if self.options.is_empty() && !is_ours {
            self.options.push(0);
            self.parsed.draft.options.push(OptionDraft { title: ONLY_OPTION.0.to_owned(), values: Vec::new() });
        }
        Ok(())
    }

    fn add_variant(&mut self, currency: &str, line: &Line<'_>) -> Result<(), String> {
        if self.parsed.draft.variants.len() == MAX_VARIANTS {
            return Err(format!("the product has more than {MAX_VARIANTS} variants"));
        }
        let values = self.values(line)?;
        let variant = self.variant(currency, line, &values)?;
        let number = line.number;
        if let Some(first) = self.combinations.get(&values) {
            return Err(format!("the variant '{}' stands on line {first} already", variant.title));
        }
        for (what, seen, value) in [("SKU", &self.skus, &variant.sku), ("barcode", &self.barcodes, &variant.barcode)] {
            if let Some((value, first)) = value.as_ref().and_then(|value| seen.get_key_value(value)) {
                return Err(format!("{what} '{value}' stands on line {first} already"));
            }
        }
        self.skus.extend(variant.sku.clone().filter(|sku| !sku.is_empty()).map(|sku| (sku, number)));
        self.barcodes.extend(variant.barcode.clone().filter(|code| !code.is_empty()).map(|code| (code, number)));
        for (option, value) in self.parsed.draft.options.iter_mut().zip(&values) {
            if !option.values.contains(value) {
                option.values.push(value.clone());
            }
        }
        self.combinations.insert(values, number);
        self.parsed.draft.variants.push(variant);
        self.parsed.variant_lines.push(number);
        Ok(())
    }

    /// One value for each option that has a name.
    fn values(&self, line: &Line<'_>) -> Result<Vec<String>, String> {
        for place in (0..OPTIONS).filter(|place| !self.options.contains(place)) {
            if let Some(value) = line.text(Column::OptionValue(place)) {
                return Err(line.complain(
                    Column::OptionValue(place),
                    value,
                    "is the value of an option without a name",
                ));
            }
        }
        let is_first = self.parsed.draft.variants.is_empty();
        let named = self.options.iter().zip(&self.parsed.draft.options);
        let values = named.map(|(place, option)| match line.text(Column::OptionValue(*place)) {
            Some(value) => Ok(value.to_owned()),
            None if is_first && option.title == ONLY_OPTION.0 => Ok(ONLY_OPTION.1.to_owned()),
            None => Err(format!("a value for option '{}' is missing", option.title)),
        });
        values.collect()
    }

    fn variant(&self, currency: &str, line: &Line<'_>, values: &[String]) -> Result<VariantDraft, String> {
        let options = self.parsed.draft.options.iter().map(|option| option.title.clone());
        let options = options.zip(values.iter().cloned()).collect();
        let title = || line.text(Column::VariantTitle).map_or_else(|| values.join(" / "), str::to_owned);
        if line.columns.format() == Format::Medusa {
            let title = Some(title()).filter(|title| !title.is_empty()).unwrap_or_else(|| ONLY_OPTION.1.to_owned());
            return Ok(VariantDraft { options, ..medusa::variant(title, line)? });
        }
        let price = line.number(Column::Price)?;
        let quantity = line.integer(Column::Quantity)?;
        let allow_backorder = match line.cell(Column::Policy) {
            None => None,
            Some(policy) if policy.is_empty() || policy.eq_ignore_ascii_case("deny") => Some(false),
            Some(policy) if policy.eq_ignore_ascii_case("continue") => Some(true),
            Some(policy) => return Err(line.complain(Column::Policy, policy, "is neither deny nor continue")),
        };
        let mut metadata = Map::new();
        let before = line.number(Column::CompareAtPrice)?.map(|amount| json!({ currency: amount.to_plain_string() }));
        set(&mut metadata, "compare_at_price", line.cell(Column::CompareAtPrice).map(|_| before.unwrap_or_default()));
        let cost = line.number(Column::Cost)?;
        let weight = line.number(Column::Grams)?.and_then(|grams| grams.to_plain_string().parse().ok());
        Ok(VariantDraft {
            title: title(),
            sku: line.given(Column::Sku),
            barcode: line.given(Column::Barcode),
            options,
            prices: price.into_iter().map(|price| (currency.to_owned(), price)).collect(),
            costs: line.cell(Column::Cost).map(|_| (currency.to_owned(), cost)).into_iter().collect(),
            // What was sold without being there is below zero in Shopify.
            stock: quantity.map(|quantity| quantity.max(0)),
            manage_inventory: line.cell(Column::Tracker).map(|tracker| !tracker.is_empty()),
            is_new_counted: quantity.is_some(),
            allow_backorder,
            weight,
            images: line
                .cell(Column::VariantImage)
                .map(|_| line.address(Column::VariantImage).map(|url| url.into_iter().map(str::to_owned).collect()))
                .transpose()?,
            metadata,
            ..VariantDraft::default()
        })
    }

    fn add_image(&mut self, line: &Line<'_>) -> Result<(), String> {
        if line.columns.format() == Format::Medusa {
            let before = i64::try_from(self.images.len()).unwrap_or(LAST);
            for (at, url) in medusa::images(line)? {
                // The thumbnail of the first line stands first; pictures of further lines stand behind.
                let position = if before == 0 { at } else { at.saturating_add(before + 1_000) };
                self.keep_image(position, url, None)?;
            }
            return Ok(());
        }
        let Some(url) = line.address(Column::ImageSource)? else { return Ok(()) };
        let position = line.integer(Column::ImagePosition)?.unwrap_or(LAST);
        self.keep_image(position, url, line.given(Column::ImageAlt))
    }

    fn keep_image(&mut self, position: i64, url: &str, alt: Option<String>) -> Result<(), String> {
        if self.images.iter().any(|(_, image)| image.url == url) {
            return Ok(());
        }
        if self.images.len() == MAX_IMAGES {
            return Err(format!("the product has more than {MAX_IMAGES} pictures"));
        }
        self.images.push((position, ImageDraft { url: url.to_owned(), alt }));
        Ok(())
    }
}

fn shopify_product(handle: String, title: &str, line: &Line<'_>) -> Result<ProductDraft, String> {
    let mut metadata = Map::new();
    for (column, key) in
        [(Column::Vendor, "vendor"), (Column::SeoTitle, "seo_title"), (Column::SeoDescription, "seo_description")]
    {
        set(&mut metadata, key, line.cell(column).map(Value::from));
    }
    Ok(ProductDraft {
        title: title.to_owned(),
        description: description(line)?,
        status: status(line)?,
        type_value: line.given(Column::Type),
        tags: line.cell(Column::Tags).map(tags),
        is_giftcard: line.cell(Column::GiftCard).map(|_| line.truth(Column::GiftCard)).transpose()?,
        sales_channels: line.cell(Column::SalesChannels).map(tags),
        metadata,
        handle,
        ..ProductDraft::default()
    })
}

/// A column that says nothing removes the key: what was on sale is not any more.
fn set(metadata: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        let is_empty = value.as_str().is_some_and(str::is_empty);
        metadata.insert(key.to_owned(), if is_empty { Value::Null } else { value });
    }
}

/// Written by whoever had the other shop, shown in ours: only harmless HTML stays.
fn description(line: &Line<'_>) -> Result<Option<String>, String> {
    let Some(body) = line.cell(Column::Body) else { return Ok(None) };
    if body.len() > MAX_DESCRIPTION {
        return Err(format!("{} has more than {MAX_DESCRIPTION} bytes", line.columns.name(Column::Body)));
    }
    Ok(Some(crate::html::sanitise(body)))
}

/// A file with neither column says nothing of it: what is published stays so, and what is new is a draft.
fn status(line: &Line<'_>) -> Result<Option<ProductStatus>, String> {
    let published = line.truth(Column::Published)?;
    let Some(text) = line.text(Column::Status) else {
        let is_said = line.cell(Column::Published).or_else(|| line.cell(Column::Status)).is_some();
        let status = if published { ProductStatus::Published } else { ProductStatus::Draft };
        return Ok(is_said.then_some(status));
    };
    match text.to_ascii_lowercase().as_str() {
        "active" => Ok(Some(ProductStatus::Published)),
        "draft" | "archived" => Ok(Some(ProductStatus::Draft)),
        // Only our own exports say these.
        "proposed" => Ok(Some(ProductStatus::Proposed)),
        "rejected" => Ok(Some(ProductStatus::Rejected)),
        _ => Err(line.complain(Column::Status, text, "is none of active, draft and archived")),
    }
}

fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}
