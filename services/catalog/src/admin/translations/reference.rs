//! What has texts that are translated, and which.

use entity::ids::{
    CategoryId, CollectionId, OptionId, OptionValueId, ProductId, ProductTagId, ProductTypeId, RegionId,
    ReturnReasonId, VariantId,
};
use uuid::Uuid;

/// A kind of thing with texts.
#[derive(Debug)]
pub(super) struct Reference {
    /// As translations call it.
    pub(super) name: &'static str,
    /// Where such things are.
    pub(super) table: &'static str,
    /// Its columns that are translated.
    pub(super) fields: &'static [&'static str],
    /// Which of them is HTML.
    pub(super) html: Option<&'static str>,
    /// The key of an id.
    pub(super) parse: fn(&str) -> Option<Uuid>,
    /// The id of a key.
    pub(super) write: fn(Uuid) -> String,
}

macro_rules! reference {
    ($name:literal, $table:literal, $id:ident, $fields:expr, $html:expr) => {
        Reference {
            name: $name,
            table: concat!("public.", $table),
            fields: &$fields,
            html: $html,
            parse: |text| text.parse::<$id>().ok().map(|id| id.0),
            write: |key| $id(key).to_string(),
        }
    };
}

/// All there are, by name.
#[rustfmt::skip]
static ALL: [Reference; 10] = [
    reference!("product", "products", ProductId, ["title", "subtitle", "description", "material"], Some("description")),
    reference!("product_variant", "product_variants", VariantId, ["title", "material"], None),
    reference!("product_category", "product_categories", CategoryId, ["name", "description"], None),
    reference!("product_collection", "product_collections", CollectionId, ["title"], None),
    reference!("product_tag", "product_tags", ProductTagId, ["value"], None),
    reference!("product_type", "product_types", ProductTypeId, ["value"], None),
    reference!("product_option", "product_options", OptionId, ["title"], None),
    reference!("product_option_value", "product_option_values", OptionValueId, ["value"], None),
    reference!("region", "regions", RegionId, ["name"], None),
    reference!("return_reason", "return_reasons", ReturnReasonId, ["label", "description"], None),
];

/// The kind of this name.
pub(super) fn reference(name: &str) -> Option<&'static Reference> {
    ALL.iter().find(|reference| reference.name == name)
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Reference> {
    ALL.iter()
}

/// Their names, for complaints.
pub(super) fn names() -> String {
    ALL.iter().map(|reference| reference.name).collect::<Vec<_>>().join(", ")
}

/// The keys of texts that are ids of any kind.
pub(super) fn keys(texts: &[String]) -> Vec<Uuid> {
    texts.iter().filter_map(|text| ALL.iter().find_map(|reference| (reference.parse)(text))).collect()
}
