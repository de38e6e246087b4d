//! What is said of a group.

use db::OnConstraint;
use serde_json::{Map, Value};
use web::{
    ApiError,
    body::{Change, Fields, FromBody},
};

use super::super::resource::{duplicate, name};

/// Of one that is to be made.
pub(super) struct New {
    pub(super) name: String,
    pub(super) metadata: Change<Map<String, Value>>,
}

impl FromBody for New {
    fn read(fields: &mut Fields) -> Self {
        Self { name: fields.required_text("name"), metadata: fields.metadata() }
    }
}

/// Of one that there is.
pub(super) struct Input {
    pub(super) name: Option<String>,
    pub(super) metadata: Change<Map<String, Value>>,
}

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        Self { name: name(fields), metadata: fields.metadata() }
    }
}

/// 422 when another group has the name.
pub(super) fn taken<T>(done: db::Result<T>, name: &str) -> Result<T, ApiError> {
    done.on_constraint("customer_groups_name", |_| {
        duplicate(format!("Customer group with name: {name}, already exists."))
    })
}
