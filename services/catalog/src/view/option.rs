//! Options, their values, and the values that make a variant.

use entity::{
    Timestamp,
    ids::{OptionId, OptionValueId, ProductId, VariantId},
};
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, many, one},
};

use crate::record::record;

record! {
    /// An option of a product.
    pub struct ProductOption from "o" {
        id: OptionId,
        title: String,
        is_exclusive: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    joined {
        "l.product_id" => product_id: ProductId,
    }
    loaded {
        values: Vec<OptionValue>,
    }
}

record! {
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

record! {
    /// A value that a variant has, with the option it belongs to.
    pub struct VariantOptionValue from "v" {
        id: OptionValueId,
        value: String,
        rank: i32,
        option_id: OptionId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    joined {
        "l.variant_id" => variant_id: VariantId,
    }
    loaded {
        option: Option<ProductOption>,
    }
}

impl View for ProductOption {
    const COLUMNS: &'static [Column<Self>] =
        columns!(ProductOption: id, title, is_exclusive, metadata, created_at, updated_at, deleted_at, product_id);
    const RELATIONS: &'static [Relation<Self>] = &[("values", |s| many(s, |option: &Self| &option.values))];
}

impl View for OptionValue {
    const COLUMNS: &'static [Column<Self>] =
        columns!(OptionValue: id, value, rank, metadata, option_id, created_at, updated_at, deleted_at);
}

impl View for VariantOptionValue {
    const COLUMNS: &'static [Column<Self>] =
        columns!(VariantOptionValue: id, value, rank, metadata, option_id, created_at, updated_at, deleted_at);
    const RELATIONS: &'static [Relation<Self>] = &[("option", |s| one(s, |value: &Self| value.option.as_ref()))];
}
