//! Product tags and types: words with a life of their own.

use entity::{
    Timestamp,
    ids::{ProductTagId, ProductTypeId},
};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, many},
};

use super::Product;

row! {
    /// A product tag.
    pub struct ProductTag from "t" {
        id: ProductTagId,
        value: String,
        external_id: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    loaded {
        products: Vec<Product>,
    }
}

row! {
    /// A product type.
    pub struct ProductType from "t" {
        id: ProductTypeId,
        value: String,
        external_id: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    loaded {
        products: Vec<Product>,
    }
}

impl View for ProductTag {
    const COLUMNS: &'static [Column<Self>] =
        columns!(ProductTag: id, value, external_id, created_at, updated_at, deleted_at, metadata);
    const RELATIONS: &'static [Relation<Self>] = &[("products", |s| many(s, |tag: &Self| &tag.products))];
}

impl View for ProductType {
    const COLUMNS: &'static [Column<Self>] =
        columns!(ProductType: id, value, external_id, created_at, updated_at, deleted_at, metadata);
    const RELATIONS: &'static [Relation<Self>] = &[("products", |s| many(s, |kind: &Self| &kind.products))];
}
