//! A review as shoppers see it.

use entity::{
    Timestamp,
    ids::{ProductId, ReviewId},
};
use resource::{Row, row};
use sea_orm::FromQueryResult;
use serde::Serialize;
use web::fields::{Column, View};

row! {
    /// What somebody says of a product. Who he is nobody is told but by the name that he chose.
    pub(crate) struct Review from "r" {
        id: ReviewId,
        product_id: ProductId,
        rating: i32,
        title: Option<String>,
        content: Option<String>,
        author_name: Option<String>,
        locale_code: Option<String>,
        status: String,
        is_verified_purchase: bool,
        helpful_count: i32,
        unhelpful_count: i32,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Review {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

/// What all approved reviews of a product say together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, FromQueryResult)]
pub(crate) struct Rating {
    /// Between one and five; none without reviews.
    pub(crate) average: Option<f64>,
    /// How many there are.
    pub(crate) count: i32,
    /// How many gave one star, two, …, five.
    pub(crate) stars: Vec<i32>,
}
