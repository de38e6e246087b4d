//! The columns of a file, found by name.

use csv::StringRecord;

/// A column that the import reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Handle,
    Title,
    Body,
    Vendor,
    Type,
    Tags,
    Published,
    Status,
    GiftCard,
    SeoTitle,
    SeoDescription,
    OptionName(usize),
    OptionValue(usize),
    Sku,
    Barcode,
    Grams,
    Tracker,
    Quantity,
    Policy,
    Price,
    CompareAtPrice,
    Cost,
    VariantImage,
    /// Only in our own exports: elsewhere it is made of the values.
    VariantTitle,
    ImageSource,
    ImagePosition,
    ImageAlt,
}

use Column::{
    Barcode, Body, CompareAtPrice, Cost, GiftCard, Grams, Handle, ImageAlt, ImagePosition, ImageSource, OptionName,
    OptionValue, Policy, Price, Published, Quantity, SeoDescription, SeoTitle, Sku, Status, Tags, Title, Tracker, Type,
    VariantImage, VariantTitle, Vendor,
};

/// Options of a product in this format.
pub(super) const OPTIONS: usize = 3;

/// Names as Shopify exports them, and those of its newer template; lower-case.
const NAMES: [(Column, &[&str]); 31] = [
    (Handle, &["handle", "url handle"]),
    (Title, &["title"]),
    (Body, &["body (html)", "body html", "description"]),
    (Vendor, &["vendor"]),
    (Type, &["type"]),
    (Tags, &["tags"]),
    (Published, &["published", "published on online store"]),
    (Status, &["status"]),
    (GiftCard, &["gift card"]),
    (SeoTitle, &["seo title"]),
    (SeoDescription, &["seo description"]),
    (OptionName(0), &["option1 name"]),
    (OptionName(1), &["option2 name"]),
    (OptionName(2), &["option3 name"]),
    (OptionValue(0), &["option1 value"]),
    (OptionValue(1), &["option2 value"]),
    (OptionValue(2), &["option3 value"]),
    (Sku, &["variant sku", "sku"]),
    (Barcode, &["variant barcode", "barcode"]),
    (Grams, &["variant grams", "weight value (grams)"]),
    (Tracker, &["variant inventory tracker", "inventory tracker"]),
    (Quantity, &["variant inventory qty", "inventory quantity"]),
    (Policy, &["variant inventory policy", "continue selling when out of stock"]),
    (Price, &["variant price", "price"]),
    (CompareAtPrice, &["variant compare at price", "compare-at price"]),
    (Cost, &["cost per item"]),
    (VariantImage, &["variant image", "variant image url"]),
    (VariantTitle, &["variant title"]),
    (ImageSource, &["image src", "product image url"]),
    (ImagePosition, &["image position"]),
    (ImageAlt, &["image alt text"]),
];

/// Which cell of a line is which column.
#[derive(Debug)]
pub(super) struct Columns {
    places: [Option<usize>; NAMES.len()],
    names: Vec<String>,
    ignored: Vec<String>,
}

impl Columns {
    /// Reads the header; none when it has no handle.
    pub(super) fn read(header: &StringRecord) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut columns = Self { places: [None; NAMES.len()], names: Vec::new(), ignored: Vec::new() };
        for (place, name) in names.iter().enumerate() {
            let lower = name.to_lowercase();
            let known = NAMES.iter().position(|(_, names)| names.contains(&lower.as_str()));
            match known {
                Some(known) if columns.places[known].is_none() => columns.places[known] = Some(place),
                _ if name.is_empty() => {}
                _ => columns.ignored.push(name.clone()),
            }
        }
        columns.names = names;
        columns.place(Handle).is_some().then_some(columns)
    }

    /// How many cells a line has.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The columns that nothing reads.
    pub(super) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    pub(super) fn place(&self, column: Column) -> Option<usize> {
        NAMES.iter().position(|(known, _)| *known == column).and_then(|at| self.places[at])
    }

    /// What the file calls a column.
    pub(super) fn name(&self, column: Column) -> &str {
        self.place(column).map_or("", |place| &self.names[place])
    }

    pub(super) fn name_at(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }
}
