//! Pictures of products.

use entity::{
    Timestamp,
    ids::{ImageId, ProductId},
};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, View},
};

row! {
    /// A picture.
    pub struct Image from "i" {
        id: ImageId,
        url: String,
        rank: i32,
        product_id: ProductId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
}

impl View for Image {
    const COLUMNS: &'static [Column<Self>] =
        columns!(Image: id, url, metadata, created_at, updated_at, deleted_at, rank, product_id);
}
