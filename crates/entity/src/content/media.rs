//! A picture or a document that people put on pages.

use sea_orm::entity::prelude::*;

use crate::ids::{MediaId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediaId,
    /// Under which it lies, and is shown.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// As it was called.
    #[sea_orm(column_type = "Text")]
    pub filename: String,
    /// As people call it.
    #[sea_orm(column_type = "Text", nullable)]
    pub title: Option<String>,
    /// What is to be seen.
    #[sea_orm(column_type = "Text", nullable)]
    pub alt: Option<String>,
    /// The same in other languages.
    #[sea_orm(column_type = "JsonBinary")]
    pub alt_translations: Json,
    /// By its bytes.
    #[sea_orm(column_type = "Text")]
    pub mime_type: String,
    /// Bytes that are kept.
    pub size: i64,
    /// Of what was sent.
    pub sha256: Vec<u8>,
    /// Of a picture, in points.
    pub width: Option<i32>,
    /// Of a picture, in points.
    pub height: Option<i32>,
    /// Whether something shines through.
    pub has_alpha: bool,
    /// What stands in its place until it is there.
    #[sea_orm(column_type = "Text", nullable)]
    pub colour: Option<String>,
    /// What must stay in view, in hundredths from the left.
    pub focal_x: i16,
    /// From the top.
    pub focal_y: i16,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
