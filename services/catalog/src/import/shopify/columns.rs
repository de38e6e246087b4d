//! The columns of a file, found by name. Which format it is, the names say.

use csv::StringRecord;

use super::medusa;

/// Whose names the columns have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Shopify's product CSV, and our own exports.
    Shopify,
    /// Medusa's template of products.
    Medusa,
}

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
    /// Only in our own exports.
    SalesChannels,
    /// From here on Medusa's alone.
    Subtitle,
    ExternalId,
    Thumbnail,
    Collection,
    ShippingProfile,
    Discountable,
    ProductWeight,
    ProductMetadata,
    ProductCustoms(Customs),
    ProductMaterial,
    ProductOrigin,
    Ean,
    Upc,
    ManageInventory,
    AllowBackorder,
    VariantRank,
    VariantMetadata,
    VariantCustoms(Customs),
    VariantMaterial,
    VariantOrigin,
    /// `Variant Price EUR` and its like, by their place among these.
    PriceIn(usize),
    ImageAt(usize),
    TagAt(usize),
    CategoryAt(usize),
    ChannelAt(usize),
}

/// A size, or what customs ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Customs {
    Length,
    Height,
    Width,
    HsCode,
    MidCode,
}

use Column::{
    Barcode, Body, CompareAtPrice, Cost, GiftCard, Grams, Handle, ImageAlt, ImagePosition, ImageSource, OptionName,
    OptionValue, Policy, Price, Published, Quantity, SalesChannels, SeoDescription, SeoTitle, Sku, Status, Tags, Title,
    Tracker, Type, VariantImage, VariantTitle, Vendor,
};

/// Options of a product in these formats: Shopify has three, Medusa any number.
pub(super) const OPTIONS: usize = 20;

/// Names as Shopify exports them, and those of its newer template; lower-case.
const NAMES: [(Column, &[&str]); 32] = [
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
    (SalesChannels, &["sales channels"]),
];

/// Which cell of a line is which column.
#[derive(Debug)]
pub(super) struct Columns {
    format: Format,
    places: Vec<(Column, usize)>,
    /// What the columns of prices are in.
    prices: Vec<medusa::PriceColumn>,
    names: Vec<String>,
    ignored: Vec<String>,
}

impl Columns {
    /// Reads the header; none when it has no handle.
    pub(super) fn read(header: &StringRecord) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let is_medusas = names.iter().any(|name| ["product handle", "product title"].contains(&&*name.to_lowercase()));
        let format = if is_medusas { Format::Medusa } else { Format::Shopify };
        let mut columns =
            Self { format, places: Vec::new(), prices: Vec::new(), names: Vec::new(), ignored: Vec::new() };
        for (place, name) in names.iter().enumerate() {
            let lower = name.to_lowercase();
            let known = match format {
                Format::Shopify => {
                    NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(column, _)| *column)
                }
                Format::Medusa => medusa::column(&lower, &mut columns.prices),
            };
            match known {
                Some(known) if columns.place(known).is_none() => columns.places.push((known, place)),
                _ if name.is_empty() => {}
                _ => columns.ignored.push(name.clone()),
            }
        }
        columns.names = names;
        (is_medusas || columns.place(Handle).is_some()).then_some(columns)
    }

    pub(super) fn format(&self) -> Format {
        self.format
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
        self.places.iter().find(|(known, _)| *known == column).map(|(_, place)| *place)
    }

    /// The columns of a kind, in the order of the file.
    pub(super) fn all(&self, is: impl Fn(&Column) -> bool) -> impl Iterator<Item = Column> {
        self.places.iter().map(|(column, _)| *column).filter(move |column| is(column))
    }

    pub(super) fn prices(&self) -> &[medusa::PriceColumn] {
        &self.prices
    }

    pub(super) fn prices_mut(&mut self) -> &mut [medusa::PriceColumn] {
        &mut self.prices
    }

    /// Whether the file says which pictures a product has.
    pub(super) fn has_images(&self) -> bool {
        [ImageSource, Column::Thumbnail].iter().any(|column| self.place(*column).is_some())
            || self.all(|column| matches!(column, Column::ImageAt(_))).next().is_some()
    }

    /// What the file calls a column.
    pub(super) fn name(&self, column: Column) -> &str {
        self.place(column).map_or("", |place| &self.names[place])
    }

    pub(super) fn name_at(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }
}
