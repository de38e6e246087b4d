//! What catalogue and orders keep about people. They know neither accounts nor its registry, so this stands where all services are known.

mod carts;
mod changes;
mod content;
mod credit;
mod money;
mod orders;

use accounts::privacy::{Goes, Of, Subject};

pub(super) use carts::OF_CARTS;
pub(super) use changes::OF_CHANGES;
pub(super) use content::OF_CONTENT;
pub(super) use credit::OF_CREDIT;
pub(super) use money::OF_MONEY;
pub(super) use orders::OF_ORDERS;

const OF_THE_CUSTOMERS: &str = "t.organization_id = any (w.shops) and t.customer_id = any (w.customers)";

/// What customers said and bought.
pub(super) const OF_CATALOG: &[Subject] = &[
    Subject {
        table: "public.review_votes",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.review_id, t.is_helpful, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.reviews",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.id, t.product_id, t.rating, t.title, t.content, t.author_name, t.locale_code, t.status, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.product_sales",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.order_id, t.product_id, t.quantity, t.sold_at",
        goes: Goes::Emptied {
            set: &[("customer_id", "null")],
            // Whose order it was stands in the order, which is erased by itself.
            keeps: &["organization_id", "order_id", "product_id", "quantity", "sold_at"],
            unless_done: "t.customer_id is not null",
        },
    },
];
