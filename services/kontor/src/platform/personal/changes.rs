//! What changes of orders, fulfilments, quotes and papers keep about people.

use accounts::privacy::{Goes, Of, Subject};

/// In the order in which is erased.
pub(in crate::platform) const OF_CHANGES: &[Subject] = &[
    Subject {
        table: "public.order_changes",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.change_type, t.status, t.description, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[
                ("description", "null"),
                ("internal_note", "null"),
                ("declined_reason", "null"),
                ("metadata", "null"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "return_id",
                "claim_id",
                "exchange_id",
                "version",
                "change_type",
                "status",
                "carry_over_promotions",
                "requested_by",
                "requested_at",
                "confirmed_by",
                "confirmed_at",
                "declined_by",
                "declined_at",
                "canceled_by",
                "canceled_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.description is not null or t.internal_note is not null or t.declined_reason is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_change_actions",
        of: Of::Customer,
        whose: "exists (select from public.order_changes m
              join public.orders p on p.organization_id = m.organization_id and p.id = m.order_id
            where m.organization_id = t.organization_id and m.id = t.order_change_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_change_id, t.action, t.amount, t.details, t.created_at",
        goes: Goes::Emptied {
            set: &[("details", "private.without_person(t.details)"), ("internal_note", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_change_id",
                "ordering",
                "action",
                "reference",
                "reference_id",
                "amount",
                "applied",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.internal_note is not null or t.details <> private.without_person(t.details)",
        },
    },
    Subject {
        table: "public.order_returns",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.display_id, t.status, t.refund_amount, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "claim_id",
                "exchange_id",
                "display_id",
                "order_version",
                "status",
                "location_id",
                "refund_amount",
                "no_notification",
                "requested_at",
                "received_at",
                "canceled_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_return_items",
        of: Of::Customer,
        whose: "exists (select from public.order_returns m
              join public.orders p on p.organization_id = m.organization_id and p.id = m.order_id
            where m.organization_id = t.organization_id and m.id = t.return_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.return_id, t.quantity, t.note, t.metadata",
        goes: Goes::Emptied {
            set: &[("note", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "return_id",
                "item_id",
                "quantity",
                "received_quantity",
                "damaged_quantity",
                "reason_id",
                "created_at",
                "updated_at",
                "deleted_at",
            ],
            unless_done: "t.note is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_claims",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.display_id, t.type, t.refund_amount, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "return_id",
                "display_id",
                "order_version",
                "type",
                "refund_amount",
                "no_notification",
                "canceled_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_claim_items",
        of: Of::Customer,
        whose: "exists (select from public.order_claims m
              join public.orders p on p.organization_id = m.organization_id and p.id = m.order_id
            where m.organization_id = t.organization_id and m.id = t.claim_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.claim_id, t.quantity, t.reason, t.note, t.images, t.metadata",
        goes: Goes::Emptied {
            set: &[("note", "null"), ("images", "'{}'"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "claim_id",
                "item_id",
                "is_additional_item",
                "quantity",
                "reason",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.note is not null or t.images <> '{}' or t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_exchanges",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.display_id, t.difference_due, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "return_id",
                "display_id",
                "order_version",
                "difference_due",
                "allow_backorder",
                "no_notification",
                "canceled_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.order_exchange_items",
        of: Of::Customer,
        whose: "exists (select from public.order_exchanges m
              join public.orders p on p.organization_id = m.organization_id and p.id = m.order_id
            where m.organization_id = t.organization_id and m.id = t.exchange_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.exchange_id, t.quantity, t.note, t.metadata",
        goes: Goes::Emptied {
            set: &[("note", "null"), ("metadata", "null")],
            keeps: &["organization_id", "id", "exchange_id", "item_id", "quantity", "created_at", "updated_at"],
            unless_done: "t.note is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.fulfillments",
        of: Of::Customer,
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.order_id, t.delivery_address, t.shipped_at, t.delivered_at, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[
                ("delivery_address", "private.without_person(t.delivery_address)"),
                ("data", "null"),
                ("metadata", "null"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "order_id",
                "return_id",
                "location_id",
                "provider_id",
                "shipping_option_id",
                "requires_shipping",
                "packed_at",
                "shipped_at",
                "delivered_at",
                "canceled_at",
                "marked_shipped_by",
                "no_notification",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.data is not null or t.metadata is not null
                or t.delivery_address <> private.without_person(t.delivery_address)",
        },
    },
    Subject {
        table: "public.fulfillment_labels",
        of: Of::Customer,
        whose: "exists (select from public.fulfillments m
              join public.orders p on p.organization_id = m.organization_id and p.id = m.order_id
            where m.organization_id = t.organization_id and m.id = t.fulfillment_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.fulfillment_id, t.tracking_number, t.tracking_url, t.created_at",
        goes: Goes::Emptied {
            set: &[("tracking_number", "''"), ("tracking_url", "''"), ("label_url", "''")],
            keeps: &["organization_id", "id", "fulfillment_id", "created_at", "updated_at"],
            unless_done: "t.tracking_number <> '' or t.tracking_url <> '' or t.label_url <> ''",
        },
    },
    Subject {
        table: "public.quotes",
        of: Of::Customer,
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (t.customer_id is null and t.email = any (w.addresses) and t.created_at <= w.until
              and (w.shop is null or t.organization_id = w.shop))",
        shows: "t.organization_id, t.id, t.display_id, t.email, t.status, t.items, t.addresses, t.total, t.note, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[
                ("email", "null"),
                ("addresses", "'[]'"),
                ("note", "null"),
                ("token_sha256", "null"),
                ("metadata", "null"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "display_id",
                "customer_id",
                "region_id",
                "sales_channel_id",
                "locale",
                "currency_code",
                "status",
                "revision",
                "items",
                "shipping_methods",
                "total",
                "totals",
                "totals_rounding",
                "deposit_percent",
                "expires_at",
                "sent_at",
                "answered_at",
                "order_id",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.email is not null or t.addresses <> '[]' or t.note is not null
                or t.token_sha256 is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.documents",
        of: Of::Customer,
        // Invoices are kept as they were written: the law wants the name on them.
        whose: "exists (select from public.orders p
            where p.organization_id = t.organization_id and p.id = t.order_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))
            or exists (select from public.quotes p
            where p.organization_id = t.organization_id and p.id = t.quote_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.kind, t.number, t.order_id, t.quote_id, t.content, t.created_at",
        goes: Goes::Emptied {
            set: &[
                (
                    "content",
                    "case when t.kind in ('invoice', 'credit_note') then t.content else private.without_person(t.content) end",
                ),
                ("file", "case when t.kind in ('invoice', 'credit_note') then t.file end"),
                // The hash of a file that is gone would still say whether somebody guesses what stood in it.
                ("sha256", "case when t.kind in ('invoice', 'credit_note') then t.sha256 end"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "kind",
                "number",
                "order_id",
                "quote_id",
                "fulfillment_id",
                "refund_id",
                "locale",
                "amounts",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.kind not in ('invoice', 'credit_note')
                and (t.file is not null or t.content <> private.without_person(t.content))",
        },
    },
    Subject {
        table: "public.notifications",
        of: Of::Customer,
        whose: r#"(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (lower(t."to") = any (w.addresses) and t.created_at <= w.until
              and (w.shop is null or t.organization_id = w.shop))"#,
        shows: r#"t.organization_id, t.id, t."to", t.channel, t.template, t.status, t.created_at"#,
        goes: Goes::Deleted,
    },
];
