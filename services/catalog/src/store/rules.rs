//! The field rules of the catalogue's routes: Medusa 2.21's allow-lists, composed as they are there.

use std::sync::LazyLock;

use web::fields::FieldRules;

#[rustfmt::skip]
const PRODUCT_DEFAULTS: &[&str] = &[
    "id", "title", "subtitle", "description", "handle", "is_giftcard", "discountable", "thumbnail", "collection_id",
    "type_id", "weight", "length", "height", "width", "hs_code", "origin_country", "mid_code", "material",
    "created_at", "updated_at", "*type", "*collection", "*options", "*options.values", "*tags", "*images", "*variants",
    "*variants.options",
];

#[rustfmt::skip]
const PRODUCT_FURTHER: &[&str] = &[
    "metadata", "categories", "status", "external_id", "deleted_at", "variants.calculated_price",
    "variants.inventory_quantity", "variants.manage_inventory", "variants.allow_backorder", "variants.images",
    "variants.thumbnail", "variants.options.option", "variants.id", "variants.title", "variants.sku",
    "variants.barcode", "variants.ean", "variants.upc", "variants.hs_code", "variants.origin_country",
    "variants.mid_code", "variants.material", "variants.weight", "variants.length", "variants.height",
    "variants.width", "variants.created_at", "variants.updated_at", "variants.deleted_at", "variants.options.id",
    "variants.options.value", "options.id", "options.title", "options.is_exclusive", "options.values.id",
    "options.values.value", "images.id", "images.url", "images.rank", "type.id", "type.value", "type.created_at",
    "type.updated_at", "tags.id", "tags.value", "tags.created_at", "tags.updated_at", "collection.id",
    "collection.title", "collection.handle", "collection.created_at", "collection.updated_at",
    "collection.deleted_at", "collection.metadata",
];

#[rustfmt::skip]
const CATEGORY_COLUMNS: &[&str] = &[
    "id", "name", "description", "handle", "rank", "external_id", "parent_category_id", "created_at", "updated_at",
    "deleted_at",
];

#[rustfmt::skip]
const VARIANT_DEFAULTS: &[&str] = &[
    "id", "title", "sku", "barcode", "ean", "upc", "allow_backorder", "manage_inventory", "variant_rank", "product_id",
    "thumbnail", "hs_code", "origin_country", "mid_code", "material", "weight", "length", "height", "width", "created_at",
    "updated_at", "metadata", "*options", "*images", "product.id", "product.type_id",
];

const WORD_DEFAULTS: &[&str] = &["id", "value", "external_id", "created_at", "updated_at", "metadata", "*products"];

/// `GET /store/products[/:id]`
pub(super) static PRODUCTS: LazyLock<FieldRules> = LazyLock::new(|| {
    FieldRules::new(PRODUCT_DEFAULTS.iter().copied(), PRODUCT_FURTHER.iter().copied()).max_relations(4)
});

/// `GET /store/product-categories[/:id]`: parents and children, to a depth of three.
#[rustfmt::skip]
pub(super) static CATEGORIES: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = [
        "id", "name", "description", "handle", "rank", "external_id", "parent_category_id", "created_at", "updated_at",
        "metadata", "*parent_category", "*category_children",
    ];
    let mut further: Vec<String> = ["deleted_at", "products", "products.title", "products.variants",
        "products.options", "products.images", "category_children.products.title"]
        .map(str::to_owned)
        .to_vec();
    let mut level: Vec<String> = vec![String::new()];
    for _ in 0..3 {
        let relations = ["parent_category", "category_children"];
        level = level.iter().flat_map(|above| relations.map(|relation| format!("{above}{relation}."))).collect();
        for path in &level {
            further.push(path.trim_end_matches('.').to_owned());
            further.extend(CATEGORY_COLUMNS.iter().map(|column| format!("{path}{column}")));
        }
    }
    // The children of every child's parent are as many as the square of the children. Medusa allows it; one request for it
    // would stop a shop.
    further.retain(|path| !path.contains("parent_category.category_children"));
    FieldRules::new(defaults, further)
});

/// `GET /store/collections[/:id]`
pub(super) static COLLECTIONS: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = ["id", "title", "handle", "external_id", "created_at", "updated_at"];
    FieldRules::new(defaults, products_and(&["metadata", "deleted_at"]))
});

/// `GET /store/product-tags[/:id]`, `GET /store/product-types[/:id]`
pub(super) static WORDS: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(WORD_DEFAULTS.iter().copied(), products_and(&[])));

/// `GET /store/product-variants[/:id]`
pub(super) static VARIANTS: LazyLock<FieldRules> = LazyLock::new(|| {
    let further = [
        "deleted_at",
        "calculated_price",
        "inventory_quantity",
        "options.id",
        "options.value",
        "images.id",
        "images.url",
        "images.rank",
    ];
    FieldRules::new(VARIANT_DEFAULTS.iter().copied(), further)
});

/// `GET /store/product-options[/:id]`
pub(super) static OPTIONS: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = ["id", "title", "is_exclusive", "*values", "created_at", "updated_at", "metadata"];
    FieldRules::new(defaults, ["values.id", "values.value"])
});

/// `GET /store/locales`
pub(super) static LOCALES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(["code", "name", "created_at", "updated_at", "deleted_at"], Vec::<&str>::new()));

/// `GET /store/regions[/:id]`
pub(super) static REGIONS: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = ["id", "name", "currency_code", "created_at", "updated_at", "deleted_at", "metadata", "*countries"];
    let further = [
        "payment_providers",
        "payment_providers.id",
        "payment_providers.is_enabled",
        "countries.id",
        "countries.iso_2",
        "countries.iso_3",
        "countries.num_code",
        "countries.name",
        "countries.display_name",
    ];
    FieldRules::new(defaults, further)
});

/// `GET /store/currencies[/:code]`
pub(super) static CURRENCIES: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = ["code", "name", "symbol", "symbol_native", "decimal_digits", "rounding"];
    FieldRules::new(defaults, ["created_at", "updated_at", "deleted_at"])
});

/// `GET /store/return-reasons[/:id]`
pub(super) static RETURN_REASONS: LazyLock<FieldRules> = LazyLock::new(|| {
    let defaults = [
        "id",
        "value",
        "label",
        "parent_return_reason_id",
        "description",
        "created_at",
        "updated_at",
        "deleted_at",
        "*parent_return_reason",
        "*return_reason_children",
    ];
    FieldRules::new(defaults, Vec::<&str>::new())
});

/// `products` and every path below it, as the product routes allow them. Prices and stock need a context that only the
/// product routes have.
fn products_and(own: &[&str]) -> Vec<String> {
    let below = PRODUCT_DEFAULTS
        .iter()
        .map(|path| path.trim_start_matches('*'))
        .chain(PRODUCT_FURTHER.iter().copied())
        .filter(|path| {
            !path.starts_with("variants.calculated_price") && !path.starts_with("variants.inventory_quantity")
        })
        .map(|path| format!("products.{path}"));
    own.iter().copied().chain(["products"]).map(str::to_owned).chain(below).collect()
}
