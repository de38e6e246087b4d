//! Medusa's columns: `Product Handle`, `Variant SKU`, `Variant Price EUR`, `Variant Option 1 Name`, `Product Image 1 Url`.
//!
//! Each line is a variant, and says its product again. Products are found by their handles and variants by their SKUs or values, so
//! that ids of another installation do no harm; tags, categories, collections, types, channels and shipping profiles are named by ids,
//! as Medusa does, or by names.

use entity::ids::RegionId;
use serde_json::{Map, Value};

use super::{
    cells::Line,
    columns::{Column, Customs, OPTIONS},
};
use crate::write::{self, ProductDraft, ProductStatus, VariantDraft};

/// A column of prices.
#[derive(Debug, Clone)]
pub(super) struct PriceColumn {
    currency: String,
    /// A region by name, for prices that hold there only.
    region: Option<String>,
    found: Option<RegionId>,
    /// Why no price can stand there.
    refused: Option<String>,
}

/// A region of the shop.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    pub(crate) id: RegionId,
    pub(crate) name: String,
    pub(crate) currency: String,
}

impl PriceColumn {
    /// `eur`, `[europe] eur` or `europe [eur]`.
    fn read(text: &str) -> Option<Self> {
        let of = |currency: &str, region: Option<&str>| {
            let currency = currency.trim().to_owned();
            let region = region.map(|name| name.trim().to_owned());
            Some(Self { currency, region, found: None, refused: None })
        };
        if let Some((region, currency)) = text.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
            return of(currency, Some(region));
        }
        if let Some((region, currency)) = text.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            return of(currency, Some(region));
        }
        of(text, None)
    }

    /// Looks for what it names among what the shop has.
    pub(super) fn find(&mut self, currencies: &[String], regions: &[Region]) {
        let currency = &self.currency;
        if !currencies.contains(currency) {
            let known = currencies.join(", ");
            self.refused = Some(format!("the shop does not sell in '{currency}': it sells in {known}"));
            return;
        }
        let Some(name) = &self.region else { return };
        match regions.iter().find(|region| region.name.to_lowercase() == *name) {
            Some(region) if region.currency == *currency => self.found = Some(region.id),
            Some(region) => {
                self.refused = Some(format!(
                    "the region '{}' sells in '{}' and not in '{currency}'",
                    region.name, region.currency
                ));
            }
            None => {
                let known: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
                self.refused = Some(format!("the shop has no region '{name}': it has {}", known.join(", ")));
            }
        }
    }
}

/// The column of a name in lower case.
pub(super) fn column(name: &str, prices: &mut Vec<PriceColumn>) -> Option<Column> {
    if let Some(price) = name.strip_prefix("variant price ") {
        prices.push(PriceColumn::read(price)?);
        return Some(Column::PriceIn(prices.len() - 1));
    }
    let numbered = |before: &str, after: &[&str]| -> Option<usize> {
        let rest = name.strip_prefix(before)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = rest[..digits].parse().ok()?;
        after.contains(&rest[digits..].trim_start()).then_some(number)
    };
    let option = |after: &str| numbered("variant option ", &[after])?.checked_sub(1).filter(|at| *at < OPTIONS);
    let named = || {
        Some(if let Some(at) = option("name") {
            Column::OptionName(at)
        } else if let Some(at) = option("value") {
            Column::OptionValue(at)
        } else if let Some(at) = numbered("product image ", &["", "url"]) {
            Column::ImageAt(at)
        } else if let Some(at) = numbered("product tag ", &["", "id"]) {
            Column::TagAt(at)
        } else if let Some(at) = numbered("product category ", &["", "id"]) {
            Column::CategoryAt(at)
        } else {
            Column::ChannelAt(numbered("product sales channel ", &["", "id"])?)
        })
    };
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, column)| *column).or_else(named)
}

