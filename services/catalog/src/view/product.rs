//! Products.

use entity::{
    Timestamp,
    ids::{CollectionId, ProductId, ProductTypeId},
};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, json, many, one},
};

use super::{Category, Collection, Image, ProductOption, ProductTag, ProductType, Variant};
use crate::html;

row! {
    /// What a shopper sees as one thing.
    pub struct Product from "p" {
        id: ProductId,
        title: String,
        subtitle: Option<String>,
        description: Option<String>,
        handle: String,
        status: String,
        is_giftcard: bool,
        discountable: bool,
        thumbnail: Option<String>,
        collection_id: Option<CollectionId>,
        type_id: Option<ProductTypeId>,
        weight: Option<String>,
        length: Option<String>,
        height: Option<String>,
        width: Option<String>,
        hs_code: Option<String>,
        origin_country: Option<String>,
        mid_code: Option<String>,
        material: Option<String>,
        external_id: Option<String>,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        r#type: Option<ProductType>,
        collection: Option<Collection>,
        options: Vec<ProductOption>,
        tags: Vec<ProductTag>,
        images: Vec<Image>,
        variants: Vec<Variant>,
        categories: Vec<Category>,
    }
}

const COLUMNS: &[Column<Product>] = columns!(
    Product: id, title, subtitle, description, handle, status, is_giftcard, discountable, thumbnail, collection_id, type_id,
    weight, length, height, width, hs_code, origin_country, mid_code, material, external_id, metadata, created_at, updated_at,
    deleted_at,
);
/// The place of the description, which is made harmless once more: what psql wrote nobody looked at.
const DESCRIPTION: usize = 3;
const ALL: [Column<Product>; COLUMNS.len()] = {
    let mut all = [COLUMNS[0]; COLUMNS.len()];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at] = COLUMNS[at];
        at += 1;
    }
    all[DESCRIPTION] =
        ("description", |product: &Product, out| json(&product.description.as_deref().map(html::shown), out));
    all
};

impl View for Product {
    const COLUMNS: &'static [Column<Self>] = &ALL;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("type", |s| one(s, |product: &Self| product.r#type.as_ref())),
        ("collection", |s| one(s, |product: &Self| product.collection.as_ref())),
        ("options", |s| many(s, |product: &Self| &product.options)),
        ("tags", |s| many(s, |product: &Self| &product.tags)),
        ("images", |s| many(s, |product: &Self| &product.images)),
        ("variants", |s| many(s, |product: &Self| &product.variants)),
        ("categories", |s| many(s, |product: &Self| &product.categories)),
    ];
}
