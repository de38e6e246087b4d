//! What may be asked for of carts: Medusa 2.21's allow-list.

use std::sync::LazyLock;

use web::fields::FieldRules;

#[rustfmt::skip]
const DEFAULTS: &[&str] = &[
    "id", "currency_code", "email", "locale", "region_id", "created_at", "updated_at", "completed_at", "total",
    "subtotal", "tax_total", "discount_total", "discount_subtotal", "discount_tax_total", "original_total",
    "original_tax_total", "item_total", "item_subtotal", "item_tax_total", "item_discount_total",
    "original_item_total", "original_item_subtotal", "original_item_tax_total", "shipping_total", "shipping_subtotal",
    "shipping_tax_total", "shipping_discount_total", "original_shipping_tax_total", "original_shipping_subtotal",
    "original_shipping_total", "credit_line_subtotal", "credit_line_tax_total", "credit_line_total", "metadata",
    "sales_channel_id", "promotions.id", "promotions.code", "promotions.is_automatic", "promotions.is_tax_inclusive",
    "promotions.application_method.value", "promotions.application_method.type",
    "promotions.application_method.currency_code", "items.id", "items.thumbnail", "items.product", "items.product.id",
    "items.variant", "items.variant_id", "items.product_id", "items.is_giftcard", "items.product.categories.id",
    "items.product.tags.id", "items.product.collection_id", "items.product.type_id", "items.product_type_id",
    "items.product_title", "items.product_description", "items.product_subtitle", "items.product_type",
    "items.product_collection", "items.product_handle", "items.variant_sku", "items.variant_barcode",
    "items.variant_title", "items.requires_shipping", "items.metadata", "items.created_at", "items.updated_at",
    "items.title", "items.quantity", "items.unit_price", "items.compare_at_unit_price", "items.is_tax_inclusive",
    "items.tax_lines.id", "items.tax_lines.description", "items.tax_lines.code", "items.tax_lines.rate",
    "items.tax_lines.provider_id", "items.tax_lines.data", "items.tax_lines.metadata", "items.adjustments.id",
    "items.adjustments.code", "items.adjustments.promotion_id", "items.adjustments.amount",
    "items.adjustments.is_tax_inclusive", "customer.id", "customer.email", "customer.groups.id",
    "shipping_methods.tax_lines.id", "shipping_methods.tax_lines.description", "shipping_methods.tax_lines.code",
    "shipping_methods.tax_lines.rate", "shipping_methods.tax_lines.provider_id", "shipping_methods.tax_lines.data",
    "shipping_methods.tax_lines.metadata", "shipping_methods.amount", "shipping_methods.is_tax_inclusive",
    "shipping_methods.adjustments.id", "shipping_methods.adjustments.code", "shipping_methods.adjustments.amount",
    "shipping_methods.shipping_option_id", "shipping_address_id", "shipping_address.id",
    "shipping_address.first_name", "shipping_address.last_name", "shipping_address.company",
    "shipping_address.address_1", "shipping_address.address_2", "shipping_address.city",
    "shipping_address.postal_code", "shipping_address.country_code", "shipping_address.region_code",
    "shipping_address.province", "shipping_address.phone", "billing_address_id", "billing_address.id",
    "billing_address.first_name", "billing_address.last_name", "billing_address.company", "billing_address.address_1",
    "billing_address.address_2", "billing_address.city", "billing_address.postal_code",
    "billing_address.country_code", "billing_address.region_code", "billing_address.province",
    "billing_address.phone", "region.id", "region.name", "region.currency_code", "region.automatic_taxes",
    "*region.countries", "*payment_collection", "*payment_collection.payment_sessions", "*credit_lines",
];

#[rustfmt::skip]
const FURTHER: &[&str] = &[
    "items", "region", "promotions", "customer", "shipping_methods", "shipping_address", "billing_address",
    "items.total", "items.subtotal", "items.tax_total", "items.discount_total", "items.discount_tax_total",
    "items.original_total", "items.original_subtotal", "items.original_tax_total", "items.item_total",
    "items.item_subtotal", "items.item_tax_total", "shipping_methods.name",
    "payment_collection.payment_sessions.data", "original_subtotal", "gift_card_total", "gift_card_tax_total",
    "items.cart_id", "items.is_discountable", "items.tax_lines", "items.tax_lines.item_id", "items.tax_lines.total",
    "items.tax_lines.subtotal", "items.tax_lines.tax_rate_id", "items.tax_lines.created_at",
    "items.tax_lines.updated_at", "items.adjustments", "items.adjustments.cart_id", "items.adjustments.item_id",
    "items.adjustments.description", "items.adjustments.provider_id", "items.adjustments.created_at",
    "items.adjustments.updated_at", "shipping_methods.id", "shipping_methods.cart_id", "shipping_methods.description",
    "shipping_methods.data", "shipping_methods.metadata", "shipping_methods.original_total",
    "shipping_methods.original_subtotal", "shipping_methods.original_tax_total", "shipping_methods.total",
    "shipping_methods.subtotal", "shipping_methods.tax_total", "shipping_methods.discount_total",
    "shipping_methods.discount_tax_total", "shipping_methods.created_at", "shipping_methods.updated_at",
    "shipping_methods.tax_lines", "shipping_methods.tax_lines.shipping_method_id", "shipping_methods.tax_lines.total",
    "shipping_methods.tax_lines.subtotal", "shipping_methods.tax_lines.tax_rate_id",
    "shipping_methods.tax_lines.created_at", "shipping_methods.tax_lines.updated_at", "shipping_methods.adjustments",
    "shipping_methods.adjustments.cart_id", "shipping_methods.adjustments.shipping_method_id",
    "shipping_methods.adjustments.description", "shipping_methods.adjustments.provider_id",
    "shipping_methods.adjustments.promotion_id", "shipping_methods.adjustments.created_at",
    "shipping_methods.adjustments.updated_at", "shipping_address.created_at", "shipping_address.updated_at",
    "billing_address.created_at", "billing_address.updated_at", "region.countries.id", "payment_collection.id",
    "payment_collection.currency_code", "payment_collection.amount", "payment_collection.status",
    "payment_collection.payment_providers", "payment_collection.payment_providers.id",
    "payment_collection.payment_sessions.id", "payment_collection.payment_sessions.amount",
    "payment_collection.payment_sessions.currency_code", "payment_collection.payment_sessions.provider_id",
    "payment_collection.payment_sessions.status", "gift_cards", "gift_cards.id", "gift_cards.code",
    "gift_cards.currency_code", "gift_cards.balance", "gift_cards.amount", "gift_cards.expires_at",
];

/// `/store/carts/{id}`
pub(super) static CARTS: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(DEFAULTS.iter().copied(), FURTHER.iter().copied()));
