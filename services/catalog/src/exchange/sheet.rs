//! Products as lines of Shopify's format.

use csv::Writer;
use serde_json::{Map, Value as Json};

use super::page::{Exported, ExportedImage, ExportedVariant};
use crate::import::shopify::guarded;

/// The options of a product that a line can say.
const OPTIONS: usize = 3;

const COLUMNS: [&str; 31] = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Status",
    "Gift Card",
    "SEO Title",
    "SEO Description",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Barcode",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Price",
    "Variant Compare At Price",
    "Cost per item",
    "Variant Title",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    // Empty: it is sold nowhere. Without the column an import would put it where new products go.
    "Sales Channels",
];
const VARIANT_IMAGE: &str = "Variant Image";

/// Where the cells of a variant begin, and those of a picture.
const OPTION: usize = 11;
const VARIANT: usize = 17;
const IMAGE: usize = 27;
const CHANNELS: usize = 30;

/// A sheet that is being written.
pub(super) struct Sheet {
    csv: Writer<Vec<u8>>,
    currency: String,
    /// Whether lines say the pictures of variants.
    has_variant_image: bool,
}

impl Sheet {
    /// With its header.
    pub(super) fn new(currency: &str, has_variant_image: bool) -> Result<Self, csv::Error> {
        let mut csv = Writer::from_writer(Vec::new());
        let more = has_variant_image.then_some(VARIANT_IMAGE);
        csv.write_record(COLUMNS.into_iter().chain(more))?;
        Ok(Self { csv, currency: currency.to_owned(), has_variant_image })
    }

    /// What was written since the last time.
    pub(super) fn take(&mut self) -> Result<Vec<u8>, csv::Error> {
        self.csv.flush()?;
        let empty = Writer::from_writer(Vec::new());
        std::mem::replace(&mut self.csv, empty).into_inner().map_err(|error| error.into_error().into())
    }

    /// The lines of a product, or why it has none in this format.
    pub(super) fn add(&mut self, product: &Exported) -> Result<Result<(), String>, csv::Error> {
        let of_json = |error: serde_json::Error| csv::Error::from(std::io::Error::other(error));
        let options = product.options().map_err(of_json)?;
        let (variants, images) = (product.variants().map_err(of_json)?, product.images().map_err(of_json)?);
        if options.len() > OPTIONS {
            return Ok(Err(format!("has {} options, and a line of this format has {OPTIONS}", options.len())));
        }
        if variants.is_empty() {
            return Ok(Err("has no variants, and a line of this format has one".to_owned()));
        }
        if let Some(tag) = product.tags.iter().find(|tag| tag.contains(',')) {
            return Ok(Err(format!("has the tag '{tag}', and commas stand between tags in this format")));
        }
        for at in 0..variants.len().max(images.len()) {
            let mut cells = vec![String::new(); COLUMNS.len() + usize::from(self.has_variant_image)];
            cells[0].clone_from(&product.handle);
            if at == 0 {
                of_product(product, &mut cells);
                cells[CHANNELS] = product.channels().map_err(of_json)?.join(", ");
                for (place, option) in options.iter().enumerate() {
                    cells[OPTION + 2 * place].clone_from(&option.title);
                }
            }
            if let Some(variant) = variants.get(at) {
                for (place, option) in options.iter().enumerate() {
                    let value = variant.values.get(&option.id.to_string()).and_then(Json::as_str);
                    let Some(value) = value else {
                        return Ok(Err(format!("has a variant without a value for '{}'", option.title)));
                    };
                    value.clone_into(&mut cells[OPTION + 1 + 2 * place]);
                }
                self.variant(variant, &mut cells);
            }
            if let Some(image) = images.get(at) {
                picture(image, at, &mut cells);
            }
            self.csv.write_record(cells.iter().map(|cell| guarded(cell).into_owned()))?;
        }
        Ok(Ok(()))
    }

    fn variant(&self, variant: &ExportedVariant, cells: &mut [String]) {
        let amount = |key: &str| {
            let amounts = variant.metadata.as_ref().and_then(|metadata| metadata.get(key));
            amounts
                .and_then(|amounts| amounts.get(&self.currency))
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let tracker = if variant.manage_inventory { "shopify" } else { "" };
        let policy = if variant.allow_backorder { "continue" } else { "deny" };
        for (place, cell) in [
            variant.sku.clone().unwrap_or_default(),
            variant.barcode.clone().unwrap_or_default(),
            variant.weight.clone().unwrap_or_default(),
            tracker.to_owned(),
            variant.stock.map(|stock| stock.to_string()).unwrap_or_default(),
            policy.to_owned(),
            variant.price.clone().unwrap_or_default(),
            amount("compare_at_price"),
            variant.cost.clone().unwrap_or_default(),
            variant.title.clone(),
        ]
        .into_iter()
        .enumerate()
        {
            cells[VARIANT + place] = cell;
        }
        if self.has_variant_image {
            cells[COLUMNS.len()] = variant.image.clone().unwrap_or_default();
        }
    }
}

fn picture(image: &ExportedImage, at: usize, cells: &mut [String]) {
    cells[IMAGE].clone_from(&image.url);
    cells[IMAGE + 1] = (at + 1).to_string();
    cells[IMAGE + 2] = image.alt.clone().unwrap_or_default();
}

/// What stands on a product's first line only.
fn of_product(product: &Exported, cells: &mut [String]) {
    let nothing = Map::new();
    let metadata = product.metadata.as_ref().and_then(Json::as_object).unwrap_or(&nothing);
    let said = |key: &str| metadata.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let status = match product.status.as_str() {
        "published" => "active",
        other => other,
    };
    for (place, cell) in [
        (1, product.title.clone()),
        (2, product.description.clone().unwrap_or_default()),
        (3, said("vendor")),
        (4, product.kind.clone().unwrap_or_default()),
        (5, product.tags.join(", ")),
        (6, (status == "active").to_string()),
        (7, status.to_owned()),
        (8, product.is_giftcard.to_string()),
        (9, said("seo_title")),
        (10, said("seo_description")),
    ] {
        cells[place] = cell;
    }
}
