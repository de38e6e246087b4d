//! A category as the shop's staff sees it.

use db::Tx;
use entity::{Timestamp, ids::CategoryId};
use resource::{Param, Row, Table, TreeNames, names, row};
use serde_json::Value as Json;
use web::fields::{Column, Relation, Selection, View, many, one};

use super::tree;
use crate::data::{CATEGORY_TREES, PARENT_CATEGORY};

row! {
    /// A category.
    pub struct CategoryRow from "c" {
        id: CategoryId,
        name: String,
        description: String,
        handle: String,
        rank: i32,
        is_active: bool,
        is_internal: bool,
        external_id: Option<String>,
        parent_category_id: Option<CategoryId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Json>,
    }
    loaded {
        parent_category: Option<Box<CategoryRow>>,
        category_children: Vec<CategoryRow>,
    }
}

impl View for CategoryRow {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("parent_category", |s| one(s, |category: &Self| category.parent_category.as_deref())),
        ("category_children", |s| many(s, |category: &Self| &category.category_children)),
    ];
}

impl Table for CategoryRow {
    type Id = CategoryId;

    const ONE: &'static str = "product_category";
    const MANY: &'static str = "product_categories";
    const NAME: &'static str = "Product category";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*parent_category", "*category_children"];
    const SORTABLE: &'static [&'static str] =
        &["id", "name", "handle", "rank", "is_active", "is_internal", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["c.name", "c.description", "c.handle"];
    const FROM: &'static str = "public.product_categories c";
    const ALIAS: &'static str = "c";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("description", "Exact descriptions."),
        Param::text("handle", "Handles."),
        Param::text("external_id", "Keys in another system."),
        Param::boolean("is_active", "Whether shoppers see it."),
        Param::boolean("is_internal", "Whether only the shop's staff sees it."),
        PARENT_CATEGORY,
    ];

    const TREES: TreeNames = CATEGORY_TREES;

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("parent_category", names::<Self>()), ("category_children", names::<Self>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        tree::fill(tx, page, selection).await
    }
}
