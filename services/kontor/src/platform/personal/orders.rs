//! What orders keep about people.

use accounts::privacy::{Goes, Of, Subject};

/// In the order in which is erased.
pub(in crate::platform) const OF_ORDERS: &[Subject] = &[
    Subject {
        table: "public.orders",
        of: Of::Customer,
        // By law an order is kept, without whom it was for. Its customer is a row that is empty.
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (t.customer_id is null and t.email = any (w.addresses) and t.created_at <= w.until
              and (w.shop is null or t.organization_id = w.shop))",
        shows: "t.organization_id, t.id, t.display_id, t.status, t.email, t.currency_code, t.locale, t.total, t.totals, t.metadata, t.placed_at, t.canceled_at",
        goes: Goes::Emptied {
            set: &[("email", "null"), ("metadata", "null"), ("search", "'#' || t.display_id")],
            keeps: &[
                "organization_id",
                "id",
                "display_id",
                "custom_display_id",
                "cart_id",
                "project_key",
                "status",
                "version",
                "is_draft_order",
                "region_id",
                "sales_channel_id",
                "customer_id",
                "currency_code",
                "locale",
                "no_notification",
                "original_total",
                "totals_rounding",
                "total",
                "totals",
                "placed_at",
                "canceled_at",
                "completed_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.email is not null or t.metadata is not null or t.search <> '#' || t.display_id",
        },
    },
    Subject {
        table: "public.order_addresses",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.*",
        goes: Goes::Emptied {
            set: &[
                ("company", "null"),
                ("first_name", "null"),
                ("last_name", "null"),
                ("address_1", "null"),
                ("address_2", "null"),
                ("city", "null"),
                ("phone", "null"),
                ("metadata", "null"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "kind",
                "customer_id",
                "country_code",
                "province",
                "postal_code",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.company is not null or t.first_name is not null or t.last_name is not null or t.address_1 is not null or t.address_2 is not null or t.city is not null or t.phone is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_line_items",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.title, t.variant_title, t.quantity, t.unit_price, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
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
                "unit_price",
                "compare_at_unit_price",
                "is_tax_inclusive",
                "is_discountable",
                "is_giftcard",
                "is_custom_price",
                "requires_shipping",
                "allow_backorder",
                "tax_lines",
                "adjustments",
                "detail_id",
                "quantity",
                "fulfilled_quantity",
                "shipped_quantity",
                "delivered_quantity",
                "return_requested_quantity",
                "return_received_quantity",
                "return_dismissed_quantity",
                "written_off_quantity",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_shipping_methods",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.name, t.amount, t.data, t.metadata",
        goes: Goes::Emptied {
            set: &[("data", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "shipping_option_id",
                "shipping_profile_id",
                "return_id",
                "claim_id",
                "exchange_id",
                "name",
                "description",
                "amount",
                "is_tax_inclusive",
                "is_custom_amount",
                "tax_lines",
                "adjustments",
                "created_at",
                "updated_at",
                "deleted_at",
            ],
            unless_done: "t.data is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_credit_lines",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.reference, t.amount, t.metadata",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "reference",
                "reference_id",
                "amount",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_versions",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.order_id, t.version, t.snapshot, t.created_at",
        goes: Goes::Emptied {
            set: &[("snapshot", "private.without_person(t.snapshot)")],
            keeps: &["organization_id", "order_id", "version", "created_at"],
            unless_done: "t.snapshot <> private.without_person(t.snapshot)",
        },
    },
    Subject {
        table: "public.order_transfers",
        of: Of::Customer,
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.original_email, t.status, t.created_at",
        goes: Goes::Deleted,
    },
];
