//! Options, their values, and the values that make a variant.

use std::sync::Arc;

use entity::{
    Timestamp,
    ids::{OptionId, OptionValueId, ProductId},
};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, JsonOut, Relation, View, json, many_shared, one},
};

row! {
    /// An option of a product.
    pub struct ProductOption from "o" {
        id: OptionId,
        title: String,
        is_exclusive: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
        product_id: ProductId = "l.product_id",
    }
    loaded {
        values: Vec<Arc<OptionValue>>,
    }
}

row! {
    /// A value of an option.
    pub struct OptionValue from "v" {
        id: OptionValueId,
        value: String,
        rank: i32,
        option_id: OptionId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
}

/// A value that a variant has, with the option it belongs to. Variants of a product share them.
#[derive(Debug, Clone)]
pub struct VariantOptionValue {
    pub value: Arc<OptionValue>,
    pub option: Option<Arc<ProductOption>>,
}

impl View for ProductOption {
    const COLUMNS: &'static [Column<Self>] =
        columns!(ProductOption: id, title, is_exclusive, metadata, created_at, updated_at, deleted_at, product_id);
    const RELATIONS: &'static [Relation<Self>] = &[("values", |s| many_shared(s, |option: &Self| &option.values))];
}

impl View for OptionValue {
    const COLUMNS: &'static [Column<Self>] =
        columns!(OptionValue: id, value, rank, metadata, option_id, created_at, updated_at, deleted_at);
}

/// The columns of the value itself.
macro_rules! of_value {
    ($($field:ident),*) => {
        &[$((stringify!($field), |of: &VariantOptionValue, out: &mut JsonOut| json(&of.value.$field, out))),*]
    };
}

impl View for VariantOptionValue {
    const COLUMNS: &'static [Column<Self>] =
        of_value!(id, value, rank, metadata, option_id, created_at, updated_at, deleted_at);
    const RELATIONS: &'static [Relation<Self>] = &[("option", |s| one(s, |of: &Self| of.option.as_deref()))];
}
