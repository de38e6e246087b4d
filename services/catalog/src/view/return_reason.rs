//! Reasons for returns.

use entity::{Timestamp, ids::ReturnReasonId};
use resource::{Row, row};
use serde_json::Value;
use web::fields::{Column, Relation, View, many, one};

row! {
    /// Why something is sent back.
    pub struct ReturnReason from "r" {
        id: ReturnReasonId,
        value: String,
        label: String,
        description: Option<String>,
        parent_return_reason_id: Option<ReturnReasonId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    loaded {
        parent_return_reason: Option<Box<ReturnReason>>,
        return_reason_children: Vec<ReturnReason>,
    }
}

impl View for ReturnReason {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("parent_return_reason", |s| one(s, |reason: &Self| reason.parent_return_reason.as_deref())),
        ("return_reason_children", |s| many(s, |reason: &Self| &reason.return_reason_children)),
    ];
}
