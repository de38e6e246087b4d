//! Categories.

use entity::{Timestamp, ids::CategoryId};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, many, one},
};

use super::Product;

row! {
    /// A node of the category tree.
    pub struct Category from "c" {
        id: CategoryId,
        name: String,
        description: String,
        handle: String,
        rank: i32,
        external_id: Option<String>,
        parent_category_id: Option<CategoryId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    loaded {
        parent_category: Option<Box<Category>>,
        category_children: Vec<Category>,
        products: Vec<Product>,
    }
}

impl View for Category {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Category: id, name, description, handle, rank, external_id, parent_category_id, created_at, updated_at,
        deleted_at, metadata,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("parent_category", |s| one(s, |category: &Self| category.parent_category.as_deref())),
        ("category_children", |s| many(s, |category: &Self| &category.category_children)),
        ("products", |s| many(s, |category: &Self| &category.products)),
    ];
}
