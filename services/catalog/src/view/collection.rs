//! Collections.

use entity::{Timestamp, ids::CollectionId};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, many},
};

use super::Product;

row! {
    /// A collection.
    pub struct Collection from "c" {
        id: CollectionId,
        title: String,
        handle: String,
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

impl View for Collection {
    const COLUMNS: &'static [Column<Self>] =
        columns!(Collection: id, title, handle, external_id, created_at, updated_at, deleted_at, metadata);
    const RELATIONS: &'static [Relation<Self>] = &[("products", |s| many(s, |collection: &Self| &collection.products))];
}