const NAMES: [(&str, Column); 42] = [
    ("product handle", Column::Handle),
    ("product title", Column::Title),
    ("product subtitle", Column::Subtitle),
    ("product description", Column::Body),
    ("product status", Column::Status),
    ("product thumbnail", Column::Thumbnail),
    ("product external id", Column::ExternalId),
    ("product collection id", Column::Collection),
    ("product type id", Column::Type),
    ("product discountable", Column::Discountable),
    ("product is giftcard", Column::GiftCard),
    ("product metadata", Column::ProductMetadata),
    ("shipping profile id", Column::ShippingProfile),
    ("product weight", Column::ProductWeight),
    ("product length", Column::ProductCustoms(Customs::Length)),
    ("product height", Column::ProductCustoms(Customs::Height)),
    ("product width", Column::ProductCustoms(Customs::Width)),
    ("product hs code", Column::ProductCustoms(Customs::HsCode)),
    ("product mid code", Column::ProductCustoms(Customs::MidCode)),
    ("product material", Column::ProductMaterial),
    ("product origin country", Column::ProductOrigin),
    ("variant title", Column::VariantTitle),
    ("variant sku", Column::Sku),
    ("variant barcode", Column::Barcode),
    ("variant ean", Column::Ean),
    ("variant upc", Column::Upc),
    ("variant manage inventory", Column::ManageInventory),
    ("variant allow backorder", Column::AllowBackorder),
    ("variant inventory quantity", Column::Quantity),
    ("variant variant rank", Column::VariantRank),
    ("variant rank", Column::VariantRank),
    ("variant metadata", Column::VariantMetadata),
    ("variant weight", Column::Grams),
    ("variant length", Column::VariantCustoms(Customs::Length)),
    ("variant height", Column::VariantCustoms(Customs::Height)),
    ("variant width", Column::VariantCustoms(Customs::Width)),
    ("variant hs code", Column::VariantCustoms(Customs::HsCode)),
    ("variant mid code", Column::VariantCustoms(Customs::MidCode)),
    ("variant material", Column::VariantMaterial),
    ("variant origin country", Column::VariantOrigin),
    ("variant thumbnail", Column::VariantImage),
    ("variant image", Column::VariantImage),
];

/// Whether a line says anything of a variant: one of a product without variants does not.
pub(super) fn is_variant(line: &Line<'_>) -> bool {
    line.columns.all(is_of_variant).any(|column| line.text(column).is_some())
}

const fn is_of_variant(column: &Column) -> bool {
    use Column::{Barcode, Ean, OptionValue, PriceIn, Sku, Upc, VariantTitle};
    matches!(column, VariantTitle | Sku | Barcode | Ean | Upc | OptionValue(_) | PriceIn(_))
}

/// What a line says of its product.
pub(super) fn product(
    handle: String,
    title: &str,
    description: Option<String>,
    line: &Line<'_>,
) -> Result<ProductDraft, String> {
    let list = |is: fn(&Column) -> bool| -> Option<Vec<String>> {
        let mut said = Vec::new();
        let mut columns = line.columns.all(is).peekable();
        columns.peek()?;
        for text in columns.filter_map(|column| line.text(column)) {
            if !said.iter().any(|known| known == text) {
                said.push(text.to_owned());
            }
        }
        Some(said)
    };
    // Without an answer what is sold somewhere stays there, and a new product goes where new products go.
    let channels = list(|column| matches!(column, Column::ChannelAt(_))).filter(|channels| !channels.is_empty());
    Ok(ProductDraft {
        title: title.to_owned(),
        subtitle: line.given(Column::Subtitle),
        description,
        status: line.text(Column::Status).map(|text| status(line, text)).transpose()?,
        type_value: line.given(Column::Type),
        collection_handle: line.given(Column::Collection),
        category_handles: list(|column| matches!(column, Column::CategoryAt(_))),
        tags: list(|column| matches!(column, Column::TagAt(_))),
        sales_channels: channels,
        shipping_profile: line.text(Column::ShippingProfile).map(str::to_owned),
        metadata: metadata(line, Column::ProductMetadata)?,
        material: line.given(Column::ProductMaterial),
        origin_country: country(line, Column::ProductOrigin),
        weight: float(line, Column::ProductWeight)?,
        customs: customs(line, Column::ProductCustoms)?,
        is_giftcard: given_truth(line, Column::GiftCard)?,
        discountable: given_truth(line, Column::Discountable)?,
        external_id: line.given(Column::ExternalId),
        handle,
        ..ProductDraft::default()
    })
}

