//! What carts keep about people.

use accounts::privacy::{Goes, Of, Subject};

/// In the order in which is erased.
pub(in crate::platform) const OF_CARTS: &[Subject] = &[
    Subject {
        table: "public.carts",
        of: Of::Customer,
        // Whoever works on a cart or an order holds it before its parts: so does erasing.
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (t.customer_id is null and t.email = any (w.addresses) and t.created_at <= w.until
              and (w.shop is null or t.organization_id = w.shop))",
        shows: "t.organization_id, t.id, t.email, t.currency_code, t.locale, t.metadata, t.total, t.completed_at, t.created_at",
        goes: Goes::Emptied {
            set: &[("email", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "region_id",
                "sales_channel_id",
                "customer_id",
                "currency_code",
                "locale",
                "revision",
                "priced_at",
                "total",
                "totals",
                "completed_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.email is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.cart_addresses",
        of: Of::Customer,
        whose: "exists (select from public.carts p
            where p.organization_id = t.organization_id and p.id = t.cart_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.*",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.cart_line_items",
        of: Of::Customer,
        whose: "exists (select from public.carts p
            where p.organization_id = t.organization_id and p.id = t.cart_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.cart_id, t.title, t.quantity, t.unit_price, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "cart_id",
                "variant_id",
                "product_id",
                "product_type_id",
                "shipping_profile_id",
                "title",
                "subtitle",
                "thumbnail",
                "product_title",
                "product_description",
                "product_subtitle",
                "product_type",
                "product_collection",
                "product_handle",
                "variant_sku",
                "variant_barcode",
                "variant_title",
                "variant_option_values",
                "quantity",
                "unit_price",
                "compare_at_unit_price",
                "is_tax_inclusive",
                "is_discountable",
                "is_giftcard",
                "is_custom_price",
                "requires_shipping",
                "tax_lines",
                "adjustments",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.cart_shipping_methods",
        of: Of::Customer,
        whose: "exists (select from public.carts p
            where p.organization_id = t.organization_id and p.id = t.cart_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.cart_id, t.name, t.amount, t.data, t.metadata",
        goes: Goes::Emptied {
            set: &[("data", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "cart_id",
                "shipping_option_id",
                "shipping_profile_id",
                "name",
                "description",
                "amount",
                "is_tax_inclusive",
                "tax_lines",
                "adjustments",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.data is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.cart_credit_lines",
        of: Of::Customer,
        whose: "exists (select from public.carts p
            where p.organization_id = t.organization_id and p.id = t.cart_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.cart_id, t.reference, t.points, t.amount, t.metadata",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "cart_id",
                "reference",
                "reference_id",
                "store_credit_account_id",
                "points",
                "wanted",
                "amount",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.metadata is not null",
        },
    },
];
