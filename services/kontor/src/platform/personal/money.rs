//! What payments and subscriptions keep about people.

use accounts::privacy::{Goes, Of, Subject};

use super::OF_THE_CUSTOMERS;

/// In the order in which is erased.
pub(in crate::platform) const OF_MONEY: &[Subject] = &[
    Subject {
        table: "public.promotion_usages",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.promotion_id, t.order_id, t.attribute_value, t.amount, t.created_at",
        goes: Goes::Emptied {
            set: &[("attribute_value", "null")],
            keeps: &[
                "organization_id",
                "id",
                "promotion_id",
                "order_id",
                "customer_id",
                "amount",
                "campaign_id",
                "released_at",
                "created_at",
            ],
            unless_done: "t.attribute_value is not null",
        },
    },
    Subject {
        table: "public.campaign_budget_usages",
        of: Of::Customer,
        // What was used stays used.
        whose: "t.organization_id = any (w.shops)
            and (t.attribute_value = any (w.addresses) or t.attribute_value = any (w.customers::text[]))",
        shows: "t.organization_id, t.campaign_id, t.attribute_value, t.used",
        goes: Goes::Emptied {
            set: &[("attribute_value", "encode(sha256(convert_to(t.attribute_value, 'UTF8')), 'hex')")],
            keeps: &["organization_id", "campaign_id", "used", "updated_at"],
            unless_done: "true",
        },
    },
    Subject {
        table: "public.payment_collections",
        of: Of::Customer,
        whose: "t.organization_id = any (w.shops) and exists (select from public.payment_collections m
              left join public.orders o on o.organization_id = m.organization_id and o.id = m.order_id
              left join public.carts c on c.organization_id = m.organization_id and c.id = m.cart_id
            where m.organization_id = t.organization_id and m.id = t.id
              and (o.customer_id = any (w.customers) or c.customer_id = any (w.customers)))",
        shows: "t.organization_id, t.id, t.order_id, t.amount, t.currency_code, t.status, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "cart_id",
                "order_id",
                "currency_code",
                "amount",
                "authorized_amount",
                "captured_amount",
                "refunded_amount",
                "status",
                "completed_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.payment_sessions",
        of: Of::Customer,
        whose: "exists (select from public.payment_collections m
              left join public.orders o on o.organization_id = m.organization_id and o.id = m.order_id
              left join public.carts c on c.organization_id = m.organization_id and c.id = m.cart_id
            where m.organization_id = t.organization_id and m.id = t.payment_collection_id
              and m.organization_id = any (w.shops)
              and (o.customer_id = any (w.customers) or c.customer_id = any (w.customers)))",
        shows: "t.organization_id, t.id, t.provider_id, t.amount, t.currency_code, t.status, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[
                ("data", "t.data - 'client_secret'"),
                ("context", "null"),
                ("metadata", "null"),
                ("last_error", "null"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "payment_collection_id",
                "provider_id",
                "payment_account_id",
                "amount",
                "currency_code",
                "status",
                "authorized_at",
                "replaced_at",
                "provider_ref",
                "method_ref",
                "rank",
                "capturable_amount",
                "received_amount",
                "told_at",
                "told_by",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.data ? 'client_secret' or t.context is not null or t.metadata is not null or t.last_error is not null",
        },
    },
    Subject {
        table: "public.payments",
        of: Of::Customer,
        whose: "exists (select from public.payment_collections m
              left join public.orders o on o.organization_id = m.organization_id and o.id = m.order_id
              left join public.carts c on c.organization_id = m.organization_id and c.id = m.cart_id
            where m.organization_id = t.organization_id and m.id = t.payment_collection_id
              and m.organization_id = any (w.shops)
              and (o.customer_id = any (w.customers) or c.customer_id = any (w.customers)))",
        shows: "t.organization_id, t.id, t.provider_id, t.amount, t.currency_code, t.captured_amount, t.refunded_amount, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("data", "t.data - 'client_secret'"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "payment_collection_id",
                "payment_session_id",
                "provider_id",
                "currency_code",
                "amount",
                "captured_amount",
                "capturing_amount",
                "refunded_amount",
                "refunding_amount",
                "disputed_amount",
                "captured_at",
                "canceled_at",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.data ? 'client_secret' or t.metadata is not null",
        },
    },
    Subject {
        table: "public.payment_captures",
        of: Of::Customer,
        whose:
            "exists (select from public.payments y where y.organization_id = t.organization_id and y.id = t.payment_id
            and exists (select from public.payment_collections m
              left join public.orders o on o.organization_id = m.organization_id and o.id = m.order_id
              left join public.carts c on c.organization_id = m.organization_id and c.id = m.cart_id
            where m.organization_id = y.organization_id and m.id = y.payment_collection_id
              and m.organization_id = any (w.shops)
              and (o.customer_id = any (w.customers) or c.customer_id = any (w.customers))))",
        shows: "t.organization_id, t.id, t.payment_id, t.amount, t.status, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "payment_id",
                "amount",
                "status",
                "provider_ref",
                "client_key",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.metadata is not null",
        },
    },
    Subject {
        table: "public.payment_refunds",
        of: Of::Customer,
        whose:
            "exists (select from public.payments y where y.organization_id = t.organization_id and y.id = t.payment_id
            and exists (select from public.payment_collections m
              left join public.orders o on o.organization_id = m.organization_id and o.id = m.order_id
              left join public.carts c on c.organization_id = m.organization_id and c.id = m.cart_id
            where m.organization_id = y.organization_id and m.id = y.payment_collection_id
              and m.organization_id = any (w.shops)
              and (o.customer_id = any (w.customers) or c.customer_id = any (w.customers))))",
        shows: "t.organization_id, t.id, t.payment_id, t.amount, t.status, t.note, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("note", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "payment_id",
                "amount",
                "status",
                "rank",
                "refund_reason_id",
                "provider_ref",
                "client_key",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.note is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.payment_attempts",
        of: Of::Customer,
        // What makes a customer at a provider carries his name; one that is under way is sent again with the very same bytes.
        whose: "t.settled_at is not null and exists (select from public.stripe_customers p
            where p.organization_id = t.organization_id and p.id = t.subject_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.kind, t.state, t.planned_at, t.settled_at",
        goes: Goes::Emptied {
            set: &[("body", "''"), ("error_message", "null")],
            keeps: &[
                "organization_id",
                "id",
                "payment_account_id",
                "kind",
                "subject_id",
                "nth",
                "idempotency_key",
                "path",
                "api_version",
                "state",
                "tries",
                "http_status",
                "provider_ref",
                "provider_request",
                "error_code",
                "planned_at",
                "first_sent_at",
                "last_sent_at",
                "next_at",
                "settled_at",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.body <> '' or t.error_message is not null",
        },
    },
    Subject {
        table: "public.saved_payment_methods",
        of: Of::Customer,
        whose: "exists (select from public.stripe_customers p
            where p.organization_id = t.organization_id and p.id = t.stripe_customer_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.type, t.brand, t.last4, t.exp_month, t.exp_year, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.setup_sessions",
        of: Of::Customer,
        whose: "exists (select from public.stripe_customers p
            where p.organization_id = t.organization_id and p.id = t.stripe_customer_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.status, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.stripe_customers",
        of: Of::Customer,
        // The provider's id stays until he is deleted there as well.
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.provider_ref, t.is_live, t.created_at",
        goes: Goes::Emptied {
            set: &[("deleted_at", "coalesce(t.deleted_at, w.at)"), ("default_method_ref", "null")],
            keeps: &[
                "organization_id",
                "id",
                "payment_account_id",
                "customer_id",
                "provider_ref",
                "is_live",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.deleted_at is null or t.default_method_ref is not null",
        },
    },
    Subject {
        table: "public.subscriptions",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.plan_id, t.status, t.quantity, t.current_period_end, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("data", "'{}'"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "customer_id",
                "stripe_customer_id",
                "plan_id",
                "order_id",
                "provider_ref",
                "status",
                "quantity",
                "next_plan_id",
                "region_id",
                "locale",
                "sales_channel_id",
                "shipping_address_id",
                "item_ref",
                "latest_invoice_ref",
                "paused_at",
                "resumes_at",
                "cancel_at_period_end",
                "cancel_at",
                "canceled_at",
                "ended_at",
                "trial_ends_at",
                "needs_method",
                "trial_told_for",
                "current_period_start",
                "current_period_end",
                "told_at",
                "told_by",
                "created_at",
                "updated_at",
                "created_by",
            ],
            unless_done: "t.data <> '{}' or t.metadata is not null",
        },
    },
    Subject {
        table: "public.enrollments",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.product_id, t.status, t.starts_at, t.ends_at, t.metadata",
        goes: Goes::Deleted,
    },
];
