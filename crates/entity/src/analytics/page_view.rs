//! A page that somebody looked at, or something that happened on it.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageViewId, ProductId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_views")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PageViewId,
    /// When.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: DateTimeUtc,
    /// Who, for a day.
    pub visitor: i64,
    /// The visit: the key of its first row.
    pub visit_id: Uuid,
    /// What happened: `view`.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The page.
    #[sea_orm(column_type = "Text")]
    pub path: String,
    /// The host that led here.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    /// Who sent it.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_source: Option<String>,
    /// By which way.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_medium: Option<String>,
    /// The campaign.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_campaign: Option<String>,
    /// Which of its links.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_content: Option<String>,
    /// The words that were looked for.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_term: Option<String>,
    /// `desktop`, `phone`, `tablet` or `other`.
    #[sea_orm(column_type = "Text")]
    pub device: String,
    /// The browser's name.
    #[sea_orm(column_type = "Text", nullable)]
    pub browser: Option<String>,
    /// The system's name.
    #[sea_orm(column_type = "Text", nullable)]
    pub os: Option<String>,
    /// The language of the page.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// The product that it is about.
    pub product_id: Option<ProductId>,
    /// What it is if it is no person's.
    #[sea_orm(column_type = "Text", nullable)]
    pub bot: Option<String>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
