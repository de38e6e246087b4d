//! What is said of claims.

use serde_json::{Map, Value};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Change, Field, Fields, Required},
};

use crate::admin::parts::{MaybePieces, Pieces};

/// Money back, or the thing again.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClaimType(pub(super) &'static str);

impl Field for ClaimType {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            let at = fields.at(name);
            fields.complain(format!("Field '{at}' is required"));
        }
        Self(fields.one_of(name, &["refund", "replace"]).unwrap_or("refund"))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["refund", "replace"])).into()
    }
}

/// What is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct Reason(pub(super) Option<String>);

const REASONS: [&str; 4] = ["missing_item", "wrong_item", "production_failure", "other"];

impl Field for Reason {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, &REASONS).map(str::to_owned))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(REASONS)).into()
    }
}

body! {
    /// A claim.
    pub(super) struct NewClaim {
        /// Money back, or the thing again.
        pub(super) r#type: ClaimType = "replace",
        /// Of which order.
        pub(super) order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is about.
        pub(super) description: Option<String> = "It came broken",
        /// For the staff.
        pub(super) internal_note: Option<String> = "Ask the carrier",
        /// Why.
        pub(super) reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

body! {
    /// What is claimed of a line.
    pub(super) struct ClaimedItem {
        /// The line.
        pub(super) id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        pub(super) quantity: Pieces<1> = 1,
        /// What is wrong with it.
        pub(super) reason: Reason = "production_failure",
        /// What is said of it.
        pub(super) description: Option<String> = "The handle is off",
        /// For the staff.
        pub(super) internal_note: Option<String> = "Third one this week",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"photo": "a.jpg"},
    }
}

body! {
    /// What is claimed.
    pub(super) struct ClaimedItems {
        /// Lines, and how many of each.
        pub(super) items: Option<Vec<ClaimedItem>> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1, "reason": "wrong_item"}],
    }
}

body! {
    /// What changes of what is claimed.
    pub(super) struct ClaimedChange {
        /// So many.
        pub(super) quantity: MaybePieces<1> = 1,
        /// Why, as a reason of returns.
        pub(super) reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// For the staff.
        pub(super) internal_note: Option<String> = "Third one this week",
    }
}