/// What a line says of its variant.
pub(super) fn variant(title: String, line: &Line<'_>) -> Result<VariantDraft, String> {
    let mut draft = VariantDraft {
        title,
        sku: line.given(Column::Sku),
        barcode: line.given(Column::Barcode),
        ean: line.given(Column::Ean),
        upc: line.given(Column::Upc),
        stock: line.integer(Column::Quantity)?.map(|quantity| quantity.max(0)),
        manage_inventory: given_truth(line, Column::ManageInventory)?,
        // As Medusa does it.
        is_new_counted: true,
        allow_backorder: given_truth(line, Column::AllowBackorder)?,
        weight: float(line, Column::Grams)?,
        customs: customs(line, Column::VariantCustoms)?,
        material: line.given(Column::VariantMaterial),
        origin_country: country(line, Column::VariantOrigin),
        rank: line.integer(Column::VariantRank)?.map(|rank| i32::try_from(rank).unwrap_or(i32::MAX)),
        images: line.address(Column::VariantImage)?.map(|url| vec![url.to_owned()]),
        metadata: metadata(line, Column::VariantMetadata)?,
        ..VariantDraft::default()
    };
    for (at, price) in line.columns.prices().iter().enumerate() {
        let column = Column::PriceIn(at);
        let Some(amount) = line.number(column)? else { continue };
        if let Some(why) = &price.refused {
            return Err(format!("{}: {why}", line.columns.name(column)));
        }
        match (&price.region, price.found) {
            (None, _) => draft.prices.push((price.currency.clone(), amount)),
            (Some(_), Some(region)) => draft.region_prices.push((region, price.currency.clone(), amount)),
            // A look at the file knows no regions.
            (Some(_), None) => {}
        }
    }
    Ok(draft)
}

/// Pictures of a line, the one that is shown first at the head.
pub(super) fn images<'a>(line: &'a Line<'_>) -> Result<Vec<(i64, &'a str)>, String> {
    let mut images = Vec::new();
    if let Some(first) = line.address(Column::Thumbnail)? {
        images.push((-1, first));
    }
    for column in line.columns.all(|column| matches!(column, Column::ImageAt(_))) {
        if let (Column::ImageAt(at), Some(url)) = (column, line.address(column)?) {
            images.push((i64::try_from(at).unwrap_or(i64::MAX), url));
        }
    }
    Ok(images)
}

fn status(line: &Line<'_>, text: &str) -> Result<ProductStatus, String> {
    let lower = text.to_ascii_lowercase();
    [ProductStatus::Draft, ProductStatus::Proposed, ProductStatus::Published, ProductStatus::Rejected]
        .into_iter()
        .find(|status| status.name() == lower)
        .ok_or_else(|| line.complain(Column::Status, text, "is none of draft, proposed, published and rejected"))
}

fn given_truth(line: &Line<'_>, column: Column) -> Result<Option<bool>, String> {
    line.text(column).map(|_| line.truth(column)).transpose()
}

fn float(line: &Line<'_>, column: Column) -> Result<Option<f64>, String> {
    Ok(line.number(column)?.and_then(|number| number.to_plain_string().parse().ok()))
}

fn country(line: &Line<'_>, column: Column) -> Option<String> {
    line.cell(column).map(str::to_lowercase)
}

fn customs(line: &Line<'_>, column: fn(Customs) -> Column) -> Result<write::Customs, String> {
    Ok(write::Customs {
        length: float(line, column(Customs::Length))?,
        height: float(line, column(Customs::Height))?,
        width: float(line, column(Customs::Width))?,
        hs_code: line.given(column(Customs::HsCode)),
        mid_code: line.given(column(Customs::MidCode)),
    })
}

fn metadata(line: &Line<'_>, column: Column) -> Result<Map<String, Value>, String> {
    let Some(text) = line.text(column) else { return Ok(Map::new()) };
    serde_json::from_str(text).map_err(|_| line.complain(column, text, "is no object of JSON"))
}
