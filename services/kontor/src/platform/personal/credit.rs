//! What credit, points and referrals keep about people, and what providers told.

use accounts::privacy::{Goes, Of, Subject};

use super::OF_THE_CUSTOMERS;

/// In the order in which is erased.
pub(in crate::platform) const OF_CREDIT: &[Subject] = &[
    Subject {
        table: "public.gift_cards",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.status, t.value, t.currency_code, t.note, t.metadata, t.expires_at, t.created_at",
        goes: Goes::Emptied {
            set: &[("customer_id", "null"), ("note", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "code",
                "status",
                "value",
                "currency_code",
                "store_credit_account_id",
                "line_item_id",
                "nth",
                "taken",
                "reference",
                "reference_id",
                "expires_at",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.customer_id is not null or t.note is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.store_credit_transactions",
        of: Of::Customer,
        // Before the accounts, by which they are found.
        whose: "exists (select from public.store_credit_accounts p
            where p.organization_id = t.organization_id and p.id = t.account_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.type, t.amount, t.reference, t.note, t.created_at",
        goes: Goes::By {
            statement: "select private.erase_notes(w.shops, w.customers) from w",
            sets: &["note"],
            keeps: &[
                "organization_id",
                "id",
                "account_id",
                "type",
                "amount",
                "balance_after",
                "reference",
                "reference_id",
                "key",
                "created_at",
                "created_by",
            ],
        },
    },
    Subject {
        table: "public.store_credit_accounts",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.currency_code, t.balance, t.metadata, t.created_at",
        goes: Goes::Emptied {
            set: &[("customer_id", "null"), ("metadata", "null")],
            keeps: &[
                "organization_id",
                "id",
                "code",
                "currency_code",
                "balance",
                "created_at",
                "updated_at",
                "deleted_at",
                "created_by",
            ],
            unless_done: "t.customer_id is not null or t.metadata is not null",
        },
    },
    Subject {
        table: "public.points_entries",
        of: Of::Customer,
        whose: "exists (select from public.loyalty_accounts p
            where p.organization_id = t.organization_id and p.id = t.account_id
              and p.organization_id = any (w.shops) and p.customer_id = any (w.customers))",
        shows: "t.organization_id, t.id, t.kind, t.amount, t.pending_amount, t.debt_amount, t.source, t.note, t.created_at",
        goes: Goes::By {
            statement: "select private.erase_notes(w.shops, w.customers) from w",
            sets: &["note"],
            keeps: &[
                "organization_id",
                "id",
                "account_id",
                "kind",
                "amount",
                "pending_amount",
                "debt_amount",
                "lot_id",
                "source",
                "source_id",
                "key",
                "created_at",
                "created_by",
            ],
        },
    },
    Subject {
        table: "public.loyalty_accounts",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.available, t.pending, t.debt, t.tier_until, t.created_at",
        goes: Goes::Emptied {
            set: &[("customer_id", "null")],
            keeps: &[
                "organization_id",
                "id",
                "available",
                "pending",
                "debt",
                "tier_id",
                "tier_until",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.customer_id is not null",
        },
    },
    Subject {
        table: "public.referral_codes",
        of: Of::Customer,
        // Some make theirs of their name.
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.code, t.uses, t.created_at",
        goes: Goes::Emptied {
            set: &[("code", "'gone-' || t.id"), ("deleted_at", "coalesce(t.deleted_at, w.at)")],
            keeps: &["organization_id", "id", "customer_id", "uses", "created_at", "updated_at"],
            unless_done: "t.code <> 'gone-' || t.id",
        },
    },
    Subject {
        table: "public.referrals",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.status, t.created_at",
        goes: Goes::Emptied {
            // What was thought of him.
            set: &[("refusal", "null")],
            keeps: &[
                "organization_id",
                "id",
                "referral_code_id",
                "customer_id",
                "order_id",
                "status",
                "rewarded_at",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.refusal is not null",
        },
    },
    Subject {
        table: "public.webhook_events",
        of: Of::Customer,
        // What he is told of is that it came: a provider's words about him stand among others'.
        whose: "(w.shop is null or t.organization_id = w.shop or t.shop_id = w.shop) and (t.object_id in (
              select c.provider_ref from public.stripe_customers c
              where c.organization_id = any (w.shops) and c.customer_id = any (w.customers))
            or (t.received_at <= w.until and private.mentions(encode(t.body, 'escape'), w.addresses)))",
        shows: "t.organization_id, t.id, t.type, t.created_at",
        goes: Goes::Emptied {
            set: &[("body", "''"), ("headers", "null")],
            keeps: &[
                "organization_id",
                "id",
                "endpoint_id",
                "event_id",
                "type",
                "object_id",
                "object_type",
                "account_ref",
                "api_version",
                "is_live",
                "source",
                "status",
                "shop_id",
                "tries",
                "last_error",
                "received_at",
                "next_at",
                "done_at",
                "leased_until",
                "created_at",
            ],
            unless_done: "length(t.body) > 0 or t.headers is not null",
        },
    },
];
